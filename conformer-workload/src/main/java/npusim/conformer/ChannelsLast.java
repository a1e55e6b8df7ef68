package npusim.conformer;

/** The layout of tensors of rank 4 with logical axes N, C, H, W: stored as N, H, W, C. Other ranks are stored as they are. */
final class ChannelsLast {
    /** TRANSPOSE from logical order to storage order. */
    static final int[] FROM_CONTIGUOUS = {0, 2, 3, 1};

    /** TRANSPOSE from storage order to logical order. */
    static final int[] TO_CONTIGUOUS = {0, 3, 1, 2};

    private ChannelsLast() {}

    /** Storage axis of a logical axis of a rank-4 tensor. */
    static int axis(int logical) {
        return TO_CONTIGUOUS[logical];
    }

    /** Shape as stored. */
    static int[] shape(int[] logical) {
        if (logical.length != 4) {
            return logical.clone();
        }
        return new int[] {logical[0], logical[2], logical[3], logical[1]};
    }

    /** Whether storage order and logical order are the same sequence of elements. */
    static boolean isContiguous(int[] logical) {
        return logical[1] == 1 || logical[2] * logical[3] == 1;
    }

    /** The TRANSPOSE of stored tensors that permutes the logical axes so. */
    static int[] permutation(int[] order) {
        if (order.length != 4) {
            return order.clone();
        }
        int[] result = new int[4];
        for (int stored = 0; stored < 4; stored++) {
            result[stored] = axis(order[FROM_CONTIGUOUS[stored]]);
        }
        return result;
    }

    /** Elements in storage order. */
    static byte[] reorder(byte[] values, int[] logical) {
        if (logical.length != 4 || isContiguous(logical)) {
            return values;
        }
        byte[] result = new byte[values.length];
        int channels = logical[1];
        int plane = logical[2] * logical[3];
        for (int image = 0; image < logical[0]; image++) {
            int start = image * channels * plane;
            for (int channel = 0; channel < channels; channel++) {
                for (int i = 0; i < plane; i++) {
                    result[start + i * channels + channel] = values[start + channel * plane + i];
                }
            }
        }
        return result;
    }
}
