package npusim.execution;

import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import npusim.tensor.TensorBytes;

/**
 * Collects one CSV line for every tensor that an operator other than CONST and CONST_SHAPE produces: name, operator, type,
 * shape as {@code 1x80}, CRC-32 of its little-endian bytes (INT48 as int64) in hexadecimal.
 */
public final class DumpIntermediates implements ExecutionListener {
    private final StringBuilder csv = new StringBuilder("name,op,dtype,shape,crc32\n");
    private int tensors;

    @Override
    public void produced(Operator operator, Value value, Tensor tensor) {
        if (operator.isConstant()) {
            return;
        }
        tensors++;
        csv.append(quoted(value.name()))
                .append(',')
                .append(operator.code())
                .append(',')
                .append(value.dtype())
                .append(',')
                .append(shapeText(value.shape()))
                .append(',')
                .append(crcText(tensor))
                .append('\n');
    }

    private static String quoted(String name) {
        boolean plain = name.indexOf(',') < 0 && name.indexOf('"') < 0 && name.indexOf('\n') < 0;
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String shapeText(Shape shape) {
        StringBuilder text = new StringBuilder();
        for (int extent : shape.toArray()) {
            text.append(text.isEmpty() ? "" : "x").append(extent);
        }
        return text.toString();
    }

    /** CRC-32 of a tensor's little-endian bytes as eight hexadecimal digits. */
    static String crcText(Tensor tensor) {
        return String.format("%08x", TensorBytes.crc32(tensor));
    }

    /** Number of tensors collected. */
    public int tensors() {
        return tensors;
    }

    /** The CSV text collected. */
    public String csv() {
        return csv.toString();
    }
}
