package npusim.kernel.row;

import npusim.kernel.loop.InnerLoops;
import npusim.kernel.loop.PackedRows;

/** Working memory of one thread: buffers that grow to the largest size asked for and keep their content only until then. */
public final class Scratch {
    private final InnerLoops loops;
    private final PackedRows left;
    private float[] floats = new float[0];
    private byte[] bytes = new byte[0];
    private int[] sums = new int[0];

    public Scratch(InnerLoops loops) {
        this.loops = loops;
        this.left = new PackedRows(loops);
    }

    public InnerLoops loops() {
        return loops;
    }

    /** The left operand of a product. */
    PackedRows left() {
        return left;
    }

    /** The inputs of a depthwise convolution. */
    float[] floats(int length) {
        if (floats.length < length) {
            floats = new float[length];
        }
        return floats;
    }

    /** The inputs of a depthwise convolution that are not converted ahead, or what a program yields for a sum. */
    public byte[] bytes(int length) {
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        return bytes;
    }

    /** Rows of sums on their way to a consumer. */
    public int[] sums(int length) {
        if (sums.length < length) {
            sums = new int[length];
        }
        return sums;
    }
}
