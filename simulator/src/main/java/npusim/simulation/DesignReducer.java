package npusim.simulation;

import npusim.hardware.Accelerator;
import npusim.hardware.AdapterScope;
import npusim.hardware.Buffers;
import npusim.hardware.Dataflow;
import npusim.hardware.EngineTiming;
import npusim.hardware.FastWeightFormat;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.PortGroup;
import npusim.hardware.ReadChannel;
import npusim.hardware.TimingAdapter;
import npusim.simulation.Ablation.Mechanism;

/** Reduces a hardware configuration to what the inner loops read. */
final class DesignReducer {
    private static final int UNLIMITED = 1 << 24;

    private final HardwareConfiguration hardware;
    private final Accelerator accelerator;
    private final EngineTiming timing;
    private final Ablation ablation;

    private DesignReducer(HardwareConfiguration hardware, Ablation ablation) {
        this.hardware = hardware;
        this.ablation = ablation;
        this.accelerator = hardware.accelerator();
        this.timing = accelerator.timing();
    }

    static DesignParameters reduce(HardwareConfiguration hardware, Ablation ablation) {
        return new DesignReducer(hardware, ablation).reduce();
    }

    private int cycles(String name) {
        return Math.toIntExact(timing.cycles(name));
    }

    private void check() {
        if (!(accelerator.macArray().dataflow() instanceof Dataflow.BlockDotProduct)) {
            throw new UnsupportedDesignException("the timing engine models block dot-product arrays only; "
                    + accelerator.name() + " describes another dataflow");
        }
        if (accelerator.ports().size() != 2) {
            throw new UnsupportedDesignException("the timing engine models two AXI sides; " + accelerator.name()
                    + " has " + accelerator.ports().size());
        }
        for (int side = 0; side < 2; side++) {
            if (hardware.system().attachedMemory(side).backing() != null) {
                throw new UnsupportedDesignException("the timing engine models no cache between the NPU and a memory; "
                        + hardware.system().name() + " has one on axi" + side);
            }
        }
    }

    private DesignParameters reduce() {
        check();
        PortGroup sram = hardware.port(0);
        Buffers buffers = accelerator.buffers();
        boolean dedicated = buffers instanceof Buffers.DedicatedRams;
        FastWeightFormat fast = accelerator.weightDecoder().fastFormat();
        int cores = accelerator.macArray().cores();
        return new DesignParameters(
                sram.beatBytes(),
                side(0, "sram"),
                side(1, "external"),
                channelWords(),
                cores,
                dedicated ? 1 : cores,
                cycles("ifm_channel_granule"),
                !dedicated || ablation.lacks(Mechanism.KERNEL_STEPS),
                !dedicated,
                cycles("output_channel_granule"),
                dedicated,
                !dedicated,
                cycles("decode_channel_granule"),
                ablation.lacks(Mechanism.WEIGHT_DECODING)
                        ? UNLIMITED
                        : accelerator.weightDecoder().weightsPerCyclePerCore() * (double) cores,
                fast == null ? 1 : fast.directWeightsPerCycle(),
                fast == null ? 1 : fast.paletteWeightsPerCycle(),
                dedicated ? 0 : cycles("max_ifm_blocks"),
                buffers instanceof Buffers.DedicatedRams rams ? rams.ifmBytes() : 0,
                cycles("max_ifm_blocks"),
                2,
                ablation.lacks(Mechanism.OUTPUT_BUFFER) ? UNLIMITED : outputBytes(buffers),
                accelerator.commandProcessor().outstandingKernels(),
                accelerator.commandProcessor().outstandingDma(),
                cycles("start_cycles"),
                cycles("stop_cycles"),
                cycles("command_fetch_bytes"),
                accelerator.commandProcessor().commandFetchReads(),
                timing.real("command_word_cycles"),
                cycles("kernel_setup_cycles"),
                cycles("mac_latency_cycles"),
                cycles("output_latency_cycles"),
                cycles("block_bubble_cycles"),
                cycles("ifm_unit_bytes"),
                cycles("brick_write_bytes"),
                ablation);
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
        words[Channel.COMMANDS.ordinal()] = 8;
        return words;
    }

    private int words(ReadChannel channel) {
        Integer words = accelerator.readBufferWords().get(channel);
        return words == null || ablation.lacks(Mechanism.OUTSTANDING) ? 0 : words;
    }

    private SideParameters side(int index, String name) {
        PortGroup group = hardware.port(index);
        TimingAdapter adapter = hardware.timingProfile().adapter(index);
        boolean latency = !ablation.lacks(Mechanism.LATENCY);
        boolean limited = !ablation.lacks(Mechanism.OUTSTANDING);
        TimingAdapter pulse = ablation.lacks(Mechanism.WINDOWS) ? null : adapter;
        int instances = adapter != null && adapter.scope() == AdapterScope.PER_PORT ? group.ports() : 1;
        int maxReads = adapter == null ? group.maxReads() : limit(group.maxReads(), adapter.maxReads(), adapter);
        int maxWrites = adapter == null ? group.maxWrites() : limit(group.maxWrites(), adapter.maxWrites(), adapter);
        int readLatency = cycles(name + "_read_path_cycles") + (adapter == null ? 0 : adapter.readLatencyCycles());
        int writeLatency = cycles(name + "_write_path_cycles") + (adapter == null ? 0 : adapter.writeLatencyCycles());
        return new SideParameters(
                group.ports(),
                limited ? maxReads * instances : UNLIMITED,
                limited ? maxWrites * instances : UNLIMITED,
                latency ? readLatency : 1,
                latency ? writeLatency : 1,
                latency ? cycles(name + "_read_return_cycles") : 0,
                pulse == null ? 1 : pulse.pulseOnCycles(),
                pulse == null ? 0 : pulse.pulseOffCycles(),
                pulse == null ? 0 : (long) pulse.bandwidthCapBeats() * instances,
                cycles(name + "_window_phase_cycles"),
                cycles(name + "_burst_bytes"));
    }

    private static int limit(int unit, int written, TimingAdapter adapter) {
        int kept = written & ((1 << adapter.outstandingBits()) - 1);
        return kept == 0 ? unit : unit == 0 ? kept : Math.min(unit, kept);
    }
}
