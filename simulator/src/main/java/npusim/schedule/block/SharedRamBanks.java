package npusim.schedule.block;

import npusim.hardware.Buffers;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Rounding;

/** Banks that double-buffered blocks take of a RAM that IFM, accumulators, output and tables share. */
public final class SharedRamBanks {
    private static final int DEPTH_BYTES = 8;
    private static final int ACCUMULATOR_DEPTH = 8;
    private static final int WIDEST_TABLED_IFM = 32;

    private final Buffers.SharedRam ram;

    public SharedRamBanks(Buffers.SharedRam ram) {
        this.ram = ram;
    }

    /** Banks of two IFM blocks of {@code bits} an element. */
    public int ifm(Extents block, int bits, boolean elementwise) {
        long bytes = block.elementsHeightWidth() * Rounding.up(block.depth() * (bits / 8), DEPTH_BYTES);
        String use = bits == WIDEST_TABLED_IFM ? "ifm32" : "ifm" + bits + (elementwise ? "_elementwise" : "");
        return Rounding.up(2 * banks(bytes), granule(use));
    }

    /** Banks of the accumulators of two OFM blocks of {@code bits} each. */
    public int accumulators(Extents block, int bits) {
        long bytes = block.elementsHeightWidth() * Rounding.up(block.depth(), ACCUMULATOR_DEPTH) * bits / 8;
        return Rounding.up(2 * banks(bytes), granule("acc" + bits));
    }

    /** First bank behind the IFM and the accumulators; tables or a reserve follow. */
    public int end(boolean usesTable) {
        return ram.banks() - Math.max(usesTable ? ram.lutBanks() : 0, ram.reservedBanks());
    }

    /** First bank of the IFM; the output's banks lie before it. */
    public int start() {
        return ram.outputBanks();
    }

    private int granule(String use) {
        Integer granule = ram.granules().get(use);
        if (granule == null) {
            throw new IllegalStateException("the shared RAM has no granule for " + use);
        }
        return granule;
    }

    private int banks(long bytes) {
        return (int) ((bytes + ram.bankBytes() - 1) / ram.bankBytes());
    }
}
