package npusim.schedule;

/** What follows the scaling of an output element. */
public enum Activation {
    /** No function; clamping to a range is free and counts as none. */
    NONE,
    /** Clamp to a range narrower than the type. */
    CLAMP,
    /** Table look-up. */
    TABLE,
    /** Native hyperbolic tangent. */
    TANH,
    /** Native logistic function. */
    SIGMOID
}
