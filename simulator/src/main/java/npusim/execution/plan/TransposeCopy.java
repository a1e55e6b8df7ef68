package npusim.execution.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.loop.Transposes;
import npusim.kernel.loop.TypedCopy;
import npusim.kernel.row.Scratch;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * TRANSPOSE. Dimensions of extent 1 are dropped and neighbours that stay neighbours are merged. What remains is a set of
 * planes, whose rows are contiguous in the input and whose columns are contiguous in the output, or of rows that are
 * contiguous in both.
 */
final class TransposeCopy implements ArrayKernel {
    /** Elements of a tile of a plane, about, and rows and columns that it has at least. */
    private static final int TILE_ELEMENTS = 1 << 16;

    private static final int TILE_ROWS = 1024;
    private static final int TILE_COLUMNS = 256;

    /** Tiles down a high plane, and rows of one at most: a tile begins with memory and positions of its own. */
    private static final int TILES_DOWN = 64;

    private static final int MOST_TILE_ROWS = 8192;

    /** Bytes of an input that no second-level cache holds. */
    static final int FAR_BYTES = 1 << 22;

    /** Bytes of a plane, of which the second-level cache holds three: input, output and the input of the next. */
    private static final int STAGED_BYTES = 1 << 18;

    /** Rows or columns from which on a plane needs no more of them, and by which a tile is as wide as vectors are. */
    private static final int WIDE = 64;

    private static final int FOUR = 4;

    /** A merged dimension: its extent and the distances of neighbours in input and output. */
    private record Dimension(int extent, int sourceStride, int targetStride) {}

    /** How a tile is copied. */
    private enum Form {
        /** Rows that are contiguous in input and output. */
        ROWS,
        /** Four rows of bytes that lie side by side in the output, byte by byte. */
        JOINED_FOURS,
        /** The reverse. */
        SEPARATED_FOURS,
        PLANE
    }

    private final Transposes loops;

    /** What the columns of a plane go along, innermost in the output first; or the rows, if they are contiguous in both. */
    private final List<Dimension> down = new ArrayList<>();

    /** What the rows of a plane go along, innermost in the input first; of contiguous rows the one that is taken together. */
    private final List<Dimension> across = new ArrayList<>();

    /** All others, in the order of the input's memory: reading ahead hides more than writing. */
    private final List<Dimension> outer;

    private final Form form;

    /**
     * Whether planes that are whole in input and output come from memory: they are transposed in the cache, and the next one is read
     * while one is written.
     */
    private final boolean isStaged;

    /** Where a plane is staged, behind a panel. */
    private final int stageStart;

    private final boolean isFar;
    private final int height;
    private final int width;
    private final int tileRows;
    private final int tileColumns;

    TransposeCopy(InnerLoops loops, DType dtype, Shape input, int[] permutation) {
        this.loops = loops.transposes();
        outer = merged(input, permutation);
        down.add(outer.removeFirst());
        boolean copiesRows = down.getFirst().sourceStride() == 1;
        outer.sort(Comparator.comparingInt(Dimension::sourceStride));
        if (!outer.isEmpty()) {
            across.add(outer.removeFirst()); // contiguous in the input unless rows are
        }
        while (!copiesRows && grow()) {
            // until a plane is wide and high, or cannot be
        }
        height = size(down);
        width = size(across);
        form = copiesRows ? Form.ROWS : formOfPlane(dtype);
        int rows = Math.max(TILE_ROWS, TILE_ELEMENTS / Math.min(WIDE, width));
        tileRows = Math.max(rows, Math.min(MOST_TILE_ROWS, height / TILES_DOWN));
        int columns = TILE_ELEMENTS / Math.min(TILE_ROWS, height);
        tileColumns = copiesRows ? width : Math.max(TILE_COLUMNS, columns - columns % WIDE);
        isFar = input.elements() * dtype.storageBytes() > FAR_BYTES;
        isStaged = isFar && form == Form.PLANE && isSmallPlane(dtype);
        stageStart = this.loops.panelBytes(width);
    }

    /** Whether a tile is a plane that is one piece in the input and one in the output, and small. */
    private boolean isSmallPlane(DType dtype) {
        long plane = (long) height * width;
        return height <= tileRows
                && width <= tileColumns
                && plane * dtype.storageBytes() <= STAGED_BYTES
                && outer.stream()
                        .allMatch(dimension ->
                                dimension.sourceStride() % plane == 0 && dimension.targetStride() % plane == 0);
    }

    private Form formOfPlane(DType dtype) {
        if (dtype.storageBytes() > 1 || across.size() > 1 || down.size() > 1) {
            return Form.PLANE;
        }
        if (height == FOUR && across.getFirst().targetStride() == FOUR) {
            return Form.JOINED_FOURS;
        }
        return width == FOUR && down.getFirst().sourceStride() == FOUR ? Form.SEPARATED_FOURS : Form.PLANE;
    }

    /** The merged dimensions, innermost in the output first; at least one. */
    private static List<Dimension> merged(Shape input, int[] permutation) {
        List<Dimension> merged = new ArrayList<>();
        int step = 1;
        for (int i = permutation.length - 1; i >= 0; i--) {
            int axis = permutation[i];
            int extent = input.dimension(axis);
            int stride = (int) input.elements(axis + 1, input.rank());
            Dimension inner = merged.isEmpty() ? null : merged.getLast();
            if (extent > 1 && inner != null && stride == inner.sourceStride() * inner.extent()) {
                merged.removeLast();
                merged.add(new Dimension(extent * inner.extent(), inner.sourceStride(), inner.targetStride()));
            } else if (extent > 1) {
                merged.add(new Dimension(extent, stride, step));
            }
            step *= extent;
        }
        return merged.isEmpty() ? new ArrayList<>(List.of(new Dimension(1, 1, 1))) : merged;
    }

    /** Adds a dimension to the smaller side of a plane, or else to the other, unless both are large. */
    private boolean grow() {
        Dimension row = next(across, dimension -> dimension.sourceStride() == size(across));
        Dimension column = next(down, dimension -> dimension.targetStride() == size(down));
        boolean widens = row != null && (column == null || size(across) <= size(down));
        Dimension taken = widens ? row : column;
        if (taken == null) {
            return false;
        }
        (widens ? across : down).add(taken);
        return outer.remove(taken);
    }

    private @Nullable Dimension next(List<Dimension> side, Predicate<Dimension> continues) {
        return size(side) >= WIDE
                ? null
                : outer.stream().filter(continues).findFirst().orElse(null);
    }

    private static int size(List<Dimension> dimensions) {
        return dimensions.stream().mapToInt(Dimension::extent).reduce(1, Math::multiplyExact);
    }

    private int tilesDown() {
        return form == Form.ROWS ? 1 : Math.ceilDiv(height, tileRows);
    }

    private int tilesAcross() {
        return Math.ceilDiv(width, tileColumns);
    }

    /** Tiles of all planes, or rows that are taken together. */
    @Override
    public int units() {
        return tilesDown() * tilesAcross() * size(outer);
    }

    @Override
    public int unitElements() {
        return (form == Form.ROWS ? height : Math.min(height, tileRows)) * Math.min(width, tileColumns);
    }

    @Override
    public void run(Object[] inputs, Object output, int first, int end, Scratch scratch) {
        int[] rows = new int[form == Form.PLANE ? Math.min(height, tileRows) : 0];
        int[] columns = new int[form == Form.PLANE ? Math.min(width, tileColumns) : 0];
        for (int unit = first, next; unit < end; unit = next) {
            next = form == Form.ROWS ? Math.min(end, endOfAdjacent(unit)) : unit + 1;
            // All tiles across a plane before those below: what they read of it stays in the second-level cache.
            int rest = unit / tilesAcross() / tilesDown();
            int row = unit / tilesAcross() % tilesDown() * tileRows;
            int column = unit % tilesAcross() * tileColumns;
            int source = 0;
            int target = 0;
            for (Dimension dimension : outer) {
                source += rest % dimension.extent() * dimension.sourceStride();
                target += rest % dimension.extent() * dimension.targetStride();
                rest /= dimension.extent();
            }
            int tileHeight = Math.min(tileRows, height - row);
            int tileWidth = Math.min(tileColumns, width - column);
            switch (form) {
                case ROWS -> copyRows(inputs[0], source, output, target, next - unit);
                case JOINED_FOURS -> {
                    int step = down.getFirst().sourceStride();
                    byte[] bytes = (byte[]) inputs[0];
                    loops.joinFours(bytes, source + column, step, (byte[]) output, target + FOUR * column, tileWidth);
                }
                case SEPARATED_FOURS -> {
                    int step = across.getFirst().targetStride();
                    byte[] bytes = (byte[]) inputs[0];
                    loops.separateFours(bytes, source + FOUR * row, (byte[]) output, target + row, step, tileHeight);
                }
                case PLANE -> {
                    positions(down, Dimension::sourceStride, row, source + column, rows, tileHeight);
                    int start = isStaged ? stageStart : target + row;
                    positions(across, Dimension::targetStride, column, start, columns, tileWidth);
                    if (isStaged) {
                        int following = next < end ? source + height * width : source;
                        stagedPlane(inputs[0], rows, output, target, columns, scratch, unit == first, following);
                    } else {
                        plane(inputs[0], rows, tileHeight, output, columns, tileWidth, scratch);
                    }
                }
            }
        }
    }

    /** Positions of {@code count} neighbours along dimensions, of which the first has the given index, behind {@code origin}. */
    private static void positions(
            List<Dimension> dimensions,
            ToIntFunction<Dimension> stride,
            int first,
            int origin,
            int[] positions,
            int count) {
        Dimension inner = dimensions.getFirst();
        int step = stride.applyAsInt(inner);
        for (int done = 0; done < count; ) {
            int within = (first + done) % inner.extent();
            int start = origin + within * step;
            int rest = (first + done) / inner.extent();
            for (Dimension dimension : dimensions.subList(1, dimensions.size())) {
                start += rest % dimension.extent() * stride.applyAsInt(dimension);
                rest /= dimension.extent();
            }
            int run = Math.min(inner.extent() - within, count - done);
            for (int i = 0; i < run; i++) {
                positions[done + i] = start + i * step;
            }
            done += run;
        }
    }

    private void plane(Object input, int[] rows, int height, Object output, int[] columns, int width, Scratch scratch) {
        switch (input) {
            case byte[] bytes -> {
                byte[] panel = scratch.bytes(loops.panelBytes(width));
                loops.transpose(bytes, rows, height, (byte[]) output, columns, width, panel, isFar);
            }
            case int[] words -> loops.transpose(words, rows, height, (int[]) output, columns, width, isFar);
            default -> throw new IllegalStateException("no transpose of " + input.getClass());
        }
    }

    /**
     * Transposes a plane in the cache, copies it and reads the one that begins at {@code following} ahead. Only the first plane of some is
     * still far then.
     */
    private void stagedPlane(
            Object input,
            int[] rows,
            Object output,
            int target,
            int[] columns,
            Scratch scratch,
            boolean far,
            int following) {
        int plane = height * width;
        switch (input) {
            case byte[] bytes -> {
                byte[] staged = scratch.bytes(stageStart + plane);
                loops.transpose(bytes, rows, height, staged, columns, width, staged, far);
                staged[0] = (byte)
                        loops.copyAndReadAhead(staged, stageStart, (byte[]) output, target, plane, bytes, following);
            }
            case int[] words -> {
                int[] staged = scratch.sums(stageStart + plane);
                loops.transpose(words, rows, height, staged, columns, width, far);
                staged[0] = loops.copyAndReadAhead(staged, stageStart, (int[]) output, target, plane, words, following);
            }
            default -> throw new IllegalStateException("no transpose of " + input.getClass());
        }
    }

    /** Where the units end that go along one dimension with {@code unit}, or earlier, so that all they read stays in the cache. */
    private int endOfAdjacent(int unit) {
        int extent = outer.isEmpty() ? 1 : outer.getFirst().extent();
        int most = Math.max(1, TILE_ELEMENTS / Math.max(1, unitElements()));
        return Math.min(unit + most, unit - unit % extent + extent);
    }

    /**
     * Copies the rows of some adjacent units along the dimension that is taken together: in turn those that lie one behind the
     * other in the output, if units do, so that more than a few bytes at a time are written to each page.
     */
    private void copyRows(Object input, int source, Object output, int target, int units) {
        int sourceStep = across.isEmpty() ? 0 : across.getFirst().sourceStride();
        int targetStep = across.isEmpty() ? 0 : across.getFirst().targetStride();
        int sourceUnit = outer.isEmpty() ? 0 : outer.getFirst().sourceStride();
        int targetUnit = outer.isEmpty() ? 0 : outer.getFirst().targetStride();
        for (int i = 0; i < width; i++) {
            int from = source + i * sourceStep;
            int to = target + i * targetStep;
            if (input instanceof byte[] bytes) {
                loops.copyRows(bytes, from, sourceUnit, (byte[]) output, to, targetUnit, units, height);
            } else {
                for (int unit = 0; unit < units; unit++) {
                    TypedCopy.copy(input, from + unit * sourceUnit, output, to + unit * targetUnit, height);
                }
            }
        }
    }
}
