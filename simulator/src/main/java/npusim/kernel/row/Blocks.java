package npusim.kernel.row;

import java.util.Arrays;

/** Sizes of the pieces that rows are produced in. */
final class Blocks {
    private static final int MOST_ROWS = 140;

    private Blocks() {}

    /** {@code wanted}, but at most {@value #MOST_ROWS}, rounded down to whole tiles of so many rows, at least one. */
    static int rows(int wanted, int tileRows) {
        return Math.max(Math.min(wanted, MOST_ROWS) / tileRows, 1) * tileRows;
    }

    /** {@code bias} for each of {@code channels}; a bias of one element holds for all. */
    static int[] biasOf(int[] bias, int channels) {
        if (bias.length == channels) {
            return bias;
        }
        int[] all = new int[channels];
        Arrays.fill(all, bias[0]);
        return all;
    }
}
