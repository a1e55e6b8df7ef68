package npusim.simulation;

/** A change of the hardware to ask about; the command stream stays as it is. */
public enum WhatIf {
    /** The hardware as described. */
    AS_DESCRIBED("as described"),
    /** The external memory answers at once; the way through the NPU stays. */
    NO_EXTERNAL_LATENCY("no external latency"),
    /** Ports and word budgets of both sides twice as wide. */
    TWICE_THE_BANDWIDTH("twice the bandwidth"),
    /** The array and its weight decoders twice as fast. */
    TWICE_THE_MACS("twice the MACs");

    private final String label;

    WhatIf(String label) {
        this.label = label;
    }

    /** What to print. */
    public String label() {
        return label;
    }

    int bandwidthFactor() {
        return this == TWICE_THE_BANDWIDTH ? 2 : 1;
    }

    double arrayFactor() {
        return this == TWICE_THE_MACS ? 0.5 : 1;
    }
}
