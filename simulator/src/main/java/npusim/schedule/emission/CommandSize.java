package npusim.schedule.emission;

import java.util.HashMap;
import java.util.Map;
import npusim.schedule.FeatureMap;
import npusim.schedule.KernelCommand;
import npusim.schedule.WeightStream;

/** Bytes of the command stream: registers are sent only when they change (ethos-u.md §7). */
final class CommandSize {
    private static final int SHORT = 4;
    private static final int LONG = 8;
    static final int WAIT_BYTES = SHORT;

    private final Map<String, Object> registers = new HashMap<>();
    private int bytes;

    private void set(String register, Object value, int size) {
        if (!value.equals(registers.put(register, value))) {
            bytes += size;
        }
    }

    int copy(long from, long to, long length) {
        bytes = SHORT;
        set("copy source", from, LONG);
        set("copy target", to, LONG);
        set("copy length", length, LONG);
        return bytes;
    }

    int kernel(KernelCommand kernel) {
        bytes = SHORT;
        featureMap("ifm ", kernel.ifm());
        FeatureMap second = kernel.ifm2();
        if (second != null) {
            featureMap("ifm2 ", second);
        }
        featureMap("ofm ", kernel.ofm());
        set("block", kernel.blocks().ofmBlock(), 3 * SHORT);
        set("accumulators", kernel.blocks().accumulatorBits(), SHORT);
        set("window", kernel.window(), 6 * SHORT);
        set("dependency", kernel.blockDependency(), SHORT);
        set("activation", kernel.activation(), 3 * SHORT);
        set("scale", kernel.name(), LONG);
        set("transpose", kernel.transpose(), SHORT);
        int stream = 0;
        for (WeightStream weights : kernel.weights().streams()) {
            set("weights " + stream, weights.address(), LONG);
            set("weight length " + stream++, weights.bytes(), LONG);
        }
        stream = 0;
        for (WeightStream scales : kernel.weights().scales()) {
            set("scales " + stream, scales.address(), LONG);
            set("scale length " + stream++, scales.bytes(), LONG);
        }
        return bytes;
    }

    private void featureMap(String operand, FeatureMap map) {
        set(operand + "precision", map.elementBits() + " " + map.format() + map.storage(), SHORT);
        set(operand + "height", map.extent().height(), 2 * SHORT);
        set(operand + "width", map.extent().width(), 2 * SHORT);
        set(operand + "depth", map.extent().depth(), SHORT);
        if (map.inMemory()) {
            set(operand + "side", map.side(), SHORT);
            set(operand + "base", map.address(), LONG);
            set(operand + "stride y", map.strideY(), LONG);
            set(operand + "stride x", map.strideX(), LONG);
            set(operand + "stride c", map.strideC(), LONG);
        }
    }
}
