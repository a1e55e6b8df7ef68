package npusim.kernel.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import npusim.kernel.ScalarKernels;
import npusim.kernel.loop.ByteScaling;
import npusim.kernel.loop.InnerLoops;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** A product of two tensors stays what the scalar kernels define, however often its right operand arrives. */
class MatMulRowsTest {
    private static final int BATCHES = 2;
    private static final int HEIGHT = 31;
    private static final int DEPTH = 20;
    private static final int WIDTH = 36;
    private static final int RUNS = 120;

    @Test
    void isTheScalarProductInEachOfManyRuns() {
        Random random = new Random(1);
        InnerLoops loops = InnerLoops.fastest(sentence -> {});
        MatMulRows rows = new MatMulRows(loops, BATCHES, HEIGHT, DEPTH, WIDTH, 7, -128);
        Scratch scratch = new Scratch(loops);
        for (int run = 0; run < RUNS; run++) {
            Tensor a = bytes(random, BATCHES, HEIGHT, DEPTH);
            Tensor b = bytes(random, BATCHES, DEPTH, WIDTH);
            Tensor expected = Tensor.zeros(DType.INT32, Shape.of(BATCHES, HEIGHT, WIDTH));
            new ScalarKernels().matMul(a, b, 7, -128, expected);
            for (int part = 0; part < rows.parts(); part++) {
                rows.prepare(b.bytes(), part);
            }
            int[] sums = new int[rows.rows() * rows.columns()];
            rows.produce(a.bytes(), 0, rows.rows(), sums, 0, scratch);
            assertThat(sums).as("run %d", run).isEqualTo(expected.ints());
        }
    }

    /** Also where a range of rows has few of a batch. */
    @Test
    void scaledRowsAreItsScaledSums() {
        Random random = new Random(2);
        InnerLoops loops = InnerLoops.fastest(sentence -> {});
        int width = 90;
        MatMulRows rows = new MatMulRows(loops, BATCHES, HEIGHT, DEPTH, width, 7, -128);
        ByteScaling scaling = new ByteScaling(new int[] {1_234_567_890}, new int[] {43}, 1, -128, 127);
        ScaledRows scaled = rows.scaledBy(scaling);
        assertThat(scaled != null).isEqualTo(loops.scaledWidth() > 0);
        if (scaled == null) {
            return;
        }
        Tensor a = bytes(random, BATCHES, HEIGHT, DEPTH);
        Tensor b = bytes(random, BATCHES, DEPTH, width);
        for (int part = 0; part < rows.parts(); part++) {
            rows.prepare(b.bytes(), part);
        }
        Scratch scratch = new Scratch(loops);
        int[] sums = new int[rows.rows() * width];
        rows.produce(a.bytes(), 0, rows.rows(), sums, 0, scratch);
        byte[] expected = new byte[sums.length];
        InnerLoops.scalar().rescaleToBytes(sums, 0, scaling, 0, expected, 0, sums.length);
        byte[] results = new byte[sums.length];
        int first = HEIGHT + 2;
        scaled.produce(a.bytes(), 0, first, results, 0, scratch);
        scaled.produce(a.bytes(), first, rows.rows() - first, results, first * width, scratch);
        assertThat(results).isEqualTo(expected);
    }

    private static Tensor bytes(Random random, int... shape) {
        Tensor tensor = Tensor.zeros(DType.INT8, Shape.of(shape));
        random.nextBytes(tensor.bytes());
        return tensor;
    }
}
