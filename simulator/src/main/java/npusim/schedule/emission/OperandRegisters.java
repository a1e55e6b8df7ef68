package npusim.schedule.emission;

import java.util.List;
import java.util.stream.Stream;
import npusim.schedule.FeatureMap;

/**
 * Which registers hold an operand's tiles, sizes and strides.
 *
 * @param bases addresses of the four tiles
 * @param upperHeight rows of the first tile
 * @param otherHeight rows of the tile beside it
 * @param width columns of the first tile
 * @param strideY bytes from row to row
 * @param strideX bytes from column to column
 * @param strideC bytes from brick to brick or channel to channel
 */
record OperandRegisters(
        List<Register> bases,
        Register upperHeight,
        Register otherHeight,
        Register width,
        Register strideY,
        Register strideX,
        Register strideC) {

    static final OperandRegisters IFM = new OperandRegisters(
            List.of(Register.IFM_BASE0, Register.IFM_BASE1, Register.IFM_BASE2, Register.IFM_BASE3),
            Register.IFM_HEIGHT0,
            Register.IFM_HEIGHT1,
            Register.IFM_WIDTH0,
            Register.IFM_STRIDE_Y,
            Register.IFM_STRIDE_X,
            Register.IFM_STRIDE_C);

    static final OperandRegisters IFM2 = new OperandRegisters(
            List.of(Register.IFM2_BASE0, Register.IFM2_BASE1, Register.IFM2_BASE2, Register.IFM2_BASE3),
            Register.IFM2_HEIGHT0,
            Register.IFM2_HEIGHT1,
            Register.IFM2_WIDTH0,
            Register.IFM2_STRIDE_Y,
            Register.IFM2_STRIDE_X,
            Register.IFM2_STRIDE_C);

    static final OperandRegisters OFM = new OperandRegisters(
            List.of(Register.OFM_BASE0, Register.OFM_BASE1, Register.OFM_BASE2, Register.OFM_BASE3),
            Register.OFM_HEIGHT0,
            Register.OFM_HEIGHT1,
            Register.OFM_WIDTH0,
            Register.OFM_STRIDE_Y,
            Register.OFM_STRIDE_X,
            Register.OFM_STRIDE_C);

    /** What is forgotten before a chain and behind each of its kernels. */
    static final List<Register> CHAINED = Stream.of(
                    IFM.all(),
                    Stream.of(Register.IFM_PRECISION, Register.IFM_REGION, Register.IFM_ZERO_POINT),
                    IFM2.all(),
                    Stream.of(Register.IFM2_PRECISION, Register.IFM2_REGION, Register.IFM2_ZERO_POINT),
                    Stream.of(Register.OFM_PRECISION))
            .flatMap(registers -> registers)
            .toList();

    private Stream<Register> all() {
        return Stream.concat(bases.stream(), Stream.of(upperHeight, otherHeight, width, strideY, strideX, strideC));
    }

    /** Sends tiles of {@code rows} by {@code columns}; rows that wrap round in a rolling buffer are a tile of their own. */
    void tiles(RegisterWrites registers, BlockDependency.Part part, int rows, int columns) {
        int stored = part.rollingRows();
        int first = stored == 0 ? 0 : part.offset().height() % stored;
        boolean wraps = stored > 0 && first + rows > stored;
        long base = registers.featureMapBase(part.map().side());
        registers.set(bases.get(0), part.map().address() - base);
        registers.set(bases.get(1), 0);
        registers.set(bases.get(2), wraps ? part.tensorAddress() - base : 0);
        registers.set(bases.get(3), 0);
        long upper = wraps ? stored - first : rows;
        registers.set(upperHeight, upper);
        registers.set(otherHeight, upper);
        registers.set(width, columns);
    }

    /** Sends the strides. */
    void strides(RegisterWrites registers, FeatureMap map) {
        registers.set(strideY, map.strideY());
        registers.set(strideX, map.strideX());
        registers.set(strideC, map.strideC());
    }
}
