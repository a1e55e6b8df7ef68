package npusim.execution.plan;

/**
 * What steps of one kind took.
 *
 * @param operators names of the operators that such a step runs together, in their order
 * @param steps number of steps
 * @param nanos wall time of all of them
 */
public record StepTime(String operators, int steps, long nanos) {
    StepTime plus(StepTime other) {
        return new StepTime(operators, steps + other.steps, nanos + other.nanos);
    }
}
