package npusim.schedule.lowering;

import java.util.List;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Network;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuTensor;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Rescaling;
import org.jspecify.annotations.Nullable;

/** Moves rescales into the operand of the operator behind them, or else into the result of the one before. */
final class FuseRescales implements Rewrite {
    private final FusionRules rules;

    FuseRescales(FusionRules rules) {
        this.rules = rules;
    }

    @Override
    public NpuOperation apply(Network network, NpuOperation operation) {
        if (operation.kind() != OperationKind.RESCALE || !operation.isConnected() || operation.isUnsignedRescale()) {
            return operation;
        }
        NpuOperation consumer = fuseIntoConsumer(operation);
        if (consumer != null) {
            return consumer;
        }
        NpuOperation producer = fuseIntoProducer(operation);
        return producer != null ? producer : operation;
    }

    /** The scale an operand would get: the rescale's own input zero point with its scale. */
    private static Rescaling operandScale(NpuOperation rescale) {
        return rescale.ifm(0).rescaling().withScaleOf(reduced(rescale.ofm().rescaling()));
    }

    /** A scale without shift when the multiplier holds the power of two. */
    private static Rescaling reduced(Rescaling scale) {
        int[] multipliers = scale.multipliers();
        int[] shifts = scale.shifts();
        if (multipliers == null || shifts == null) {
            return scale;
        }
        int[] newMultipliers = multipliers.clone();
        int[] newShifts = shifts.clone();
        for (int i = 0; i < newShifts.length; i++) {
            int shift = newShifts[i];
            if (shift > 0 && shift < 31 && newMultipliers[i] % (1 << shift) == 0) {
                newMultipliers[i] >>= shift;
                newShifts[i] = 0;
            }
        }
        return new Rescaling(scale.zeroPoint(), newMultipliers, newShifts);
    }

    private @Nullable NpuOperation fuseIntoConsumer(NpuOperation rescale) {
        Connection from = rescale.ifm(0);
        Connection to = rescale.ofm();
        NpuTensor result = to.tensor();
        if (result.readers().size() != 1 || to.rescaling().zeroPoint() != 0 || result.isNetworkOutput()) {
            return null;
        }
        NpuOperation consumer = result.readers().getFirst();
        Rescaling scale = operandScale(rescale);
        boolean fused = false;
        for (NpuOperation.Input input : consumer.inputs()) {
            Connection operand = input.connection();
            if (operand.tensor() != result || input.role() != npusim.schedule.operation.Role.IFM) {
                continue;
            }
            if (!canFuse(consumer, operand, rescale, scale)) {
                continue;
            }
            if (consumer.kind().isBinary() && !operandTypesStayEqual(consumer, operand, rescale)) {
                break;
            }
            operand.setRescaling(scale);
            fused = true;
        }
        if (!fused) {
            return null;
        }
        for (NpuOperation.Input input : consumer.inputs()) {
            if (input.connection().tensor() == result) {
                consumer.redirectInput(input.connection(), from.tensor());
            }
        }
        consumer.absorbSources(rescale);
        rescale.disconnect();
        return consumer;
    }

    private boolean canFuse(NpuOperation consumer, Connection operand, NpuOperation rescale, Rescaling scale) {
        return operand.rescaling().isUnitScale()
                && rules.fusesIntoIfm(
                        consumer.kind(),
                        rescale.ifm(0).tensor().type(),
                        rescale.ofm().tensor().type(),
                        consumer.ofm().tensor().type(),
                        scale);
    }

    /** Both operands of a binary operation must have one type, now or once the other operand's rescale is fused too. */
    private boolean operandTypesStayEqual(NpuOperation consumer, Connection operand, NpuOperation rescale) {
        Connection other = operand.tensor() == consumer.ifm(0).tensor() ? consumer.ifm(1) : consumer.ifm(0);
        if (other.tensor().type() == rescale.ifm(0).tensor().type()) {
            return true;
        }
        NpuOperation otherRescale = other.tensor().onlyWriter();
        if (otherRescale == null
                || otherRescale.kind() != OperationKind.RESCALE
                || otherRescale.isUnsignedRescale()
                || other.tensor().isNetworkOutput()) {
            return false;
        }
        return canFuse(consumer, other, otherRescale, operandScale(otherRescale))
                && otherRescale.ifm(0).tensor().type()
                        == rescale.ifm(0).tensor().type();
    }

    private @Nullable NpuOperation fuseIntoProducer(NpuOperation rescale) {
        Connection from = rescale.ifm(0);
        NpuTensor source = from.tensor();
        NpuOperation producer = source.onlyWriter();
        if (producer == null
                || source.readers().size() != 1
                || source.isNetworkOutput()
                || from.rescaling().zeroPoint() != 0
                || !producer.ofm().rescaling().isUnitScale()) {
            return null;
        }
        Rescaling scale = reduced(rescale.ofm().rescaling());
        if (!rules.fusesIntoOfm(producer.kind(), producer.ifm(0).tensor().type(), scale)) {
            return null;
        }
        NpuTensor result = rescale.ofm().tensor();
        for (NpuOperation writer : List.copyOf(source.writers())) {
            writer.redirectOutput(result);
        }
        producer.ofm().setRescaling(scale);
        producer.absorbSources(rescale);
        rescale.disconnect();
        return producer;
    }
}
