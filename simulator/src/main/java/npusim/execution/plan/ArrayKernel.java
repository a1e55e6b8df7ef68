package npusim.execution.plan;

import npusim.kernel.row.Scratch;

/** What an {@link ArrayStep} does, in units that write disjoint elements. */
sealed interface ArrayKernel permits RegionCopy, TransposeCopy, AveragePool, MaximumPool, ReduceMaximum {
    int units();

    /** Elements that are read or written for a unit, about: so much is its work. */
    int unitElements();

    /** Does units {@code first} to {@code end}. */
    void run(Object[] inputs, Object output, int first, int end, Scratch scratch);
}
