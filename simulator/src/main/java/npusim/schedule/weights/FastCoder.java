package npusim.schedule.weights;

import java.util.Arrays;

/**
 * The fast weight format: a header of 32 bytes (raw flag, small-palette flag, zeros, offset of raw weights, sixteen
 * folded palette entries of nine bits) and one index of two, four or eight bits a weight, padded to 32 bytes.
 */
final class FastCoder {
    private static final int HEADER_BITS = 256;
    private static final int RESERVED_BITS = 102;
    private static final int OFFSET_BITS = 8;
    private static final int ENTRY_BITS = 9;
    private static final int LARGEST_PALETTE = 16;
    private static final int SMALL_PALETTE = 4;
    private static final int RAW_BITS = 8;
    private static final int ALIGNMENT_BITS = 256;

    private FastCoder() {}

    /** Bits of an index for {@code distinct} different weights. */
    static int indexBits(int distinct, boolean sparse) {
        if (sparse || distinct > LARGEST_PALETTE) {
            return RAW_BITS;
        }
        return distinct <= SMALL_PALETTE ? 2 : 4;
    }

    /** Bytes of a stream of {@code weights} weights. */
    static long bytes(long weights, int distinct, boolean sparse) {
        long bits = HEADER_BITS + weights * indexBits(distinct, sparse);
        return (bits + ALIGNMENT_BITS - 1) / ALIGNMENT_BITS * (ALIGNMENT_BITS / Byte.SIZE);
    }

    /** Offset that brings raw weights into -128..127. Throws when they span more than 256 values. */
    static int rawOffset(int least, int greatest) {
        if (greatest - least > 0xff) {
            throw new IllegalArgumentException(
                    "weights from " + least + " to " + greatest + " do not fit the raw fast format");
        }
        if (least < Byte.MIN_VALUE) {
            return Byte.MIN_VALUE - least;
        }
        return greatest > Byte.MAX_VALUE ? Byte.MAX_VALUE - greatest : 0;
    }

    static byte[] encode(short[] weights, boolean sparse) {
        int[] indexOf = new int[2 * Palette.OFFSET];
        Arrays.fill(indexOf, -1);
        int[] palette = new int[LARGEST_PALETTE];
        int distinct = 0;
        int least = 0;
        int greatest = 0;
        for (short weight : weights) {
            least = Math.min(least, weight);
            greatest = Math.max(greatest, weight);
            if (indexOf[weight + Palette.OFFSET] < 0) {
                indexOf[weight + Palette.OFFSET] = distinct;
                if (distinct < LARGEST_PALETTE) {
                    palette[distinct] = StandardFormat.fold(weight);
                }
                distinct++;
            }
        }
        int indexBits = indexBits(distinct, sparse);
        boolean raw = indexBits == RAW_BITS;
        int offset = raw ? rawOffset(least, greatest) : 0;
        BitWriter bits = new BitWriter();
        bits.put(raw ? 1 : 0, 1);
        bits.put(indexBits == 2 ? 1 : 0, 1);
        for (int i = 0; i < RESERVED_BITS; i++) {
            bits.put(0, 1);
        }
        bits.put(offset, OFFSET_BITS);
        for (int entry : palette) {
            bits.put(entry, ENTRY_BITS);
        }
        for (short weight : weights) {
            bits.put(raw ? weight + offset : indexOf[weight + Palette.OFFSET], indexBits);
        }
        bits.align(ALIGNMENT_BITS, 0);
        return bits.toByteArray();
    }

    /** The first {@code count} weights of {@code stream}. */
    static short[] decode(byte[] stream, int count) {
        BitReader bits = new BitReader(stream);
        boolean raw = bits.get(1) == 1;
        boolean small = bits.get(1) == 1;
        for (int i = 0; i < RESERVED_BITS; i++) {
            bits.get(1);
        }
        int offset = (byte) bits.get(OFFSET_BITS);
        int[] palette = new int[LARGEST_PALETTE];
        for (int i = 0; i < palette.length; i++) {
            palette[i] = StandardFormat.unfold(bits.get(ENTRY_BITS));
        }
        short[] weights = new short[count];
        int indexBits = small ? 2 : 4;
        for (int i = 0; i < count; i++) {
            weights[i] = (short) (raw ? (byte) bits.get(RAW_BITS) - offset : palette[bits.get(indexBits)]);
        }
        return weights;
    }
}
