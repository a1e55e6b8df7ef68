package npusim.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import npusim.kernel.ScalarWindows;
import npusim.schedule.operation.NpuOperation.ResizeParameters;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/** The window of a RESIZE holds what the integer kernel reads, found by changing one row or column of its input after the other. */
class WindowProperties {
    /** One axis of a RESIZE that TOSA allows. */
    private record Axis(int size, int outputs, int numerator, int denominator, int offset) {
        static Axis of(Random random) {
            int numerator = 1 + random.nextInt(9);
            int size = 1 + random.nextInt(20);
            int last = size * numerator - 1;
            int offset = Math.min(last, random.nextInt(17 * numerator) - numerator);
            int denominator = 1 + random.nextInt(16 * numerator - 1);
            int outputs = 1 + random.nextInt(Math.min(24, (last - offset) / denominator + 1));
            return new Axis(size, outputs, numerator, denominator, offset);
        }
    }

    @Property(tries = 3000)
    void aBlockReadsFromItsFirstToItsLast(@ForAll long seed, @ForAll boolean bilinear) {
        Random random = new Random(seed);
        Axis rows = Axis.of(random);
        Axis columns = Axis.of(random);
        Window window = Window.of(new ResizeParameters(
                rows.numerator,
                rows.denominator,
                columns.numerator,
                columns.denominator,
                rows.offset,
                columns.offset,
                bilinear));
        int row = random.nextInt(rows.outputs);
        int endRow = row + 1 + random.nextInt(rows.outputs - row);
        TreeSet<Integer> read = new TreeSet<>();
        for (int out = row; out < endRow; out++) {
            read.addAll(read(rows, out, bilinear));
        }
        assertThat(window.firstRow(row, rows.size)).as("%s from %d", rows, row).isEqualTo(read.first());
        assertThat(window.endRow(endRow, rows.size))
                .as("%s to %d", rows, endRow)
                .isEqualTo(read.last() + 1);

        int column = random.nextInt(columns.outputs);
        TreeSet<Integer> single = read(columns, column, bilinear);
        assertThat(window.firstColumn(column, columns.size))
                .as("%s from %d", columns, column)
                .isEqualTo(single.first());
        assertThat(window.endColumn(column + 1, columns.size))
                .as("%s to %d", columns, column + 1)
                .isEqualTo(single.last() + 1);
    }

    /**
     * The rows on which row {@code out} of the result depends. A bilinear RESIZE also reads the row behind the one that it hits,
     * which it weighs by nothing.
     */
    private static TreeSet<Integer> read(Axis axis, int out, boolean bilinear) {
        TreeSet<Integer> rows = new TreeSet<>();
        for (int row = 0; row < axis.size; row++) {
            Tensor input = Tensor.zeros(DType.INT32, Shape.of(1, axis.size, 1, 1));
            input.set(row, 1);
            Tensor output = Tensor.zeros(DType.INT32, Shape.of(1, axis.outputs, 1, 1));
            ScalarWindows.resize(
                    input,
                    new long[] {axis.numerator, axis.denominator, 1, 1},
                    new long[] {axis.offset, 0},
                    bilinear,
                    output);
            if (output.get(out) != 0) {
                rows.add(row);
            }
        }
        if (bilinear && Math.floorMod(out * axis.denominator + axis.offset, axis.numerator) == 0) {
            int hit = Math.floorDiv(out * axis.denominator + axis.offset, axis.numerator);
            rows.add(Math.min(hit + 1, axis.size - 1));
        }
        return rows;
    }
}
