package npusim.execution.plan;

import java.util.ArrayList;
import java.util.List;
import npusim.tensor.Shape;

/**
 * Copies boxes of elements, of any storage type, between tensors: SLICE copies one box out of its input, CONCAT one box for
 * each input into its output.
 */
final class RegionCopy implements ArrayKernel {
    /** {@code count} runs of {@code length} adjacent elements of one input. */
    private record Runs(int input, int[] sourceStarts, int[] targetStarts, int length) {}

    private final List<Runs> boxes = new ArrayList<>();

    private RegionCopy() {}

    /** The box of {@code extents} at {@code start} of a tensor of shape {@code input}. */
    static RegionCopy slice(Shape input, int[] start, Shape extents) {
        RegionCopy copy = new RegionCopy();
        copy.add(0, input, start, extents, new int[extents.rank()], extents);
        return copy;
    }

    /** A whole tensor of shape {@code input} at {@code start} of one of shape {@code output}. */
    static RegionCopy place(Shape input, int[] start, Shape output) {
        RegionCopy copy = new RegionCopy();
        copy.add(0, input, new int[input.rank()], output, start, input);
        return copy;
    }

    /** Tensors next to each other along {@code axis}. */
    static RegionCopy concat(List<Shape> inputs, int axis, Shape output) {
        RegionCopy copy = new RegionCopy();
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

    @Override
    public int parts() {
        int parts = 0;
        for (Runs runs : boxes) {
            parts += partsOf(runs);
        }
        return parts;
    }

    private static int runsInPart(Runs runs) {
        return Math.max(1, PART_ELEMENTS / runs.length());
    }

    private static int partsOf(Runs runs) {
        return (runs.sourceStarts().length + runsInPart(runs) - 1) / runsInPart(runs);
    }

    @Override
    public void run(Object[] inputs, Object output, int part) {
        int rest = part;
        for (Runs runs : boxes) {
            if (rest < partsOf(runs)) {
                int first = rest * runsInPart(runs);
                int end = Math.min(runs.sourceStarts().length, first + runsInPart(runs));
                for (int i = first; i < end; i++) {
                    System.arraycopy(
                            inputs[runs.input()],
                            runs.sourceStarts()[i],
                            output,
                            runs.targetStarts()[i],
                            runs.length());
                }
                return;
            }
            rest -= partsOf(runs);
        }
    }
}
