package npusim.execution.plan;

import npusim.graph.InvalidGraphException;

/**
 * One unit of an execution plan. Tensors are known by the number of their memory, their <em>root</em>, which views of one
 * tensor share; a step finds the arrays of what it reads and writes in {@code storage}.
 */
sealed interface Step permits ElementwiseStep, ProducerStep, ReduceSumStep, ArrayStep, GatherStep, EvaluateStep {
    /** Roots that must hold values before the step runs; an element may occur twice. */
    int[] reads();

    /** Roots that hold values afterwards; their arrays are provided by the caller, with arbitrary content. */
    int[] writes();

    /**
     * Runs the step.
     *
     * @throws InvalidGraphException if an outcome is unpredictable and has no value to go on with
     */
    void run(Storage storage, Workers workers) throws InvalidGraphException;
}
