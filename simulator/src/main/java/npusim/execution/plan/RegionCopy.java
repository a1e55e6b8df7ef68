package npusim.execution.plan;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import npusim.kernel.loop.TypedCopy;
import npusim.kernel.row.Scratch;
import npusim.tensor.Shape;

/**
 * Copies boxes of elements, of any storage type, between tensors: SLICE copies one box out of its input, CONCAT one box for
 * each input into its output, and PAD its input into an output filled with a constant.
 */
final class RegionCopy implements ArrayKernel {
    /** {@code count} runs of {@code length} adjacent elements of one input. */
    private record Runs(int input, int[] sourceStarts, int[] targetStarts, int length) {
        /** Where run {@code run} ends in the output. */
        int end(int run) {
            return targetStarts[run] + length;
        }
    }

    private final List<Runs> boxes = new ArrayList<>();

    /** Whether what no box covers takes the value of the second input. */
    private final boolean fills;

    private RegionCopy(boolean fills) {
        this.fills = fills;
    }

    /** The box of {@code extents} at {@code start} of a tensor of shape {@code input}. */
    static RegionCopy slice(Shape input, int[] start, Shape extents) {
        RegionCopy copy = new RegionCopy(false);
        copy.add(0, input, start, extents, new int[extents.rank()], extents);
        return copy;
    }

    /** A whole tensor of shape {@code input} at {@code start} of one of shape {@code output}, filled with a constant. */
    static RegionCopy pad(Shape input, int[] start, Shape output) {
        RegionCopy copy = new RegionCopy(true);
        copy.add(0, input, new int[input.rank()], output, start, input);
        return copy;
    }

    /** Tensors next to each other along {@code axis}. */
    static RegionCopy concat(List<Shape> inputs, int axis, Shape output) {
        RegionCopy copy = new RegionCopy(false);
        int[] target = new int[output.rank()];
        for (int i = 0; i < inputs.size(); i++) {
            copy.add(i, inputs.get(i), new int[output.rank()], output, target, inputs.get(i));
            target[axis] += inputs.get(i).dimension(axis);
        }
        return copy;
    }

    private void add(int input, Shape source, int[] sourceStart, Shape target, int[] targetStart, Shape box) {
        int axis = box.rank();
        int length = 1;
        while (axis > 0) {
            axis--;
            length *= box.dimension(axis);
            if (box.dimension(axis) != source.dimension(axis) || box.dimension(axis) != target.dimension(axis)) {
                break;
            }
        }
        int count = (int) box.elements(0, axis);
        int[] sources = new int[count];
        int[] targets = new int[count];
        for (int run = 0; run < count; run++) {
            sources[run] = position(run, axis, box, source, sourceStart);
            targets[run] = position(run, axis, box, target, targetStart);
        }
        boxes.add(new Runs(input, sources, targets, length));
    }

    /** Where run {@code run}, counted over the box's dimensions before {@code axis}, starts in a tensor. */
    private static int position(int run, int axis, Shape box, Shape tensor, int[] start) {
        int position = 0;
        int rest = run;
        for (int i = box.rank() - 1; i >= 0; i--) {
            int coordinate = start[i];
            if (i < axis) {
                coordinate += rest % box.dimension(i);
                rest /= box.dimension(i);
            }
            position += coordinate * (int) tensor.elements(i + 1, tensor.rank());
        }
        return position;
    }

    /** Runs of each box, of which all have as many: the boxes stand side by side. */
    @Override
    public int units() {
        return boxes.getFirst().sourceStarts().length;
    }

    @Override
    public int unitElements() {
        int length = 0;
        for (Runs runs : boxes) {
            length += runs.length();
        }
        return length;
    }

    @Override
    public void run(Object[] inputs, Object output, int first, int end, Scratch scratch) {
        // Round by round, so that the output is written from its beginning to its end.
        for (int round = first; round < end; round++) {
            for (Runs runs : boxes) {
                int target = runs.targetStarts()[round];
                if (fills) {
                    fill(output, round == 0 ? 0 : runs.end(round - 1), target, inputs[1]);
                }
                TypedCopy.copy(inputs[runs.input()], runs.sourceStarts()[round], output, target, runs.length());
            }
        }
        if (fills && end == units()) {
            int done = end == 0 ? 0 : boxes.getFirst().end(end - 1);
            fill(output, done, Array.getLength(output), inputs[1]);
        }
    }

    private static void fill(Object output, int start, int end, Object constant) {
        switch (output) {
            case byte[] bytes -> Arrays.fill(bytes, start, end, ((byte[]) constant)[0]);
            case short[] shorts -> Arrays.fill(shorts, start, end, ((short[]) constant)[0]);
            default -> Arrays.fill((int[]) output, start, end, ((int[]) constant)[0]);
        }
    }
}
