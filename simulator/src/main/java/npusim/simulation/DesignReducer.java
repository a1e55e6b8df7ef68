package npusim.simulation;

import npusim.hardware.Accelerator;
import npusim.hardware.AdapterScope;
import npusim.hardware.Buffers;
import npusim.hardware.CoreSplit;
import npusim.hardware.EngineTiming;
import npusim.hardware.FastWeightFormat;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.Memory;
import npusim.hardware.PortGroup;
import npusim.hardware.ReadChannel;
import npusim.hardware.TimingAdapter;
import npusim.schedule.AxiSide;
import npusim.simulation.Ablation.Mechanism;
import org.jspecify.annotations.Nullable;

/** Reduces a hardware configuration to what the inner loops read. */
final class DesignReducer {
    private static final int UNLIMITED = 1 << 24;
    /** Of a read buffer: the language counts read channels in such entries. */
    private static final int ENTRY_BYTES = 16;
    /** OFM blocks with accumulators: the array fills one while the output unit empties the other. */
    private static final int ACCUMULATOR_BLOCKS = 2;

    private final HardwareConfiguration hardware;
    private final Accelerator accelerator;
    private final EngineTiming timing;
    private final Ablation ablation;
    private final WhatIf question;

    private DesignReducer(HardwareConfiguration hardware, Ablation ablation, WhatIf question) {
        this.hardware = hardware;
        this.ablation = ablation;
        this.question = question;
        this.accelerator = hardware.accelerator();
        this.timing = accelerator.timing();
    }

    static DesignParameters reduce(HardwareConfiguration hardware, Ablation ablation, WhatIf question) {
        return new DesignReducer(hardware, ablation, question).reduce();
    }

    private int cycles(String name) {
        return Math.toIntExact(timing.cycles(name));
    }

    static AccessWidths widths(HardwareConfiguration hardware) {
        return new AccessWidths(
                hardware.port(0).beatBytes(),
                hardware.port(1).beatBytes(),
                Math.toIntExact(hardware.accelerator().timing().cycles("pixel_read_bytes")));
    }

    private DesignParameters reduce() {
        Buffers buffers = accelerator.buffers();
        FastWeightFormat fast = accelerator.weightDecoder().fastFormat();
        int cores = accelerator.macArray().cores();
        return new DesignParameters(
                accelerator.macArray(),
                question.arrayFactor(),
                side(0, "sram", hardware.timingProfile().adapter(0)),
                side(1, "external", hardware.timingProfile().adapter(1)),
                channelWords(),
                cores,
                accelerator.weightDecoder().order().split() == CoreSplit.MICROBLOCK ? 1 : cores,
                cycles("ifm_channel_granule"),
                cycles("output_channel_granule"),
                accelerator.weightDecoder().order().serpentine(),
                accelerator.weightDecoder().order().split() == CoreSplit.MICROBLOCK,
                accelerator.limits().subKernelHeight(),
                accelerator.limits().subKernelWidth(),
                cycles("decode_channel_granule"),
                ablation.lacks(Mechanism.WEIGHT_DECODING)
                        ? UNLIMITED
                        : accelerator.weightDecoder().weightsPerCyclePerCore() * (double) cores,
                fast == null ? 1 : fast.directWeightsPerCycle(),
                fast == null ? 1 : fast.paletteWeightsPerCycle(),
                fast == null ? 0 : (indexBits(fast) + Byte.SIZE) / (2.0 * Byte.SIZE),
                fast == null ? 0 : fast.headerBytes(),
                buffers instanceof Buffers.SharedRam ? cycles("max_ifm_blocks") : 0,
                buffers instanceof Buffers.DedicatedRams rams ? rams.ifmBytes() : 0,
                cycles("max_ifm_blocks"),
                ACCUMULATOR_BLOCKS,
                ablation.lacks(Mechanism.OUTPUT_BUFFER) ? UNLIMITED : outputBytes(buffers),
                accelerator.commandProcessor().outstandingKernels(),
                accelerator.commandProcessor().outstandingDma(),
                cycles("start_cycles"),
                cycles("stop_cycles"),
                cycles("command_fetch_bytes"),
                accelerator.commandProcessor().commandFetchReads(),
                hardware.memoryMode().constantsAxi() == 0 ? AxiSide.SRAM : AxiSide.EXTERNAL,
                timing.real("command_word_cycles"),
                cycles("kernel_setup_cycles"),
                cycles("mac_latency_cycles"),
                cycles("output_latency_cycles"),
                cycles("block_bubble_cycles"),
                cycles("ifm_unit_bytes"),
                cycles("pixel_read_bytes"),
                cycles("brick_write_bytes"),
                ablation);
    }

    private static int indexBits(FastWeightFormat fast) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(fast.paletteEntries() - 1);
    }

    private static int outputBytes(Buffers buffers) {
        return switch (buffers) {
            case Buffers.DedicatedRams rams -> rams.outputBytes();
            case Buffers.SharedRam shared -> shared.outputBanks() * shared.bankBytes();
        };
    }

    private int[] channelWords() {
        int[] words = new int[Channel.values().length];
        words[Channel.IFM.ordinal()] = words(ReadChannel.IFM);
        words[Channel.WEIGHTS.ordinal()] = words(ReadChannel.WEIGHTS);
        words[Channel.WEIGHTS_FAST.ordinal()] = words(ReadChannel.WEIGHTS_FAST);
        words[Channel.SCALES.ordinal()] = words(ReadChannel.SCALE_BIAS);
        words[Channel.MEM_TO_MEM.ordinal()] = words(ReadChannel.MEM_TO_MEM);
        words[Channel.IFM_STREAM.ordinal()] = words(ReadChannel.IFM_STREAM);
        words[Channel.COMMANDS.ordinal()] = Math.toIntExact(timing.cycles("command_fetch_bytes"))
                / ENTRY_BYTES
                * accelerator.commandProcessor().commandFetchReads();
        return words;
    }

    private int words(ReadChannel channel) {
        Integer words = accelerator.readBufferWords().get(channel);
        return words == null || ablation.lacks(Mechanism.OUTSTANDING) ? 0 : words;
    }

    /** The cache on side {@code index}; the memory behind it serves the cache alone, as its system describes it. */
    private @Nullable CacheParameters cache(int index) {
        Memory cache = hardware.system().attachedMemory(index);
        Memory backing = hardware.backingMemory(index);
        if (backing == null) {
            return null;
        }
        TimingAdapter adapter = TimingAdapter.described(backing, backing.ports());
        boolean latency = !ablation.lacks(Mechanism.LATENCY);
        boolean limited = !ablation.lacks(Mechanism.OUTSTANDING);
        boolean windows = !ablation.lacks(Mechanism.WINDOWS);
        SideParameters side = new SideParameters(
                backing.ports(),
                hardware.port(index).beatBytes(),
                limited && backing.maxReads() > 0 ? backing.maxReads() * backing.ports() : UNLIMITED,
                limited && backing.maxReads() > 0 ? backing.maxReads() : UNLIMITED,
                limited && backing.maxWrites() > 0 ? backing.maxWrites() * backing.ports() : UNLIMITED,
                latency ? backing.readLatencyCycles() : 1,
                latency ? backing.writeLatencyCycles() : 1,
                0,
                adapter.pulseOnCycles(),
                0,
                windows ? (long) adapter.bandwidthCapBeats() * backing.ports() : 0,
                0,
                backing.burstBytes(),
                null);
        return new CacheParameters(cache.capacityBytes(), cache.lineBytes(), cache.ways(), side);
    }

    private SideParameters side(int index, String name, @Nullable TimingAdapter adapter) {
        PortGroup group = hardware.port(index);
        boolean latency = !ablation.lacks(Mechanism.LATENCY);
        boolean limited = !ablation.lacks(Mechanism.OUTSTANDING);
        TimingAdapter pulse = ablation.lacks(Mechanism.WINDOWS) ? null : adapter;
        int instances = adapter != null && adapter.scope() == AdapterScope.PER_PORT ? group.ports() : 1;
        // a port has its own limit, whether an adapter stands behind each, behind all of them together or behind none
        int portReads = group.maxReads();
        int maxReads = group.ports() * portReads;
        int maxWrites = group.ports() * group.maxWrites();
        if (adapter != null) {
            int pending = limit(adapter.maxReads(), adapter);
            portReads = least(portReads, pending);
            maxReads = least(maxReads, instances * pending);
            maxWrites = least(maxWrites, instances * limit(adapter.maxWrites(), adapter));
        }
        TimingAdapter late = index == 1 && question == WhatIf.NO_EXTERNAL_LATENCY ? null : adapter;
        int readLatency = cycles(name + "_read_path_cycles") + (late == null ? 0 : late.readLatencyCycles());
        int writeLatency = cycles(name + "_write_path_cycles") + (late == null ? 0 : late.writeLatencyCycles());
        return new SideParameters(
                group.ports() * question.bandwidthFactor(),
                group.beatBytes(),
                limited ? maxReads : UNLIMITED,
                limited ? portReads : UNLIMITED,
                limited ? maxWrites : UNLIMITED,
                latency ? readLatency : 1,
                latency ? writeLatency : 1,
                latency ? cycles(name + "_read_return_cycles") : 0,
                pulse == null ? 1 : pulse.pulseOnCycles(),
                pulse == null ? 0 : pulse.pulseOffCycles(),
                pulse == null ? 0 : (long) pulse.bandwidthCapBeats() * instances * question.bandwidthFactor(),
                cycles(name + "_window_phase_cycles"),
                cycles(name + "_burst_bytes"),
                cache(index));
    }

    /** The limit on reads and writes together bounds each of them by itself. */
    private static int limit(int written, TimingAdapter adapter) {
        return least(field(written, adapter), field(adapter.maxReadsWrites(), adapter));
    }

    /** What the register field keeps of {@code written}. */
    private static int field(int written, TimingAdapter adapter) {
        return written & ((1 << adapter.outstandingBits()) - 1);
    }

    /** The smaller of two limits of which 0 is none. */
    private static int least(int one, int other) {
        return one == 0 ? other : other == 0 ? one : Math.min(one, other);
    }
}
