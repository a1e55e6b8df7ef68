package npusim.schedule.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.hardware.Cpu;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.HostCommand;
import npusim.schedule.ScheduleException;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/** What operators cost on the processor beside the NPU, in its own cycles. */
final class HostCosts {
    private final Cpu cpu;

    private HostCosts(Cpu cpu) {
        this.cpu = cpu;
    }

    /**
     * Commands for a segment of the host, one an operator, counted from {@code firstOperation} on.
     *
     * @param npuFollows whether the NPU goes on behind the segment
     * @throws ScheduleException if the platform has no processor or its table does not cover an operator
     */
    static List<HostCommand> of(Segment segment, HardwareConfiguration hardware, int firstOperation, boolean npuFollows)
            throws ScheduleException {
        ImmutableList<Operator> operators = segment.graph().operators();
        Cpu cpu = hardware.platform().cpu();
        if (cpu == null) {
            Operator first = operators.getFirst();
            throw new ScheduleException("operator " + first.code() + " (output "
                    + first.outputs().getFirst().name() + ") has no schedule on "
                    + hardware.accelerator().name() + " (" + segment.reason(first) + "), and platform '"
                    + hardware.platform().name()
                    + "' names no processor to run it on: give the platform 'cpu = NAME', or rewrite the network");
        }
        HostCosts costs = new HostCosts(cpu);
        List<HostCommand> commands = new ArrayList<>();
        int last = operators.size() - 1;
        for (int i = 0; i <= last; i++) {
            Operator operator = operators.get(i);
            commands.add(
                    costs.command(operator, segment.reason(operator), firstOperation + i, npuFollows && i == last));
        }
        return commands;
    }

    private HostCommand command(Operator operator, String reason, int operation, boolean handover)
            throws ScheduleException {
        Value output = operator.outputs().getFirst();
        String name = operator.code().name().toLowerCase(Locale.ROOT);
        int bits = operator.inputs().getFirst().dtype().bits();
        var perUnit = cpu.cyclesFor(name, bits);
        if (perUnit == null) {
            throw new ScheduleException("processor '" + cpu.name() + "' has no cost for operator " + operator.code()
                    + " with elements of " + bits + " bit: add a row to its cycles_per_element");
        }
        long bytes = 0;
        for (Value input : operator.inputs()) {
            bytes += input.packedBytes();
        }
        for (Value result : operator.outputs()) {
            bytes += result.packedBytes();
        }
        double compute = perUnit.doubleValue() * units(operator, output) + cpu.callCycles();
        double transfer = bytes / cpu.transferBytesPerCycle().doubleValue();
        return new HostCommand(
                output.name(),
                operation,
                operator.code().name(),
                cpu.name(),
                reason,
                output.shape().elements(),
                cpu.clockHertz(),
                (long) Math.ceil(compute),
                (long) Math.ceil(transfer),
                handover ? cpu.handoverCycles() : 0);
    }

    /** Multiply-accumulates of products, output elements of anything else. */
    private static double units(Operator operator, Value output) {
        @Nullable
        Value weight = switch (operator) {
            case Operator.Conv2d conv -> conv.weight();
            case Operator.Conv3d conv -> conv.weight();
            default -> null;
        };
        double elements = output.shape().elements();
        if (weight != null) {
            return elements * weight.shape().elements() / weight.shape().dimension(0);
        }
        return switch (operator) {
            case Operator.DepthwiseConv2d conv ->
                elements
                        * conv.weight().shape().dimension(0)
                        * conv.weight().shape().dimension(1);
            // every input element meets every weight of its channel
            case Operator.TransposeConv2d conv ->
                (double) conv.input().shape().elements()
                        * conv.weight().shape().elements()
                        / conv.weight().shape().innermost();
            case Operator.MatMul product -> elements * product.a().shape().innermost();
            case Operator.AvgPool2d pool ->
                elements * pool.kernel().y() * pool.kernel().x();
            case Operator.MaxPool2d pool ->
                elements * pool.kernel().y() * pool.kernel().x();
            case Operator.ArgMax argMax -> argMax.input().shape().elements();
            default -> elements;
        };
    }
}
