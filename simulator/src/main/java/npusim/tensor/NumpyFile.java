package npusim.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import npusim.file.WholeFile;

/**
 * NumPy's {@code .npy} format for tensors: BOOL as bool, INT4 and INT8 as int8, INT16 and INT32 as such, INT48 and SHAPE as
 * int64. Files are little-endian, C order (Fortran order is accepted for ranks 0 and 1, where it is the same).
 */
public final class NumpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

    private NumpyFile() {}

    /**
     * Reads a file as a tensor of type {@code dtype}.
     *
     * @throws NumpyFormatException if it is no such file or its element type is not that of {@code dtype}
     */
    public static Tensor read(Path file, DType dtype) throws IOException {
        return parse(WholeFile.read(file), dtype, file.toString());
    }

    /** Reads the bytes of a file; {@code name} is for messages. */
    public static Tensor parse(byte[] data, DType dtype, String name) throws NumpyFormatException {
        for (int i = 0; i < MAGIC.length; i++) {
            if (data.length <= i || data[i] != MAGIC[i]) {
                throw new NumpyFormatException(name + " is no .npy file");
            }
        }
        if (data.length < 12) {
            throw new NumpyFormatException(name + " is truncated");
        }
        ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        int major = data[6];
        int headerAt = major == 1 ? 10 : 12;
        int headerLength = major == 1 ? buffer.getShort(8) & 0xffff : buffer.getInt(8);
        if (headerLength < 0 || headerLength > data.length - headerAt) {
            throw new NumpyFormatException(name + " is truncated");
        }
        String header = new String(data, headerAt, headerLength, StandardCharsets.ISO_8859_1);
        Shape shape = shapeOf(header, name);
        checkType(field(DESCR, header, name), dtype, name);
        if (field(ORDER, header, name).equals("True") && shape.rank() > 1) {
            throw new NumpyFormatException(name + " is in Fortran order, C order is needed");
        }
        int dataAt = headerAt + headerLength;
        long needed = elements(dtype, shape, name) * dtype.storageBytes();
        if (data.length - dataAt != needed) {
            throw new NumpyFormatException(name + " holds " + (data.length - dataAt) + " bytes of data, its shape "
                    + shape + " needs " + needed);
        }
        return TensorBytes.unpackWords(dtype, shape, data, dataAt);
    }

    private static long elements(DType dtype, Shape shape, String name) throws NumpyFormatException {
        if (!Tensor.exists(dtype, shape) || shape.elements() > Tensor.MAXIMUM_ELEMENTS / 8) {
            throw new NumpyFormatException(name + " has the shape " + shape + ", which is no tensor's");
        }
        return shape.elements();
    }

    private static Shape shapeOf(String header, String name) throws NumpyFormatException {
        List<Integer> extents = new ArrayList<>();
        for (String part : field(SHAPE, header, name).split(",", -1)) {
            String extent = part.trim();
            if (!extent.isEmpty()) {
                try {
                    extents.add(Integer.parseInt(extent));
                } catch (NumberFormatException e) {
                    throw new NumpyFormatException(name + " has an extent that is no int32: " + extent);
                }
            }
        }
        return Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
    }

    private static String field(Pattern pattern, String header, String name) throws NumpyFormatException {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new NumpyFormatException(name + " has a malformed header");
        }
        return matcher.group(1);
    }

    private static void checkType(String found, DType dtype, String name) throws NumpyFormatException {
        String wanted = descrOf(dtype);
        boolean same = found.equals(wanted)
                || (wanted.startsWith("|")
                        && found.length() == 3
                        && found.substring(1).equals(wanted.substring(1)))
                || (wanted.startsWith("<") && found.equals("=" + wanted.substring(1)));
        if (!same) {
            throw new NumpyFormatException(
                    name + " has element type '" + found + "', a tensor of " + dtype + " needs '" + wanted + "'");
        }
    }

    private static String descrOf(DType dtype) {
        return switch (dtype) {
            case BOOL -> "|b1";
            case INT4, INT8 -> "|i1";
            case INT16 -> "<i2";
            case INT32 -> "<i4";
            case INT48, SHAPE -> "<i8";
            case UNKNOWN, FP32, FP16, BF16, FP8E4M3, FP8E5M2 -> throw new IllegalArgumentException(dtype.toString());
        };
    }

    /** The bytes of a {@code .npy} file of version 1.0. */
    public static byte[] format(Tensor tensor) {
        StringBuilder extents = new StringBuilder();
        for (int extent : tensor.shape().toArray()) {
            extents.append(extent).append(tensor.shape().rank() == 1 ? "," : ", ");
        }
        if (tensor.shape().rank() > 1) {
            extents.setLength(extents.length() - 2);
        }
        String header = String.format(
                Locale.ROOT,
                "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }",
                descrOf(tensor.dtype()),
                extents);
        int unpadded = 10 + header.length() + 1;
        int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
        byte[] data = TensorBytes.words(tensor);
        ByteBuffer buffer =
                ByteBuffer.allocate(unpadded + padding + data.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (header.length() + 1 + padding));
        buffer.put(header.getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 0; i < padding; i++) {
            buffer.put((byte) ' ');
        }
        return buffer.put((byte) '\n').put(data).array();
    }

    /** Writes a tensor as a {@code .npy} file, which is there whole or not at all. */
    public static void write(Tensor tensor, Path file) throws IOException {
        WholeFile.write(file, format(tensor));
    }
}
