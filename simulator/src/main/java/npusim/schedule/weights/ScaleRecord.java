package npusim.schedule.weights;

/**
 * Bias, scale and shift of one OFM channel, as the output unit reads them: {@link #BYTES} bytes.
 *
 * @param bias added to the accumulator
 * @param scale multiplier, not negative
 * @param shift right shift, 0..63
 */
public record ScaleRecord(long bias, int scale, int shift) {
    /** Bytes of a record, whatever the widths of bias and scale. */
    public static final int BYTES = 10;

    private static final int SHIFT_LIMIT = 64;

    /** How many bits a record gives the bias; the scale takes what is left. */
    public enum Layout {
        /** 32-bit bias, 31-bit scale. */
        BIAS_32(4, 4, 31),

        /** 40-bit bias, 31-bit scale. */
        BIAS_40(5, 4, 31),

        /** 48-bit bias, 15-bit scale. */
        BIAS_48(6, 2, 15);

        private final int biasBytes;
        private final int scaleBytes;
        private final int scaleBits;

        Layout(int biasBytes, int scaleBytes, int scaleBits) {
            this.biasBytes = biasBytes;
            this.scaleBytes = scaleBytes;
            this.scaleBits = scaleBits;
        }
    }

    /** Throws {@link IllegalArgumentException} when scale or shift are out of range. */
    public ScaleRecord {
        if (scale < 0 || shift < 0 || shift >= SHIFT_LIMIT) {
            throw new IllegalArgumentException("scale " + scale + ", shift " + shift);
        }
    }

    /** Writes the record at {@code at}; throws {@link IllegalArgumentException} when bias or scale are too wide. */
    public void write(byte[] target, int at, Layout layout) {
        int biasBits = layout.biasBytes * Byte.SIZE;
        if (bias >> (biasBits - 1) != 0 && bias >> (biasBits - 1) != -1) {
            throw new IllegalArgumentException("bias " + bias + " needs more than " + biasBits + " bits");
        }
        if (scale >> layout.scaleBits != 0) {
            throw new IllegalArgumentException("scale " + scale + " needs more than " + layout.scaleBits + " bits");
        }
        int position = at;
        for (int i = 0; i < layout.biasBytes; i++) {
            target[position++] = (byte) (bias >> (i * Byte.SIZE));
        }
        for (int i = 0; i < layout.scaleBytes; i++) {
            target[position++] = (byte) (scale >> (i * Byte.SIZE));
        }
        target[position++] = (byte) shift;
        while (position < at + BYTES) {
            target[position++] = 0;
        }
    }

    /** Reads the record at {@code at}. */
    public static ScaleRecord read(byte[] source, int at, Layout layout) {
        long bias = 0;
        int position = at;
        for (int i = 0; i < layout.biasBytes; i++) {
            bias |= (source[position++] & 0xffL) << (i * Byte.SIZE);
        }
        int unused = Long.SIZE - layout.biasBytes * Byte.SIZE;
        int scale = 0;
        for (int i = 0; i < layout.scaleBytes; i++) {
            scale |= (source[position++] & 0xff) << (i * Byte.SIZE);
        }
        return new ScaleRecord(bias << unused >> unused, scale, source[position]);
    }
}
