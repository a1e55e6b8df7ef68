package npusim.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelKind;
import npusim.schedule.OutputTranspose;
import npusim.schedule.Window;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks of a chain of kernels ask the same of every stage: those of equal size, at the same depth, away from the borders
 * of what they read, whose rows and columns begin at the same place within {@linkplain AccessWidths#period what is moved together}.
 */
final class AlikeBlocks {
    /** Beats and bricks repeat in addresses and channels with this distance. */
    private final int alignment;

    private final AccessWidths widths;

    private final int[] kinds;

    AlikeBlocks(List<KernelCommand> chain, AccessWidths widths) {
        this.widths = widths;
        alignment = Math.max(widths.widestBeat(), PatchTraffic.CHUNK_CHANNELS);
        Extent ofm = chain.getFirst().ofm().extent();
        Extent block = chain.getFirst().blocks().ofmBlock();
        int[] rows = along(chain, true, ofm.height(), block.height());
        int[] columns = along(chain, false, ofm.width(), block.width());
        int layers = Math.ceilDiv(ofm.depth(), block.depth());
        kinds = new int[rows.length * columns.length * layers];
        int index = 0;
        for (int row : rows) {
            for (int column : columns) {
                for (int layer = 0; layer < layers; layer++) {
                    kinds[index++] = (row * columns.length + column) * layers + layer;
                }
            }
        }
    }

    /** Whether {@code count} blocks from {@code first} on are one by one like those from {@code other} on. */
    boolean alike(int first, int other, int count) {
        return Math.max(first, other) + count <= kinds.length
                && Arrays.equals(kinds, first, first + count, kinds, other, other + count);
    }

    /** The kinds of rows (or columns) of blocks, numbered from 0. */
    private int[] along(List<KernelCommand> chain, boolean vertical, int extent, int step) {
        Map<List<Long>, Integer> numbers = new HashMap<>();
        int[] kinds = new int[Math.ceilDiv(extent, step)];
        for (int i = 0; i < kinds.length; i++) {
            int from = i * step;
            List<Long> description = describe(chain, vertical, from, Math.min(step, extent - from));
            kinds[i] = numbers.computeIfAbsent(description, key -> numbers.size());
        }
        return kinds;
    }

    private List<Long> describe(List<KernelCommand> chain, boolean vertical, int from, int size) {
        List<Long> description = new ArrayList<>();
        description.add((long) size);
        for (int i = 0; i < chain.size(); i++) {
            KernelCommand kernel = chain.get(i);
            if (i == 0 && kernel.kind() != KernelKind.ELEMENTWISE) {
                addPatch(description, kernel, vertical, from, size);
            } else {
                addOperand(description, kernel.ifm(), vertical, from, size);
                addOperand(description, kernel.ifm2(), vertical, from, size);
            }
        }
        KernelCommand last = chain.getLast();
        FeatureMap written = last.ofm();
        if (last.transpose() == OutputTranspose.HWC) {
            description.add(place(written, from, vertical));
        } else {
            description.add((long) from % alignment);
            description.add(place(written, from, true));
            description.add(place(written, from, false));
        }
        return description;
    }

    /** What a block reads of the IFM; at a border, or of an IFM read larger than it lies in memory, like no other block. */
    private void addPatch(List<Long> description, KernelCommand kernel, boolean vertical, int from, int size) {
        FeatureMap map = kernel.ifm();
        Window window = kernel.window();
        int stride = vertical ? window.strideY() : window.strideX();
        int dilation = vertical ? window.dilationY() : window.dilationX();
        int taps = vertical ? window.kernelHeight() : window.kernelWidth();
        int first = from * stride - (vertical ? window.padTop() : window.padLeft());
        int end = first + (size - 1) * stride + (taps - 1) * dilation + 1;
        int extent = vertical ? map.extent().height() : map.extent().width();
        boolean inside = first >= 0 && end <= extent && (vertical ? window.upscaleY() : window.upscaleX()) == 1;
        description.add(inside ? -1L : from);
        description.add(place(map, (long) from * stride, vertical));
    }

    private void addOperand(List<Long> description, @Nullable FeatureMap map, boolean vertical, int from, int size) {
        if (map == null || !map.inMemory()) {
            return;
        }
        int extent = vertical ? map.extent().height() : map.extent().width();
        if (extent > 1) {
            description.add(from + size <= extent ? -1L : from);
            description.add(place(map, from, vertical));
        }
    }

    /** Where row (or column) {@code position} of {@code map} begins within what is moved together. */
    private long place(FeatureMap map, long position, boolean vertical) {
        long stride = vertical ? map.strideY() : map.strideX();
        return Math.floorMod(position * stride, (long) Math.max(alignment, widths.period(map)));
    }
}
