package npusim.simulation;

import npusim.schedule.AxiSide;
import npusim.schedule.FeatureMap;
import npusim.schedule.TensorFormat;

/**
 * Bytes that are moved together, powers of two.
 *
 * @param sram a data beat of the SRAM side
 * @param external a data beat of the external side
 * @param pixels aligned bytes of an NHWC feature map within which shallow pixels are read together
 */
record AccessWidths(int sram, int external, int pixels) {

    /** Bytes of a data beat of {@code side}. */
    int beat(AxiSide side) {
        return side == AxiSide.SRAM ? sram : external;
    }

    int widestBeat() {
        return Math.max(sram, external);
    }

    /** Whether pixels of {@code map} are so shallow that several are read together. */
    boolean joinsPixels(FeatureMap map) {
        return map.format() == TensorFormat.NHWC && map.extent().depth() * map.elementBytes() < pixels;
    }

    /** Bytes after which what is read of {@code map} meets the same beats and the same pixels together. */
    int period(FeatureMap map) {
        int beat = beat(map.side());
        return joinsPixels(map) ? Math.max(beat, pixels) : beat;
    }
}
