package npusim.schedule;

import npusim.dsl.quantity.Ratio;
import npusim.hardware.*;
import org.eclipse.collections.api.factory.*;
import org.eclipse.collections.api.list.*;

/** A hand-made U85-256 until the configs are there. */
public final class TestHardware {
    static MicroBlockUse use(OperationClass c, int bits, boolean p) {
        return new MicroBlockUse(c, bits, p);
    }

    static ImmutableList<MicroBlockUse> uses8(
            OperationClass[] b8, OperationClass[] b16, OperationClass[] b32, boolean pw) {
        MutableList<MicroBlockUse> l = Lists.mutable.empty();
        for (OperationClass c : b8) l.add(use(c, 8, false));
        for (OperationClass c : b16) l.add(use(c, 16, pw && c == OperationClass.CONVOLUTION));
        for (OperationClass c : b32) l.add(use(c, 32, false));
        return l.toImmutable();
    }

    public static Accelerator u85x256() {
        var C = OperationClass.CONVOLUTION;
        var D = OperationClass.DEPTHWISE;
        var F = OperationClass.FULLY_CONNECTED;
        var M = OperationClass.MATMUL;
        var P = OperationClass.POOLING;
        var S = OperationClass.REDUCE_SUM;
        var R = OperationClass.REDUCE_MIN_MAX;
        var A = OperationClass.ARGMAX;
        var E = OperationClass.ELEMENTWISE;
        var Z = OperationClass.RESIZE;
        int inf = Integer.MAX_VALUE;
        var auA = Lists.immutable.of(
                new IfmAllocationUnit(128, 2, 2, 1),
                new IfmAllocationUnit(256, 1, 2, 2),
                new IfmAllocationUnit(inf, 1, 1, 4));
        var auB = Lists.immutable.of(
                new IfmAllocationUnit(128, 1, 4, 1),
                new IfmAllocationUnit(256, 1, 2, 2),
                new IfmAllocationUnit(inf, 1, 1, 4));
        var deep = uses8(
                new OperationClass[] {D, P, E, R, A, Z},
                new OperationClass[] {C, F, E, Z},
                new OperationClass[] {E, Z},
                true);
        var flat = uses8(
                new OperationClass[] {C, M, F, S, E, Z},
                new OperationClass[] {C, M, F, D, P, S, E, R, A, Z},
                new OperationClass[] {S, E, R, Z},
                false);
        var blocks = Lists.immutable.of(
                new MicroBlock(new Shape(1, 2, 16), deep, auA),
                new MicroBlock(new Shape(1, 4, 8), flat, auB),
                new MicroBlock(new Shape(2, 2, 8), flat, auA));
        var mac = new MacArray(
                256,
                1,
                new Dataflow.BlockDotProduct(8, 4, 2, 4, 4, 2, 2),
                blocks,
                new Shape(2, 2, 8),
                Lists.immutable.of(new MacRate(8, 8, Ratio.of(256)), new MacRate(16, 8, Ratio.of(128))),
                Lists.immutable.of(
                        new IfmDepthRule(npusim.hardware.Traversal.PART_KERNEL_FIRST, 0, false, false, 0, 16, 0),
                        new IfmDepthRule(null, 32, false, false, 0, 32, 0),
                        new IfmDepthRule(null, 0, false, true, 16, 32, 0),
                        new IfmDepthRule(null, 8, true, false, 0, 128, 0),
                        new IfmDepthRule(null, 0, false, false, 0, 64, 0)),
                Lists.immutable.of(
                        new PartKernelRule(0, false, 5, 2, true, 16, 64, 0),
                        new PartKernelRule(0, true, 10, 4, true, 16, 128, 0)),
                Lists.immutable.of(32, 48));
        var out = new OutputUnit(
                Lists.immutable.of(new OutputRule(Sets.immutable.empty(), 0, 0, 0, 0, null, false, Ratio.of(1, 4))),
                Lists.immutable.of(new ActivationRule(Sets.immutable.empty(), Ratio.of(1, 4))));
        var rb = Maps.mutable.<ReadChannel, Integer>empty();
        rb.put(ReadChannel.MEM_TO_MEM, 104);
        rb.put(ReadChannel.IFM_STREAM, 104);
        rb.put(ReadChannel.WEIGHTS, 128);
        rb.put(ReadChannel.WEIGHTS_FAST, 128);
        rb.put(ReadChannel.IFM, 128);
        rb.put(ReadChannel.SCALE_BIAS, 16);
        return new Accelerator(
                "Ethos_U85_256",
                "Ethos-U85",
                "",
                mac,
                new Buffers.DedicatedRams(16384, 16384, 2048, 1536, 6, 16, 16, 8, 2048, 256),
                new WeightDecoder(
                        8,
                        32,
                        Ratio.of(1, 2),
                        Ratio.of(9, 10),
                        32,
                        16,
                        10,
                        16,
                        new FastWeightFormat(16, 64, 32, 32),
                        true,
                        new WeightOrder(CoreSplit.MICROBLOCK, 4, true, 8, 16, 5, 10, 10, 10, 0, 2, false)),
                out,
                rb.toImmutable(),
                Lists.immutable.of(
                        new PortGroup("sram", 0, 2, 128, 12, 16, 256),
                        new PortGroup("external", 1, 1, 128, 64, 32, 256)),
                new BlockLimits(new Shape(128, 128, 1024), 8, 8, 3, 2, 65536, 8, 4, 3),
                new CommandProcessor(2, 4, 7, 40, 2),
                Sets.immutable.of(
                        "matmul", "resize", "transpose_output", "chaining", "gather_scatter", "fast_weights", "branch"),
                Lists.immutable.empty(),
                new PmuCatalogue(
                        "none", 8, 32, 48, Lists.immutable.empty(), Maps.immutable.empty(), Lists.immutable.empty()),
                new EngineTiming("none", Maps.immutable.empty()),
                new EnergyTable(
                        "none",
                        "",
                        Ratio.of(0),
                        Maps.immutable.empty(),
                        Maps.immutable.empty(),
                        Ratio.of(0),
                        Ratio.of(0),
                        Ratio.of(0),
                        Ratio.of(0)));
    }

    public static HardwareConfiguration u85x256Dedicated() {
        var system = new SystemConfig(
                "Ethos_U85_SYS_DRAM_Mid",
                1_000_000_000L,
                Lists.immutable.of("Sram", "Dram"),
                Lists.immutable.of(
                        new Memory(
                                "Sram", MemoryKind.SRAM, Ratio.of(1), 2, 64, 32, 32, 8, 8, Long.MAX_VALUE, null, 0, 0),
                        new Memory(
                                "Dram",
                                MemoryKind.DRAM,
                                Ratio.of(3, 4),
                                1,
                                128,
                                500,
                                250,
                                64,
                                32,
                                Long.MAX_VALUE,
                                null,
                                0,
                                0)));
        return new HardwareConfiguration(
                u85x256(),
                system,
                new MemoryMode("Dedicated_Sram", 1, 1, 0, 393216),
                new Platform("none", "", Lists.immutable.empty(), Lists.immutable.empty(), Maps.immutable.empty()),
                new TimingProfile("none", Maps.immutable.empty()));
    }
}
