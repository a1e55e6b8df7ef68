package npusim.schedule;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import npusim.hardware.Accelerator;
import npusim.hardware.BlockLimits;
import npusim.hardware.Buffers;
import npusim.hardware.CommandProcessor;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.MacArray;
import npusim.hardware.OperationSupport;
import npusim.hardware.OutputUnit;
import npusim.hardware.ReadChannel;
import npusim.hardware.WeightDecoder;
import npusim.schedule.plan.MemoryArea;
import npusim.schedule.plan.MemoryMap;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.set.ImmutableSet;

/**
 * All that a schedule depends on besides the network: designs with equal keys have equal schedules. Engine timing, timing
 * adapters, platform, energy, counters, clock and names are not in it. Latency and bandwidth of the memories are, as the
 * system configuration gives them: compilers plan with these, whatever the adapters do.
 *
 * @param accelerator name, which the command stream carries
 * @param macArray MAC array
 * @param buffers working buffers
 * @param weightDecoder weight decoding
 * @param outputUnit output unit
 * @param readBufferWords read-buffer entries by channel
 * @param limits block limits
 * @param outstandingKernels depth of the kernel queue
 * @param outstandingDma depth of the DMA queue
 * @param maxBlockDependency largest BLOCKDEP
 * @param capabilities what the accelerator can
 * @param operations operations and data types
 * @param memories memory of each area, in the order of {@link MemoryArea}
 * @param spills whether feature maps live apart from the staging area
 * @param cacheBytes bytes of the staging area; decides only where feature maps spill
 * @param options how the scheduler decides
 */
public record ScheduleKey(
        String accelerator,
        MacArray macArray,
        Buffers buffers,
        WeightDecoder weightDecoder,
        OutputUnit outputUnit,
        ImmutableMap<ReadChannel, Integer> readBufferWords,
        BlockLimits limits,
        int outstandingKernels,
        int outstandingDma,
        int maxBlockDependency,
        ImmutableSet<String> capabilities,
        ImmutableList<OperationSupport> operations,
        ImmutableList<AreaMemory> memories,
        boolean spills,
        long cacheBytes,
        ScheduleOptions options) {

    /**
     * What is planned with of the memory behind an area.
     *
     * @param side side of the NPU
     * @param bytesPerCycle bytes a cycle over all ports
     * @param ports AXI ports
     * @param burstBytes longest burst
     * @param readLatencyCycles read latency
     * @param writeLatencyCycles write latency
     * @param maxReads outstanding reads
     * @param maxWrites outstanding writes
     */
    public record AreaMemory(
            AxiSide side,
            float bytesPerCycle,
            int ports,
            int burstBytes,
            int readLatencyCycles,
            int writeLatencyCycles,
            int maxReads,
            int maxWrites) {}

    /** The key of schedules for {@code hardware}. */
    public static ScheduleKey of(HardwareConfiguration hardware, ScheduleOptions options) {
        Accelerator accelerator = hardware.accelerator();
        CommandProcessor processor = accelerator.commandProcessor();
        MemoryMap map = new MemoryMap(hardware);
        return new ScheduleKey(
                accelerator.name(),
                accelerator.macArray(),
                accelerator.buffers(),
                accelerator.weightDecoder(),
                accelerator.outputUnit(),
                accelerator.readBufferWords(),
                accelerator.limits(),
                processor.outstandingKernels(),
                processor.outstandingDma(),
                processor.maxBlockDependency(),
                accelerator.capabilities(),
                accelerator.operations(),
                Lists.immutable.with(MemoryArea.values()).collect(area -> memory(map, area)),
                map.spills(),
                map.cacheBytes(),
                options);
    }

    private static AreaMemory memory(MemoryMap map, MemoryArea area) {
        var memory = map.memory(area);
        return new AreaMemory(
                map.side(area),
                map.bytesPerCycle(area),
                memory.ports(),
                memory.burstBytes(),
                memory.readLatencyCycles(),
                memory.writeLatencyCycles(),
                memory.maxReads(),
                memory.maxWrites());
    }

    /** SHA-256 of the content, hexadecimal: the same in every process. */
    public String digest() {
        StringBuilder text = new StringBuilder(8192);
        write(this, text);
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Writes values in an order that does not depend on hash codes. */
    private static void write(Object value, StringBuilder text) {
        switch (value) {
            case Record values -> {
                text.append(values.getClass().getSimpleName()).append('(');
                for (RecordComponent component : values.getClass().getRecordComponents()) {
                    write(read(component, values), text);
                    text.append(',');
                }
                text.append(')');
            }
            case ImmutableMap<?, ?> map ->
                writeSorted(map.keyValuesView().collect(ScheduleKey::text).toList(), text);
            case ImmutableSet<?> set -> writeSorted(set.collect(ScheduleKey::text), text);
            case Iterable<?> all -> {
                for (Object each : all) {
                    write(each, text);
                    text.append(';');
                }
            }
            default -> text.append(value);
        }
    }

    private static void writeSorted(Iterable<String> parts, StringBuilder text) {
        List<String> sorted = new ArrayList<>();
        parts.forEach(sorted::add);
        sorted.sort(null);
        text.append(sorted);
    }

    private static String text(Object value) {
        StringBuilder text = new StringBuilder();
        if (value instanceof org.eclipse.collections.api.tuple.Pair<?, ?> pair) {
            write(pair.getOne(), text);
            text.append('=');
            write(pair.getTwo(), text);
        } else {
            write(value, text);
        }
        return text.toString();
    }

    private static Object read(RecordComponent component, Record values) {
        try {
            Object value = component.getAccessor().invoke(values);
            return value == null ? "none" : value;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
