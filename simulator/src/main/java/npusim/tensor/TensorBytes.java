package npusim.tensor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * Little-endian bytes of tensors: packed as a TOSA file holds them (two INT4 a byte, low nibble first; INT48 in six bytes;
 * a boolean in one byte), and unpacked as checksums and dumps take them (INT4 as int8, INT48 as int64).
 */
public final class TensorBytes {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int INT48_BYTES = 6;

    private TensorBytes() {}

    /**
     * Decodes the packed form.
     *
     * @param data holds at least {@code dtype.packedBytes(elements)} bytes from {@code offset}
     */
    public static Tensor unpack(DType dtype, Shape shape, byte[] data, int offset) {
        Tensor tensor = Tensor.zeros(dtype, shape);
        int length = tensor.length();
        switch (dtype) {
            case BOOL -> unpackBooleans(data, offset, tensor.bytes());
            case INT4 -> unpackNibbles(data, offset, tensor.bytes());
            case INT8 -> System.arraycopy(data, offset, tensor.bytes(), 0, length);
            case INT48 -> unpackInt48(data, offset, tensor.longs());
            case INT16, INT32, SHAPE -> readWords(data, offset, tensor);
            case UNKNOWN, FP32, FP16, BF16, FP8E4M3, FP8E5M2 ->
                throw new IllegalArgumentException("no integer type: " + dtype);
        }
        return tensor;
    }

    /** Decodes the unpacked form: {@code storageBytes} little-endian bytes an element. */
    static Tensor unpackWords(DType dtype, Shape shape, byte[] data, int offset) {
        Tensor tensor = Tensor.zeros(dtype, shape);
        switch (dtype) {
            case BOOL -> unpackBooleans(data, offset, tensor.bytes());
            case INT4, INT8 -> System.arraycopy(data, offset, tensor.bytes(), 0, tensor.length());
            case INT16, INT32, INT48, SHAPE -> readWords(data, offset, tensor);
            case UNKNOWN, FP32, FP16, BF16, FP8E4M3, FP8E5M2 ->
                throw new IllegalArgumentException("no integer type: " + dtype);
        }
        return tensor;
    }

    private static void unpackBooleans(byte[] data, int offset, byte[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (data[offset + i] == 0 ? 0 : 1);
        }
    }

    private static void unpackNibbles(byte[] data, int offset, byte[] values) {
        for (int i = 0; i < values.length; i++) {
            int pair = data[offset + i / 2];
            values[i] = (byte) ((i & 1) == 0 ? (pair << 28) >> 28 : pair >> 4);
        }
    }

    private static void unpackInt48(byte[] data, int offset, long[] values) {
        for (int i = 0; i < values.length; i++) {
            int at = offset + i * INT48_BYTES;
            long low = (int) INT.get(data, at) & 0xffff_ffffL;
            long high = (short) SHORT.get(data, at + 4);
            values[i] = high << 32 | low;
        }
    }

    /** Bulk copies, as reading element by element is slow before the JIT compiler has seen it. */
    private static void readWords(byte[] data, int offset, Tensor tensor) {
        int bytes = Math.multiplyExact(tensor.length(), tensor.dtype().storageBytes());
        ByteBuffer buffer = ByteBuffer.wrap(data, offset, bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (tensor.storage()) {
            case short[] values -> buffer.asShortBuffer().get(values);
            case int[] values -> buffer.asIntBuffer().get(values);
            case long[] values -> buffer.asLongBuffer().get(values);
            default -> throw new AssertionError(tensor);
        }
    }

    /** The packed form, as a TOSA file holds it. */
    public static byte[] pack(Tensor tensor) {
        return switch (tensor.dtype()) {
            case INT4 -> packNibbles(tensor.bytes());
            case INT48 -> packInt48(tensor.longs());
            case BOOL, INT8, INT16, INT32, SHAPE -> words(tensor);
            case UNKNOWN, FP32, FP16, BF16, FP8E4M3, FP8E5M2 -> throw new IllegalArgumentException(tensor.toString());
        };
    }

    private static byte[] packNibbles(byte[] values) {
        byte[] packed = new byte[(values.length + 1) / 2];
        for (int i = 0; i < values.length; i++) {
            packed[i / 2] |= (byte) ((i & 1) == 0 ? values[i] & 0xf : values[i] << 4);
        }
        return packed;
    }

    private static byte[] packInt48(long[] values) {
        byte[] packed = new byte[Math.multiplyExact(values.length, INT48_BYTES)];
        for (int i = 0; i < values.length; i++) {
            INT.set(packed, i * INT48_BYTES, (int) values[i]);
            SHORT.set(packed, i * INT48_BYTES + 4, (short) (values[i] >> 32));
        }
        return packed;
    }

    /** The unpacked form: {@code storageBytes} little-endian bytes an element. */
    public static byte[] words(Tensor tensor) {
        return words(tensor, 0, tensor.length());
    }

    private static byte[] words(Tensor tensor, int from, int to) {
        int count = to - from;
        byte[] data = new byte[Math.multiplyExact(count, tensor.dtype().storageBytes())];
        ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        switch (tensor.storage()) {
            case byte[] values -> System.arraycopy(values, from, data, 0, count);
            case short[] values -> buffer.asShortBuffer().put(values, from, count);
            case int[] values -> buffer.asIntBuffer().put(values, from, count);
            case long[] values -> buffer.asLongBuffer().put(values, from, count);
            default -> throw new AssertionError(tensor);
        }
        return data;
    }

    /** CRC-32 of the unpacked form. */
    public static int crc32(Tensor tensor) {
        CRC32 crc = new CRC32();
        if (tensor.storage() instanceof byte[] values) {
            crc.update(values);
            return (int) crc.getValue();
        }
        int step = 1 << 14;
        for (int from = 0; from < tensor.length(); from += step) {
            crc.update(words(tensor, from, Math.min(tensor.length(), from + step)));
        }
        return (int) crc.getValue();
    }
}
