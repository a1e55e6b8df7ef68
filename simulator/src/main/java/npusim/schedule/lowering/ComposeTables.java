package npusim.schedule.lowering;

import npusim.schedule.operation.Connection;
import npusim.schedule.operation.ConstantData;
import npusim.schedule.operation.ElementType;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Network;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuTensor;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Rescaling;
import npusim.schedule.operation.Role;

/**
 * Makes one table of 256 wide entries of an 8-bit rescale and the 16-bit table that reads it: units look 32-bit results up by
 * 8-bit values, TOSA only by 16-bit ones.
 */
final class ComposeTables {
    private static final int ENTRIES = 256;
    private static final int FRACTION_BITS = 7;
    private static final int FRACTION_MASK = (1 << FRACTION_BITS) - 1;

    private ComposeTables() {}

    static NpuOperation apply(Network network, NpuOperation operation) {
        if (operation.kind() != OperationKind.TABLE || operation.ifm(0).type() != ElementType.INT16) {
            return operation;
        }
        NpuOperation rescale = operation.ifm(0).tensor().onlyWriter();
        Connection table = operation.input(Role.TABLE);
        ConstantData values = table == null ? null : table.tensor().constant();
        if (table == null
                || rescale == null
                || values == null
                || rescale.kind() != OperationKind.RESCALE
                || rescale.isUnsignedRescale()
                || rescale.ifm(0).type() != ElementType.INT8
                || !rescale.ofm().rescaling().isGlobal()) {
            return operation;
        }
        NpuTensor direct = network.newTensor(
                table.tensor().name() + "_direct", operation.ofm().type(), Extents.of(ENTRIES));
        direct.setConstant(new Composed(
                values, rescale.ifm(0).rescaling().zeroPoint(), rescale.ofm().rescaling()));
        NpuOperation composed = network.newOperation(OperationKind.TABLE, operation.sources());
        composed.absorbSources(rescale);
        composed.addInput(Role.IFM, rescale.ifm(0).tensor());
        composed.addInput(Role.TABLE, direct);
        composed.setOutput(operation.ofm());
        operation.disconnect();
        if (rescale.ofm().tensor().readers().isEmpty()) {
            rescale.disconnect();
        }
        return composed;
    }

    /** Entry i belongs to the code i - 128. */
    private record Composed(ConstantData table, long inputZeroPoint, Rescaling scale) implements ConstantData {
        @Override
        public int length() {
            return ENTRIES;
        }

        @Override
        public long at(int index) {
            long code = index + ElementType.INT8.minimum() - inputZeroPoint;
            long rounding = scale.shift() == 0 ? 0 : 1L << (scale.shift() - 1);
            long rescaled = (code * scale.multiplier() + rounding >> scale.shift()) + scale.zeroPoint();
            long value = Math.clamp(rescaled, ElementType.INT16.minimum(), ElementType.INT16.maximum());
            int entry = (int) ((value - ElementType.INT16.minimum()) >> FRACTION_BITS);
            long base = table.at(entry);
            return (base << FRACTION_BITS) + (table.at(entry + 1) - base) * (value & FRACTION_MASK);
        }
    }
}
