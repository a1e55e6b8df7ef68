package npusim.simulation;

import npusim.hardware.HardwareConfiguration;
import npusim.schedule.AxiSide;
import npusim.schedule.Command;
import npusim.schedule.DmaCommand;
import npusim.schedule.FeatureMap;
import npusim.schedule.FeatureMapStorage;
import npusim.schedule.KernelCommand;
import npusim.schedule.Window;
import org.jspecify.annotations.Nullable;

/** The beats that a chain of kernels, or a copy, has to move at least: each byte that it needs once. */
final class Needs {
    private final HardwareConfiguration design;
    private final long[] reads = new long[AxiSide.values().length];
    private final long[] writes = new long[AxiSide.values().length];
    private boolean continues;

    Needs(HardwareConfiguration design) {
        this.design = design;
    }

    /** Whether the next command belongs to the chain of the latest. */
    boolean continues() {
        return continues;
    }

    long reads(AxiSide side) {
        return beats(side, reads);
    }

    long writes(AxiSide side) {
        return beats(side, writes);
    }

    private long beats(AxiSide side, long[] bits) {
        long beatBits = (long) Byte.SIZE * design.port(side.ordinal()).beatBytes();
        return Math.ceilDiv(bits[side.ordinal()], beatBits);
    }

    void add(Command command) {
        continues = false;
        if (command instanceof KernelCommand kernel) {
            add(kernel);
        } else if (command instanceof DmaCommand copy) {
            reads[copy.source().ordinal()] += copy.bytes() * Byte.SIZE;
            if (copy.target() != DmaCommand.Target.TABLE_MEMORY) {
                AxiSide side = copy.target() == DmaCommand.Target.SRAM ? AxiSide.SRAM : AxiSide.EXTERNAL;
                writes[side.ordinal()] += copy.bytes() * Byte.SIZE;
            }
        }
    }

    private void add(KernelCommand kernel) {
        FeatureMap second = kernel.ifm2();
        read(kernel.ifm(), kernel);
        // an operand read twice over may come once
        if (second != null && second.address() != kernel.ifm().address()) {
            read(second, null);
        }
        reads[kernel.weights().side().ordinal()] += kernel.weights().weightBytes() * Byte.SIZE;
        if (kernel.ofm().inMemory()) {
            writes[kernel.ofm().side().ordinal()] += bits(kernel.ofm());
        }
        continues = kernel.ofm().storage() == FeatureMapStorage.CHAINED;
    }

    /** Adds a map, or nothing where the windows of the kernel leave out some of it. */
    private void read(FeatureMap map, @Nullable KernelCommand windows) {
        if (map.inMemory() && (windows == null || coversAll(windows))) {
            reads[map.side().ordinal()] += bits(map);
        }
    }

    private static boolean coversAll(KernelCommand kernel) {
        Window window = kernel.window();
        FeatureMap ifm = kernel.ifm();
        return window.upscaleY() == 1
                && window.upscaleX() == 1
                && covers(
                        kernel.ofm().extent().height(),
                        window.strideY(),
                        window.kernelHeight(),
                        window.dilationY(),
                        window.padTop(),
                        ifm.extent().height())
                && covers(
                        kernel.ofm().extent().width(),
                        window.strideX(),
                        window.kernelWidth(),
                        window.dilationX(),
                        window.padLeft(),
                        ifm.extent().width());
    }

    private static boolean covers(int outputs, int stride, int kernel, int dilation, int pad, int inputs) {
        return stride <= kernel && dilation == 1 && (outputs - 1) * stride + kernel - pad >= inputs;
    }

    private static long bits(FeatureMap map) {
        return map.extent().elements() * map.elementBits();
    }
}
