package npusim.kernel.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import npusim.kernel.ScalarKernels;
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

    private static Tensor bytes(Random random, int... shape) {
        Tensor tensor = Tensor.zeros(DType.INT8, Shape.of(shape));
        random.nextBytes(tensor.bytes());
        return tensor;
    }
}
