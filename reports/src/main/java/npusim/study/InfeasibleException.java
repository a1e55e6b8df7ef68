package npusim.study;

/** A point that cannot be built or does not hold the workload; carries the reason. */
final class InfeasibleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InfeasibleException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
