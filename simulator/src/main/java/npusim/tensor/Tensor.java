package npusim.tensor;

import java.util.Arrays;

/**
 * A tensor in linear packed layout (last dimension contiguous) with one primitive array as storage: {@code byte[]} for
 * BOOL, INT4 and INT8, {@code short[]} for INT16, {@code int[]} for INT32, {@code long[]} for INT48 and SHAPE. Signed
 * values are stored sign-extended; a boolean is 0 or 1.
 *
 * <p>The array is shared, not copied: whoever builds a tensor hands its array over, and only the kernel that produces a
 * tensor writes to it.
 */
public final class Tensor {
    /** Largest number of elements that one tensor can hold: the limit of a Java array. */
    public static final long MAXIMUM_ELEMENTS = Integer.MAX_VALUE - 8L;

    private final DType dtype;
    private final Shape shape;
    private final Object storage;

    private Tensor(DType dtype, Shape shape, Object storage) {
        this.dtype = dtype;
        this.shape = shape;
        this.storage = storage;
    }

    /**
     * A tensor of zeros.
     *
     * @throws IllegalArgumentException if the type has no storage or the shape is not valid or too large
     */
    public static Tensor zeros(DType dtype, Shape shape) {
        int length = lengthOf(dtype, shape);
        Object storage = switch (dtype.storageBytes()) {
            case 1 -> new byte[length];
            case 2 -> new short[length];
            case 4 -> new int[length];
            default -> new long[length];
        };
        return new Tensor(dtype, shape, storage);
    }

    /** BOOL, INT4 or INT8 over {@code values}, which is not copied. */
    public static Tensor of(DType dtype, Shape shape, byte[] values) {
        return checked(dtype, shape, values, values.length, 1);
    }

    /** INT16 over {@code values}, which is not copied. */
    public static Tensor of(DType dtype, Shape shape, short[] values) {
        return checked(dtype, shape, values, values.length, 2);
    }

    /** INT32 over {@code values}, which is not copied. */
    public static Tensor of(DType dtype, Shape shape, int[] values) {
        return checked(dtype, shape, values, values.length, 4);
    }

    /** INT48 or SHAPE over {@code values}, which is not copied. */
    public static Tensor of(DType dtype, Shape shape, long[] values) {
        return checked(dtype, shape, values, values.length, 8);
    }

    /** A {@code shape_t} of these sizes or coordinates. */
    public static Tensor shapeOf(long... values) {
        return of(DType.SHAPE, Shape.of(values.length), values.clone());
    }

    private static Tensor checked(DType dtype, Shape shape, Object storage, int length, int storageBytes) {
        if (dtype.storageBytes() != storageBytes || !dtype.isSupported()) {
            throw new IllegalArgumentException(dtype + " is not stored in " + storageBytes + " bytes an element");
        }
        if (shape.elements() != length) {
            throw new IllegalArgumentException(
                    "" + dtype + shape + " has " + shape.elements() + " elements, the array has " + length);
        }
        return new Tensor(dtype, shape, storage);
    }

    /** Extents that a tensor of the type may have: all at least 1, but that the shape of a rank 0 tensor is an empty list. */
    static boolean exists(DType dtype, Shape shape) {
        return shape.isValid() || (dtype == DType.SHAPE && shape.rank() == 1 && shape.dimension(0) == 0);
    }

    private static int lengthOf(DType dtype, Shape shape) {
        if (!dtype.isSupported() || !exists(dtype, shape) || shape.elements() > MAXIMUM_ELEMENTS) {
            throw new IllegalArgumentException("no tensor of type " + dtype + " and shape " + shape);
        }
        return (int) shape.elements();
    }

    public DType dtype() {
        return dtype;
    }

    public Shape shape() {
        return shape;
    }

    /** Number of elements. */
    public int length() {
        return switch (storage) {
            case byte[] values -> values.length;
            case short[] values -> values.length;
            case int[] values -> values.length;
            default -> ((long[]) storage).length;
        };
    }

    /** Storage of a BOOL, INT4 or INT8 tensor. */
    public byte[] bytes() {
        return (byte[]) storage;
    }

    /** Storage of an INT16 tensor. */
    public short[] shorts() {
        return (short[]) storage;
    }

    /** Storage of an INT32 tensor. */
    public int[] ints() {
        return (int[]) storage;
    }

    /** Storage of an INT48 or SHAPE tensor. */
    public long[] longs() {
        return (long[]) storage;
    }

    /** The primitive array, whichever it is. */
    public Object storage() {
        return storage;
    }

    /** Element {@code index} in linear order, sign-extended. */
    public long get(int index) {
        return switch (storage) {
            case byte[] values -> values[index];
            case short[] values -> values[index];
            case int[] values -> values[index];
            default -> ((long[]) storage)[index];
        };
    }

    /** Sets element {@code index} in linear order to the low bits of {@code value}. */
    public void set(int index, long value) {
        switch (storage) {
            case byte[] values -> values[index] = (byte) value;
            case short[] values -> values[index] = (short) value;
            case int[] values -> values[index] = (int) value;
            default -> ((long[]) storage)[index] = value;
        }
    }

    /** The same elements under another shape of equal size; the storage is shared. */
    public Tensor reshaped(Shape other) {
        if (other.elements() != shape.elements()) {
            throw new IllegalArgumentException("cannot reshape " + shape + " to " + other);
        }
        return new Tensor(dtype, other, storage);
    }

    /** Bytes of storage on the heap. */
    public long storageSize() {
        return (long) length() * dtype.storageBytes();
    }

    /** Whether type, shape and every element agree. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor
                && dtype == tensor.dtype
                && shape.equals(tensor.shape)
                && switch (storage) {
                    case byte[] values -> Arrays.equals(values, tensor.bytes());
                    case short[] values -> Arrays.equals(values, tensor.shorts());
                    case int[] values -> Arrays.equals(values, tensor.ints());
                    default -> Arrays.equals((long[]) storage, tensor.longs());
                };
    }

    @Override
    public int hashCode() {
        int elements = switch (storage) {
            case byte[] values -> Arrays.hashCode(values);
            case short[] values -> Arrays.hashCode(values);
            case int[] values -> Arrays.hashCode(values);
            default -> Arrays.hashCode((long[]) storage);
        };
        return (dtype.code() * 31 + shape.hashCode()) * 31 + elements;
    }

    /** Type and shape, as {@code INT8[1,80]}. */
    @Override
    public String toString() {
        return dtype.toString() + shape;
    }
}
