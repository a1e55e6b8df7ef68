package npusim.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.BiFunction;
import npusim.execution.ExecutionLimits;
import npusim.execution.Executor;
import npusim.graph.Extent2d;
import npusim.graph.Graph;
import npusim.graph.GraphBuilder;
import npusim.graph.InvalidGraphException;
import npusim.graph.NanMode;
import npusim.graph.Operator;
import npusim.graph.Padding;
import npusim.graph.Value;
import npusim.kernel.loop.InnerLoops;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

/** Steps that go through tensors in blocks agree with the scalar provider where there are several blocks, the last short. */
class LargeTensorsTest {
    @Test
    void transposesInStretches() throws InvalidGraphException {
        check(DType.INT8, Shape.of(1, 2500, 45), (g, x) -> transpose(g, x, 0, 2, 1));
        check(DType.INT32, Shape.of(1, 2500, 45), (g, x) -> transpose(g, x, 0, 2, 1));
        check(DType.INT8, Shape.of(2, 1500, 7, 5), (g, x) -> transpose(g, x, 0, 3, 1, 2));
        check(DType.INT8, Shape.of(3, 150, 70, 36), (g, x) -> transpose(g, x, 0, 2, 1, 3));
    }

    @Test
    void sumsInColumns() throws InvalidGraphException {
        for (int inner : new int[] {1, 3, 70, 2047, 2048, 5001, 20001}) {
            check(DType.INT32, Shape.of(2, 9, inner), (g, x) -> sum(g, x, 1));
        }
        check(DType.INT32, Shape.of(2, 5001), (g, x) -> sum(g, x, 1));
    }

    @Test
    void greatestOfRowsAndColumns() throws InvalidGraphException {
        for (int inner : new int[] {1, 3, 4, 70, 300}) {
            check(DType.INT8, Shape.of(2, 131, inner), (g, x) -> greatest(g, x, 1));
        }
    }

    @Test
    void poolsPadsAndConcatenatesInParts() throws InvalidGraphException {
        check(DType.INT8, Shape.of(2, 41, 33, 66), (g, x) -> {
            Value out = g.value("y", DType.INT8, Shape.of(2, 21, 17, 66));
            Extent2d two = new Extent2d(2, 2);
            Padding padding = new Padding(0, 1, 1, 0);
            g.add(new Operator.MaxPool2d(x, new Extent2d(2, 2), two, padding, NanMode.UNSET, out));
            return out;
        });
        check(DType.INT8, Shape.of(2, 42, 64, 66), (g, x) -> {
            Value out = g.value("y", DType.INT8, Shape.of(2, 21, 32, 66));
            Extent2d two = new Extent2d(2, 2);
            g.add(new Operator.MaxPool2d(x, two, two, Padding.NONE, NanMode.UNSET, out));
            return out;
        });
        check(DType.INT16, Shape.of(3, 400, 300), (g, x) -> {
            Tensor fill = Tensor.zeros(DType.INT16, Shape.of(1));
            fill.set(0, -3);
            Value out = g.value("y", DType.INT16, Shape.of(6, 400, 307));
            g.add(new Operator.Pad(x, g.constantShape("padding", 1, 2, 0, 0, 4, 3), g.constant("fill", fill), out));
            return out;
        });
        check(DType.INT8, Shape.of(400, 300), (g, x) -> {
            Value out = g.value("y", DType.INT8, Shape.of(400, 900));
            g.add(new Operator.Concat(Lists.immutable.of(x, x, x), 1, out));
            return out;
        });
    }

    @Test
    void interpolatesInChunks() throws InvalidGraphException {
        Random random = new Random(3);
        short[] entries = new short[513];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = (short) random.nextInt();
        }
        Tensor table = Tensor.of(DType.INT16, Shape.of(513), entries);
        check(DType.INT16, Shape.of(3, 5001), (g, x) -> {
            Value out = g.value("y", DType.INT32, x.shape());
            g.add(new Operator.Table(x, g.constant("table", table), out));
            return out;
        });
    }

    private static Value transpose(GraphBuilder graph, Value x, int... permutation) {
        int[] extents = x.shape().toArray();
        for (int i = 0; i < extents.length; i++) {
            extents[i] = x.shape().dimension(permutation[i]);
        }
        Value out = graph.value("y", x.dtype(), Shape.of(extents));
        graph.add(new Operator.Transpose(x, IntLists.immutable.of(permutation), out));
        return out;
    }

    private static Value sum(GraphBuilder graph, Value x, int axis) {
        Value out = graph.value("y", DType.INT32, x.shape().with(axis, 1));
        graph.add(new Operator.ReduceSum(x, axis, out));
        return out;
    }

    private static Value greatest(GraphBuilder graph, Value x, int axis) {
        Value out = graph.value("y", DType.INT8, x.shape().with(axis, 1));
        graph.add(new Operator.ReduceMax(x, axis, NanMode.UNSET, out));
        return out;
    }

    private static void check(DType dtype, Shape shape, BiFunction<GraphBuilder, Value, Value> operator)
            throws InvalidGraphException {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", dtype, shape);
        Value y = operator.apply(builder, x);
        builder.output(y);
        Graph graph = builder.build();
        Random random = new Random(1);
        Tensor tensor = Tensor.zeros(dtype, shape);
        for (int i = 0; i < tensor.length(); i++) {
            tensor.set(i, random.nextInt());
        }
        var inputs = Maps.immutable.of("x", tensor);
        Tensor expected = new Executor(graph).run(inputs).get(y);
        try (Executor fast = Executor.fast(graph, InnerLoops.fastest(warning -> {}), 2, ExecutionLimits.defaults())) {
            assertThat(fast.run(inputs).get(y)).as("%s of %s", graph, x).isEqualTo(expected);
        }
    }
}
