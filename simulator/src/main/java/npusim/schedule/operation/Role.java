package npusim.schedule.operation;

/** What an input is used for. */
public enum Role {
    /** Feature maps, in order. */
    IFM,
    /** Weights of a convolution or vector product. */
    WEIGHTS,
    /** Biases; scales come from the OFM's rescaling. */
    BIASES,
    /** Table of a {@link OperationKind#TABLE}. */
    TABLE,
    /** Indices of a gather or scatter. */
    INDICES
}
