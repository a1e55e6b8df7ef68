package npusim.schedule.emission;

import npusim.schedule.BlockConfiguration;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.OutputTranspose;
import npusim.schedule.Window;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import org.jspecify.annotations.Nullable;

/** How many blocks of the kernel before may be unfinished when a kernel starts. */
final class BlockDependency {
    private BlockDependency() {}

    /** Part of an operand: the tensor it belongs to, and where; the rows of a rolling buffer, or 0 without. */
    record Part(
            FeatureMap map,
            long tensorAddress,
            long tensorBytes,
            Extents tensorShape,
            Extents offset,
            int rollingRows) {}

    /** What counts of a kernel; the window of a RESIZE, whose blocks read elsewhere than they write, null for others. */
    record Stage(
            Part ifm,
            @Nullable Part ifm2,
            Part ofm,
            OutputTranspose transpose,
            boolean reversed,
            BlockConfiguration block,
            Kernel kernel,
            @Nullable Window resize) {}

    static int of(@Nullable Stage previous, Stage next, int most) {
        if (previous == null || previous.transpose() != OutputTranspose.HWC || previous.reversed()) {
            return 0;
        }
        Part written = previous.ofm();
        Part second = next.ifm2();
        Part read = second != null && isSame(second, written) ? second : next.ifm();
        if (!isSame(read, written)) {
            boolean overlaps = overlaps(next.ifm(), written) || (second != null && overlaps(second, written));
            return overlaps ? 0 : most;
        }
        Part other = read == next.ifm() ? second : next.ifm();
        boolean broadcast = other != null && read.tensorBytes() < other.tensorBytes();
        if (broadcast || !written.tensorShape().equals(read.tensorShape())) {
            return 0;
        }
        return count(previous, next, read, most);
    }

    private static boolean isSame(Part first, Part second) {
        return first.map().inMemory()
                && second.map().inMemory()
                && first.map().side() == second.map().side()
                && first.tensorAddress() == second.tensorAddress();
    }

    private static boolean overlaps(Part first, Part second) {
        return first.map().inMemory()
                && second.map().inMemory()
                && first.map().side() == second.map().side()
                && first.tensorAddress() < second.tensorAddress() + second.tensorBytes()
                && second.tensorAddress() < first.tensorAddress() + first.tensorBytes();
    }

    private static int count(Stage previous, Stage next, Part read, int most) {
        Extent ofmBlock = next.block().ofmBlock();
        Kernel kernel = next.kernel();
        // Blocks whose kernel is smaller than its stride leave rows and columns between them.
        Extent job = new Extent(
                Math.max(kernel.inputRows(ofmBlock.height()), ofmBlock.height() * kernel.strideY()),
                Math.max(kernel.inputColumns(ofmBlock.width()), ofmBlock.width() * kernel.strideX()),
                next.block().ifmBlock().depth());
        Jobs written = new Jobs(previous.ofm(), previous.block().ofmBlock());
        Window resize = next.resize();
        Jobs wanted = resize == null
                ? new Jobs(read, job)
                : new Jobs(read, next.ofm().map().extent(), ofmBlock, resize);
        int count = Math.min(most, Math.min(written.count(), wanted.count()));
        for (int dependency = 0; dependency < count; dependency++) {
            for (int i = 0; i <= dependency; i++) {
                if (wanted.overlaps(i, written, written.count() - 1 - (dependency - i))) {
                    return dependency;
                }
            }
        }
        return count;
    }

    /** What the blocks of a walk touch of a part, in the order in which they are handled: depth first, then along the row. */
    private static final class Jobs {
        private final Part part;
        private final Extent block;
        private final Window window;
        private final int across;
        private final int deep;
        private final int count;

        /** The part itself in blocks. */
        Jobs(Part part, Extent block) {
            this(part, part.map().extent(), block, Window.UNIT);
        }

        /** What blocks of {@code walked} see of the part through {@code window}. */
        Jobs(Part part, Extent walked, Extent block, Window window) {
            this.part = part;
            this.block = block;
            this.window = window;
            Extent blocks = walked.blocks(block);
            this.across = blocks.width();
            this.deep = blocks.depth();
            this.count = (int) blocks.elements();
        }

        int count() {
            return count;
        }

        boolean overlaps(int index, Jobs other, int otherIndex) {
            Extent from = from(index);
            Extent end = end(index);
            Extent otherFrom = other.from(otherIndex);
            Extent otherEnd = other.end(otherIndex);
            return from.height() < otherEnd.height()
                    && otherFrom.height() < end.height()
                    && from.width() < otherEnd.width()
                    && otherFrom.width() < end.width()
                    && from.depth() < otherEnd.depth()
                    && otherFrom.depth() < end.depth();
        }

        /** The first element in the tensor that job {@code index} touches. */
        private Extent from(int index) {
            Extent size = part.map().extent();
            return inTensor(
                    window.firstRow(index / (deep * across) * block.height(), size.height()),
                    window.firstColumn(index / deep % across * block.width(), size.width()),
                    index % deep * block.depth());
        }

        /** The element behind the last in the tensor that job {@code index} touches. */
        private Extent end(int index) {
            Extent size = part.map().extent();
            return inTensor(
                    window.endRow((index / (deep * across) + 1) * block.height(), size.height()),
                    window.endColumn((index / deep % across + 1) * block.width(), size.width()),
                    Math.min((index % deep + 1) * block.depth(), size.depth()));
        }

        private Extent inTensor(int y, int x, int z) {
            Extents offset = part.offset();
            return new Extent(y + offset.height(), x + offset.width(), z + offset.depth());
        }
    }
}
