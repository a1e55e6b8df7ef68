package npusim.kernel.row;

import npusim.kernel.loop.DepthwiseProduct;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.loop.MatrixProduct;

/** Working memory of one thread: buffers that grow to the largest size asked for and keep their content only until then. */
public final class Scratch {
    private final InnerLoops loops;
    private final MatrixProduct product;
    private final DepthwiseProduct.Scratch depthwise;
    private float[] floats = new float[0];
    private float[] windows = new float[0];
    private int[] sums = new int[0];
    private int[] rowStarts = new int[0];

    public Scratch(InnerLoops loops) {
        this.loops = loops;
        this.product = new MatrixProduct(loops);
        this.depthwise = new DepthwiseProduct.Scratch(loops);
    }

    public InnerLoops loops() {
        return loops;
    }

    MatrixProduct product() {
        return product;
    }

    DepthwiseProduct.Scratch depthwise() {
        return depthwise;
    }

    /** The left operand of a product. */
    float[] floats(int length) {
        if (floats.length < length) {
            floats = new float[length];
        }
        return floats;
    }

    /** Windows copied into dense rows. */
    float[] windows(int length) {
        if (windows.length < length) {
            windows = new float[length];
        }
        return windows;
    }

    /** Rows of sums on their way to a consumer. */
    public int[] sums(int length) {
        if (sums.length < length) {
            sums = new int[length];
        }
        return sums;
    }

    int[] rowStarts(int length) {
        if (rowStarts.length < length) {
            rowStarts = new int[length];
        }
        return rowStarts;
    }
}
