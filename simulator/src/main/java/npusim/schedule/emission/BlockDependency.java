package npusim.schedule.emission;

import npusim.schedule.BlockConfiguration;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.OutputTranspose;
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

    /** What counts of a kernel; whether it {@code resizes}, so that blocks read elsewhere than they write. */
    record Stage(
            Part ifm,
            @Nullable Part ifm2,
            Part ofm,
            OutputTranspose transpose,
            boolean reversed,
            BlockConfiguration block,
            Kernel kernel,
            boolean resizes) {}

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
        if (broadcast || next.resizes() || !written.tensorShape().equals(read.tensorShape())) {
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
        Jobs wanted = new Jobs(read, job);
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

    /** Blocks of a part in the order in which they are handled: depth first, then along the row. */
    private static final class Jobs {
        private final Extent size;
        private final Extent job;
        private final Extents offset;
        private final int across;
        private final int deep;
        private final int count;

        Jobs(Part part, Extent job) {
            this.size = part.map().extent();
            this.job = job;
            this.offset = part.offset();
            Extent blocks = size.blocks(job);
            this.across = blocks.width();
            this.deep = blocks.depth();
            this.count = (int) blocks.elements();
        }

        int count() {
            return count;
        }

        private static boolean meets(int first, int length, int end, int second, int otherLength, int otherEnd) {
            return first < Math.min(second + otherLength, otherEnd) && second < Math.min(first + length, end);
        }

        boolean overlaps(int index, Jobs other, int otherIndex) {
            int y = index / (deep * across) * job.height() + offset.height();
            int x = index / deep % across * job.width() + offset.width();
            int z = index % deep * job.depth() + offset.depth();
            int otherY = otherIndex / (other.deep * other.across) * other.job.height() + other.offset.height();
            int otherX = otherIndex / other.deep % other.across * other.job.width() + other.offset.width();
            int otherZ = otherIndex % other.deep * other.job.depth() + other.offset.depth();
            return meets(
                            y,
                            job.height(),
                            offset.height() + size.height(),
                            otherY,
                            other.job.height(),
                            other.offset.height() + other.size.height())
                    && meets(
                            x,
                            job.width(),
                            offset.width() + size.width(),
                            otherX,
                            other.job.width(),
                            other.offset.width() + other.size.width())
                    && meets(
                            z,
                            job.depth(),
                            offset.depth() + size.depth(),
                            otherZ,
                            other.job.depth(),
                            other.offset.depth() + other.size.depth());
        }
    }
}
