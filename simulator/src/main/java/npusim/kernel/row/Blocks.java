package npusim.kernel.row;

import java.util.Arrays;
import npusim.kernel.loop.InnerLoops;

/** Sizes of the pieces that rows are produced in. */
final class Blocks {
    private static final int MOST_ROWS = 120;

    private Blocks() {}

    /** {@code wanted} rounded down to whole tiles, at least one tile and at most {@value #MOST_ROWS} rows. */
    static int rows(int wanted) {
        int tile = InnerLoops.TILE_ROWS;
        return Math.clamp(wanted / tile * tile, tile, MOST_ROWS);
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
