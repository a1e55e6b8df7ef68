package npusim.execution.plan;

import java.util.Arrays;
import npusim.tensor.Shape;

/**
 * TRANSPOSE. Dimensions of extent 1 are dropped and neighbours that stay neighbours are merged; what remains is a set of
 * planes, spanned by the dimension that is contiguous in the input and the one that is contiguous in the output, which are
 * copied in square tiles so that both sides use whole cache lines.
 */
final class TransposeCopy implements ArrayKernel {
    private static final int TILE = 32;

    /** Elements along the innermost output dimension that one part of a plane spans at most. */
    private static final int STRETCH = 1024;

    /** Of the merged output dimensions: extents and distances of neighbours in input and output, outermost first. */
    private final int[] extents;

    private final int[] sourceStrides;
    private final int[] targetStrides;

    /** The output dimension that is contiguous in the input. */
    private final int across;

    /** The dimensions before the innermost, in the order of the input's memory: reading ahead hides more than writing. */
    private final int[] outer;

    TransposeCopy(Shape input, int[] permutation) {
        int rank = permutation.length;
        int[] strides = new int[rank];
        int stride = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= input.dimension(axis);
        }
        int[] merged = new int[Math.max(1, rank)];
        int[] mergedStrides = new int[merged.length];
        merged[0] = 1;
        mergedStrides[0] = 1;
        int used = 0;
        for (int axis : permutation) {
            int extent = input.dimension(axis);
            if (extent == 1) {
                continue;
            }
            if (used > 0 && mergedStrides[used - 1] == strides[axis] * extent) {
                merged[used - 1] *= extent;
                mergedStrides[used - 1] = strides[axis];
            } else {
                merged[used] = extent;
                mergedStrides[used] = strides[axis];
                used++;
            }
        }
        used = Math.max(1, used);
        extents = Arrays.copyOf(merged, used);
        sourceStrides = Arrays.copyOf(mergedStrides, used);
        targetStrides = new int[used];
        int step = 1;
        int contiguous = used - 1;
        for (int i = used - 1; i >= 0; i--) {
            targetStrides[i] = step;
            step *= extents[i];
            contiguous = sourceStrides[i] == 1 ? i : contiguous;
        }
        across = contiguous;
        outer = bySourceStride(used - 1);
    }

    /** The first {@code count} dimensions, those first whose neighbours are nearest in the input. */
    private int[] bySourceStride(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int place = i;
            for (; place > 0 && sourceStrides[order[place - 1]] > sourceStrides[i]; place--) {
                order[place] = order[place - 1];
            }
            order[place] = i;
        }
        return order;
    }

    /** Tiles along {@link #across}. */
    private int tiles() {
        return across == extents.length - 1 ? 1 : (extents[across] + TILE - 1) / TILE;
    }

    /** Stretches of the innermost output dimension. */
    private int stretches() {
        int last = extents.length - 1;
        return across == last ? 1 : (extents[last] + STRETCH - 1) / STRETCH;
    }

    /** Rows: all positions outside the plane's dimensions times the tiles and stretches of a plane. */
    @Override
    public int units() {
        int last = extents.length - 1;
        int rows = tiles() * stretches();
        for (int i = 0; i < last; i++) {
            rows *= i == across ? 1 : extents[i];
        }
        return rows;
    }

    @Override
    public int unitElements() {
        int row = extents[extents.length - 1];
        return across == extents.length - 1 ? row : Math.min(STRETCH, row) * Math.min(TILE, extents[across]);
    }

    @Override
    public void run(Object[] inputs, Object output, int first, int end) {
        int last = extents.length - 1;
        int tiles = tiles();
        int stretches = stretches();
        for (int row = first; row < end; row++) {
            // All tiles of a stretch before the next stretch: what they read of it stays in the second-level cache.
            int rest = row / tiles / stretches;
            int stretch = row / tiles % stretches * STRETCH;
            int tile = row % tiles * TILE;
            int source = across == last ? 0 : tile + stretch * sourceStrides[last];
            int target = across == last ? 0 : tile * targetStrides[across] + stretch;
            for (int i : outer) {
                if (i != across) {
                    source += rest % extents[i] * sourceStrides[i];
                    target += rest % extents[i] * targetStrides[i];
                    rest /= extents[i];
                }
            }
            if (across == last) {
                RegionCopy.copy(inputs[0], source, output, target, extents[last]);
            } else {
                int width = Math.min(TILE, extents[across] - tile);
                int height = Math.min(STRETCH, extents[last] - stretch);
                plane(inputs[0], source, output, target, height, width);
            }
        }
    }

    /** Copies {@code height} rows and {@code width} columns of a plane. */
    private void plane(Object input, int source, Object output, int target, int height, int width) {
        int sourceStep = sourceStrides[extents.length - 1];
        int targetStep = targetStrides[across];
        switch (input) {
            case byte[] bytes ->
                ByteTranspose.copy(bytes, source, sourceStep, (byte[]) output, target, targetStep, height, width);
            case int[] ints -> {
                for (int row = 0; row < height; row += TILE) {
                    int from = source + row * sourceStep;
                    int rows = Math.min(TILE, height - row);
                    tile(ints, from, sourceStep, (int[]) output, target + row, targetStep, rows, width);
                }
            }
            default -> throw new IllegalStateException("no transpose of " + input.getClass());
        }
    }

    private static void tile(
            int[] source, int from, int sourceStep, int[] target, int to, int targetStep, int height, int width) {
        for (int column = 0; column < width; column++) {
            int start = to + column * targetStep;
            int position = from + column;
            for (int row = 0; row < height; row++) {
                target[start + row] = source[position];
                position += sourceStep;
            }
        }
    }
}
