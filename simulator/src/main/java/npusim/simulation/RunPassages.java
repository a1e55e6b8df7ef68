package npusim.simulation;

import npusim.schedule.AxiSide;

/**
 * What runs of one stream worked through. For one run at a time, on designs that differ in nothing but the timing of the external side;
 * where more than its word budget differs, {@code outside} is cleared in between.
 *
 * @param outside of kernels that use the external side
 * @param inside of all others, to which its timing does not matter
 */
record RunPassages(KernelPassages outside, KernelPassages inside) {
    /** None yet. */
    RunPassages() {
        this(new KernelPassages(), new KernelPassages());
    }

    /** Those of kernels like {@code chain}. */
    KernelPassages of(KernelChain chain) {
        return ChannelWindows.touches(chain.windows(), AxiSide.EXTERNAL) ? outside : inside;
    }

    /** Makes room for another run. */
    void begin() {
        outside.begin();
        inside.begin();
    }

    /** Forgets all. */
    void clear() {
        outside.clear();
        inside.clear();
    }
}
