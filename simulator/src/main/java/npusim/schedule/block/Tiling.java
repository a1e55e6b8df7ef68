package npusim.schedule.block;

import npusim.schedule.operation.Rounding;

/** Ways to cut a range into tiles that are multiples of a granule. */
final class Tiling {
    private Tiling() {}

    /** A tile no longer than {@code tile} that cuts {@code range} evenly. */
    static int even(int range, int granule, int tile) {
        if (range % tile == 0) {
            return tile;
        }
        int tiles = range / tile;
        return Math.max(Rounding.up(range / (tiles + 1), granule), granule);
    }

    /** The tile, near {@code tile} and no longer, that leaves the largest last tile. */
    static int leastWaste(int range, int granule, int tile) {
        if (range % tile == 0) {
            return tile;
        }
        int even = even(range, granule, tile);
        int shortest = Math.max(Math.max(even - 2 * granule, (even + 1) / 2), granule);
        int best = tile;
        int bestRest = range % tile;
        for (int candidate = tile; candidate >= shortest; candidate -= granule) {
            int rest = range % candidate;
            if (rest == 0) {
                rest = candidate;
            }
            if (rest > bestRest) {
                best = candidate;
                bestRest = rest;
            }
        }
        return best;
    }
}
