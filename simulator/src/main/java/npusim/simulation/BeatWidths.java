package npusim.simulation;

import npusim.schedule.AxiSide;

/**
 * Bytes of a data beat on each side, powers of two.
 *
 * @param sram of the SRAM side
 * @param external of the external side
 */
record BeatWidths(int sram, int external) {

    int of(AxiSide side) {
        return side == AxiSide.SRAM ? sram : external;
    }

    int widest() {
        return Math.max(sram, external);
    }
}
