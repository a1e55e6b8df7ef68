package npusim.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import npusim.graph.Graph;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.schedule.Activation;
import npusim.schedule.Command;
import npusim.schedule.DmaCommand;
import npusim.schedule.HostCommand;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelFunction;
import npusim.schedule.OutputTranspose;
import npusim.schedule.Schedule;
import npusim.schedule.StopCommand;
import npusim.schedule.WaitCommand;
import npusim.trace.run.OperationRecord;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the operations of a schedule: kernels and transfers by operation, the TOSA operators behind them
 * and, from the graph, whose outputs each reads.
 */
final class DescribeOperations {
    private static final int WORD_BYTES = 4;

    private final Schedule schedule;
    private final Map<String, Operator> operatorByOutput = new LinkedHashMap<>();
    private final Map<String, Integer> operationByOutput = new LinkedHashMap<>();

    /** The commands of one operation by their position in the stream. */
    private static final class Members {
        private @Nullable HostCommand host;
        private int hostPosition;
        private final Map<Integer, KernelCommand> kernels = new LinkedHashMap<>();
        private final List<Long> offsets = new ArrayList<>();
        private final List<Integer> transfers = new ArrayList<>();

        void put(HostCommand command, int position) {
            host = command;
            hostPosition = position;
        }
    }

    private DescribeOperations(Schedule schedule, Graph graph) {
        this.schedule = schedule;
        for (Operator operator : graph.operators()) {
            for (Value output : operator.outputs()) {
                operatorByOutput.put(output.name(), operator);
            }
        }
    }

    /** Describes the operations that a schedule makes of a network. */
    static List<OperationRecord> of(Schedule schedule, Graph graph) {
        return new DescribeOperations(schedule, graph).describe();
    }

    private List<OperationRecord> describe() {
        Map<Integer, Members> members = new TreeMap<>();
        int position = 0;
        long end = 0;
        for (Command command : schedule.commands().commands()) {
            end += command.commandBytes();
            switch (command) {
                case KernelCommand kernel -> {
                    Members own = members.computeIfAbsent(kernel.operation(), key -> new Members());
                    own.kernels.put(position, kernel);
                    // the registers are written first, the last word starts the kernel
                    own.offsets.add(end - WORD_BYTES);
                }
                case DmaCommand transfer ->
                    members.computeIfAbsent(transfer.operation(), key -> new Members())
                            .transfers
                            .add(position);
                case WaitCommand ignored -> {}
                case StopCommand ignored -> {}
                case HostCommand host ->
                    members.computeIfAbsent(host.operation(), key -> new Members())
                            .put(host, position);
            }
            position++;
        }
        members.keySet()
                .forEach(operation -> sources(operation).forEach(source -> operationByOutput.put(source, operation)));
        List<OperationRecord> records = new ArrayList<>();
        members.forEach((operation, own) -> records.add(record(operation, own)));
        return records;
    }

    private List<String> sources(int operation) {
        return schedule.operations().get(operation).sources().castToList();
    }

    private OperationRecord record(int operation, Members members) {
        List<String> sources = sources(operation);
        List<KernelCommand> kernels = List.copyOf(members.kernels.values());
        HostCommand host = members.host;
        if (host != null) {
            return hostRecord(operation, host, members.hostPosition, sources);
        }
        if (kernels.isEmpty()) {
            return new OperationRecord(
                    operation,
                    sources.isEmpty() ? "transfer " + operation : sources.getLast(),
                    "transfer",
                    sources.stream().map(this::withOpCode).toList(),
                    List.of(),
                    "",
                    "",
                    "",
                    0,
                    "",
                    "",
                    producers(operation, sources),
                    List.of(),
                    members.transfers,
                    "",
                    false,
                    List.of());
        }
        KernelCommand lead = kernels.getFirst();
        KernelCommand last = kernels.getLast();
        String name = sources.isEmpty() || operatorByOutput.isEmpty() ? last.name() : sources.getLast();
        return new OperationRecord(
                operation,
                name,
                kind(lead),
                sources.stream().map(this::withOpCode).toList(),
                NetworkBlocks.of(name),
                last.ofm().extent().toString(),
                lead.ifm().extent().toString(),
                kernels.stream()
                        .filter(kernel -> kernel.macs() > 0)
                        .findFirst()
                        .map(KernelCommand::precision)
                        .orElse(""),
                kernels.stream()
                        .mapToLong(kernel -> kernel.ofm().extent().elements())
                        .sum(),
                lead.blocks().ofmBlock().toString(),
                details(lead, kernels.size(), members.transfers.size()),
                producers(operation, sources),
                List.copyOf(members.kernels.keySet()),
                members.transfers,
                lead.window().kernelHeight() + "x" + lead.window().kernelWidth(),
                lead.chainedFromPrevious(),
                members.offsets);
    }

    private OperationRecord hostRecord(int operation, HostCommand host, int position, List<String> sources) {
        Operator operator = operatorByOutput.get(host.name());
        return new OperationRecord(
                operation,
                host.name(),
                OperationRecord.CPU_PREFIX
                        + host.operator().toLowerCase(Locale.ROOT).replace('_', ' '),
                sources.stream().map(this::withOpCode).toList(),
                NetworkBlocks.of(host.name()),
                operator == null ? "" : DescribeGraph.shape(operator.outputs().getFirst()),
                operator == null ? "" : DescribeGraph.shape(operator.inputs().getFirst()),
                "",
                host.ofmElements(),
                "",
                "on " + host.cpu() + ": " + host.reason(),
                producers(operation, sources),
                List.of(position),
                List.of(),
                "",
                false,
                List.of());
    }

    private String withOpCode(String source) {
        Operator operator = operatorByOutput.get(source);
        return operator == null ? source : operator.code().name() + " " + source;
    }

    /** Operations that own the operators whose outputs this one's operators read. */
    private List<Integer> producers(int operation, List<String> sources) {
        Set<Integer> producers = new TreeSet<>();
        for (String source : sources) {
            Operator operator = operatorByOutput.get(source);
            if (operator == null) {
                continue;
            }
            for (Value input : operator.inputs()) {
                Integer producer = operationByOutput.get(input.name());
                if (producer != null && producer != operation) {
                    producers.add(producer);
                }
            }
        }
        return List.copyOf(producers);
    }

    /** Pooling that only moves or sums elements goes by what it does. */
    private static String kind(KernelCommand kernel) {
        return switch (kernel.function()) {
            case POOL_NONE -> "copy";
            case POOL_SUM, POOL_REDUCE_SUM -> kernel.window().elements() == 1 ? "copy" : "sum";
            default -> label(kernel.kind());
        };
    }

    /** The schedule's choices for the leading kernel, in words. */
    private static String details(KernelCommand kernel, int kernels, int transfers) {
        List<String> parts = new ArrayList<>();
        if (kernel.function() != KernelFunction.NONE) {
            parts.add(label(kernel.function()));
        }
        if (kernel.kind().hasWeights()) {
            parts.add(label(kernel.blocks().traversal()));
        }
        parts.add("ifm in " + place(kernel.ifm().inMemory(), label(kernel.ifm().side())));
        parts.add("ofm to " + place(kernel.ofm().inMemory(), label(kernel.ofm().side())));
        if (kernel.activation() != Activation.NONE) {
            parts.add(label(kernel.activation()));
        }
        if (kernel.transpose() != OutputTranspose.HWC) {
            parts.add("written as " + kernel.transpose());
        }
        if (kernels > 1) {
            parts.add(kernels + " kernels");
        }
        if (transfers > 0) {
            parts.add(transfers + " transfers");
        }
        return String.join(", ", parts);
    }

    private static String place(boolean inMemory, String side) {
        return inMemory ? side : "chain";
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
