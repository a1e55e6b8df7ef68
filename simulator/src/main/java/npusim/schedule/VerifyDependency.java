package npusim.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a kernel may start as early as its BLOCKDEP says: job i of it may run while the kernel before has at most BLOCKDEP − i
 * jobs left, so none of these may write what job i reads. Compares bytes, not coordinates of tensors. How jobs
 * of a matrix product walk the second operand is not known, so that one is left to the compiler's rule.
 */
final class VerifyDependency {
    private VerifyDependency() {}

    /** Elements of a feature map: from inclusive, to exclusive. */
    private record Box(Extent from, Extent to) {}

    private record Bytes(long start, long end) {
        boolean meets(Bytes other) {
            return start < other.end && other.start < end;
        }
    }

    /** Finds what lies at the start of a feature map while a kernel runs. */
    @FunctionalInterface
    interface Places {
        /** What lies there, or null. */
        @Nullable
        Residence of(FeatureMap map, KernelCommand kernel);
    }

    /** Whether {@code next} reads nothing that {@code previous} may not have written yet. */
    static boolean isSafe(KernelCommand previous, KernelCommand next, Places places) {
        int dependency = next.blockDependency();
        FeatureMap written = previous.ofm();
        return isSafe(previous, next, next.ifm(), written, dependency, places)
                && (next.ifm2() == null
                        || next.kind() == KernelKind.MATRIX_MULTIPLY
                        || isSafe(previous, next, next.ifm2(), written, dependency, places));
    }

    private static boolean isSafe(
            KernelCommand previous,
            KernelCommand next,
            FeatureMap read,
            FeatureMap written,
            int dependency,
            Places places) {
        if (!read.inMemory() || !written.inMemory() || read.side() != written.side()) {
            return true;
        }
        List<List<Bytes>> late = lastWrites(previous, dependency, places.of(written, previous));
        Residence source = places.of(read, next);
        for (int job = 0; job < dependency; job++) {
            List<Bytes> reads = bytes(read, readBox(next, read, job), source);
            for (int left = 0; left < Math.min(dependency - job, late.size()); left++) {
                if (meet(reads, late.get(left))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean meet(List<Bytes> first, List<Bytes> second) {
        return first.stream().anyMatch(range -> second.stream().anyMatch(range::meets));
    }

    /** What the last {@code count} jobs write, the very last first. */
    private static List<List<Bytes>> lastWrites(KernelCommand kernel, int count, @Nullable Residence place) {
        Extent ofm = kernel.ofm().extent();
        Extent block = kernel.blocks().ofmBlock();
        Extent blocks = ofm.blocks(block);
        List<List<Bytes>> writes = new ArrayList<>();
        for (long index = blocks.elements() - 1; index >= 0 && writes.size() < count; index--) {
            Box computed = block(ofm, block, blocks, index);
            Box box = new Box(
                    kernel.transpose().apply(computed.from()),
                    kernel.transpose().apply(computed.to()));
            // A reversed row lies somewhere between its ends.
            writes.add(bytes(
                    kernel.ofm(),
                    kernel.reverseWidth()
                            ? new Box(
                                    new Extent(
                                            box.from().height(), 0, box.from().depth()),
                                    new Extent(
                                            box.to().height(),
                                            kernel.transpose().apply(ofm).width(),
                                            box.to().depth()))
                            : box,
                    place));
        }
        return writes;
    }

    /** Blocks follow each other along the depth, then along the row. */
    private static Box block(Extent whole, Extent block, Extent blocks, long index) {
        int z = (int) (index % blocks.depth()) * block.depth();
        int x = (int) (index / blocks.depth() % blocks.width()) * block.width();
        int y = (int) (index / blocks.depth() / blocks.width()) * block.height();
        return new Box(
                new Extent(y, x, z),
                new Extent(
                        Math.min(whole.height(), y + block.height()),
                        Math.min(whole.width(), x + block.width()),
                        Math.min(whole.depth(), z + block.depth())));
    }

    /** What job {@code job} reads: the footprint of its OFM block in one slice of the IFM's depth. */
    private static Box readBox(KernelCommand kernel, FeatureMap read, int job) {
        Extent ofm = kernel.ofm().extent();
        Extent block = kernel.blocks().ofmBlock();
        Extent blocks = ofm.blocks(block);
        int ifmDepth = read.extent().depth();
        boolean depthFollows = ifmDepth == ofm.depth()
                && switch (kernel.kind()) {
                    case DEPTHWISE, POOLING, ELEMENTWISE, RESIZE -> true;
                    case CONVOLUTION, MATRIX_MULTIPLY -> false;
                };
        int slice = Math.max(1, kernel.blocks().ifmBlock().depth());
        int slices = depthFollows ? 1 : Math.ceilDiv(ifmDepth, slice);
        Box out = block(ofm, block, blocks, Math.min(job / slices, blocks.elements() - 1));
        int z = depthFollows ? out.from().depth() : job % slices * slice;
        int endZ = depthFollows ? out.to().depth() : Math.min(ifmDepth, z + slice);
        Window window = kernel.window();
        int height = read.extent().height();
        int width = read.extent().width();
        return new Box(
                new Extent(
                        window.firstRow(out.from().height(), height),
                        window.firstColumn(out.from().width(), width),
                        z),
                new Extent(
                        window.endRow(out.to().height(), height),
                        window.endColumn(out.to().width(), width),
                        endZ));
    }

    private static List<Bytes> bytes(FeatureMap map, Box box, @Nullable Residence place) {
        List<Bytes> bytes = new ArrayList<>();
        int element = map.elementBytes();
        for (int y = box.from().height(); y < box.to().height(); y++) {
            long row = row(map, y, place);
            if (map.format() == TensorFormat.NHCWB16) {
                for (int brick = box.from().depth() / TensorFormat.BRICK_CHANNELS;
                        brick * TensorFormat.BRICK_CHANNELS < box.to().depth();
                        brick++) {
                    long start = row + brick * map.strideC();
                    bytes.add(new Bytes(
                            start + box.from().width() * map.strideX(),
                            start
                                    + (box.to().width() - 1) * map.strideX()
                                    + (long) TensorFormat.BRICK_CHANNELS * element));
                }
            } else {
                for (int x = box.from().width(); x < box.to().width(); x++) {
                    long start = row + x * map.strideX();
                    bytes.add(new Bytes(
                            start + (long) box.from().depth() * element,
                            start + (long) box.to().depth() * element));
                }
            }
        }
        return bytes;
    }

    /** Address of a row; rows behind the end of a rolling buffer are at its start. */
    private static long row(FeatureMap map, int y, @Nullable Residence place) {
        long address = map.address() + y * map.strideY();
        if (place == null
                || !place.rolls()
                || address < place.address() + place.bytes()
                || place.bytes() < map.strideY()) {
            return address;
        }
        return address - place.bytes() / map.strideY() * map.strideY();
    }
}
