package npusim.graph;

import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntLists;

/** Small graphs for tests. */
public final class Graphs {
    private Graphs() {}

    private static Value zero(GraphBuilder b, String name, DType dtype) {
        return b.constant(name, Tensor.zeros(dtype, Shape.of(1)));
    }

    /** A valid graph with every operator that has no blocks and no variables, on small shapes. */
    public static Graph gallery() {
        GraphBuilder b = new GraphBuilder();
        convolutions(b);
        elementwise(b);
        layout(b);
        return b.build();
    }

    private static void out(GraphBuilder b, Operator.SingleOutput operator) {
        b.add(operator);
        b.output(operator.output());
    }

    private static Value v(GraphBuilder b, String name, DType dtype, int... extents) {
        return b.value(name, dtype, Shape.of(extents));
    }

    private static void convolutions(GraphBuilder b) {
        DType i8 = DType.INT8;
        DType i32 = DType.INT32;
        Value zp = zero(b, "zp", i8);
        Value image = b.input("image", i8, Shape.of(1, 5, 5, 2));
        Value volume = b.input("volume", i8, Shape.of(1, 2, 4, 4, 2));
        Value bias = zero(b, "bias", i32);
        Value weight = b.constant("weight", Tensor.zeros(i8, Shape.of(3, 3, 3, 2)));
        Value weight4 = b.constant("weight4", Tensor.zeros(DType.INT4, Shape.of(3, 2, 2, 2, 2)));
        Value zp4 = zero(b, "zp4", DType.INT4);
        Value depthwise = b.constant("depthwise_weight", Tensor.zeros(i8, Shape.of(3, 3, 2, 2)));
        Extent2d one = Extent2d.ONE;
        Padding pad = new Padding(1, 1, 1, 1);
        out(
                b,
                new Operator.Conv2d(
                        image, weight, bias, zp, zp, pad, one, one, false, i32, v(b, "conv2d", i32, 1, 5, 5, 3)));
        out(
                b,
                new Operator.Conv3d(
                        volume,
                        weight4,
                        bias,
                        zp,
                        zp4,
                        new Padding3d(0, 0, 0, 0, 0, 0),
                        new Extent3d(1, 2, 2),
                        new Extent3d(1, 1, 1),
                        true,
                        i32,
                        v(b, "conv3d", i32, 1, 1, 2, 2, 3)));
        out(
                b,
                new Operator.DepthwiseConv2d(
                        image,
                        depthwise,
                        bias,
                        zp,
                        zp,
                        Padding.NONE,
                        new Extent2d(2, 2),
                        one,
                        false,
                        i32,
                        v(b, "depthwise", i32, 1, 2, 2, 4)));
        out(
                b,
                new Operator.TransposeConv2d(
                        image,
                        weight,
                        bias,
                        zp,
                        zp,
                        new Padding(-1, 0, 0, 1),
                        new Extent2d(2, 1),
                        false,
                        i32,
                        v(b, "transpose_conv2d", i32, 1, 10, 8, 3)));
        out(
                b,
                new Operator.AvgPool2d(
                        image, zp, zp, new Extent2d(2, 2), one, Padding.NONE, i32, v(b, "average", i8, 1, 4, 4, 2)));
        out(
                b,
                new Operator.MaxPool2d(
                        image, new Extent2d(3, 3), one, pad, NanMode.PROPAGATE, v(b, "max_pool", i8, 1, 5, 5, 2)));
        Value matrix = b.input("matrix", i8, Shape.of(2, 3, 3));
        out(b, new Operator.MatMul(matrix, matrix, zp, zp, v(b, "product", i32, 2, 3, 3)));
        Value scale = b.constantShape("scale", 2, 1, 2, 1);
        Value offset = b.constantShape("offset", 0, 0);
        out(
                b,
                new Operator.Resize(
                        image, scale, offset, offset, ResizeMode.BILINEAR, v(b, "resized", i32, 1, 9, 9, 2)));
    }

    private static void elementwise(GraphBuilder b) {
        DType i32 = DType.INT32;
        Value x = b.input("x", i32, Shape.of(2, 3));
        Value y = b.input("y", i32, Shape.of(1, 3));
        Value p = b.input("p", DType.BOOL, Shape.of(2, 3));
        Value s = b.input("s", DType.INT16, Shape.of(2, 3));
        Value zp32 = zero(b, "zp32", i32);
        out(b, new Operator.Add(x, y, v(b, "add", i32, 2, 3)));
        out(b, new Operator.Sub(x, y, v(b, "sub", i32, 2, 3)));
        out(b, new Operator.IntDiv(x, y, v(b, "intdiv", i32, 2, 3)));
        out(b, new Operator.Maximum(x, y, NanMode.PROPAGATE, v(b, "maximum", i32, 2, 3)));
        out(b, new Operator.Minimum(x, y, NanMode.UNSET, v(b, "minimum", i32, 2, 3)));
        out(b, new Operator.BitwiseAnd(x, y, v(b, "and", i32, 2, 3)));
        out(b, new Operator.BitwiseOr(x, y, v(b, "or", i32, 2, 3)));
        out(b, new Operator.BitwiseXor(x, y, v(b, "xor", i32, 2, 3)));
        out(b, new Operator.LogicalLeftShift(x, y, v(b, "left", i32, 2, 3)));
        out(b, new Operator.LogicalRightShift(x, y, v(b, "right", i32, 2, 3)));
        out(b, new Operator.ArithmeticRightShift(x, y, true, v(b, "arithmetic", i32, 2, 3)));
        out(b, new Operator.LogicalAnd(p, p, v(b, "land", DType.BOOL, 2, 3)));
        out(b, new Operator.LogicalOr(p, p, v(b, "lor", DType.BOOL, 2, 3)));
        out(b, new Operator.LogicalXor(p, p, v(b, "lxor", DType.BOOL, 2, 3)));
        out(b, new Operator.Equal(x, y, v(b, "equal", DType.BOOL, 2, 3)));
        out(b, new Operator.Greater(x, y, v(b, "greater", DType.BOOL, 2, 3)));
        out(b, new Operator.GreaterEqual(x, y, v(b, "greater_equal", DType.BOOL, 2, 3)));
        out(b, new Operator.Mul(x, y, zero(b, "shift", DType.INT8), v(b, "mul", i32, 2, 3)));
        Value table = b.constant("table", Tensor.zeros(DType.INT16, Shape.of(513)));
        out(b, new Operator.Table(s, table, v(b, "looked_up", i32, 2, 3)));
        out(b, new Operator.Abs(x, v(b, "abs", i32, 2, 3)));
        out(b, new Operator.BitwiseNot(x, v(b, "not", i32, 2, 3)));
        out(b, new Operator.Clz(x, v(b, "clz", i32, 2, 3)));
        out(b, new Operator.LogicalNot(p, v(b, "lnot", DType.BOOL, 2, 3)));
        out(b, new Operator.Clamp(s, -300, 300, NanMode.PROPAGATE, v(b, "clamp", DType.INT16, 2, 3)));
        out(b, new Operator.Cast(s, v(b, "cast", DType.INT8, 2, 3)));
        out(b, new Operator.Identity(x, v(b, "identity", i32, 2, 3)));
        out(b, new Operator.Negate(x, zp32, zp32, v(b, "negate", i32, 2, 3)));
        out(b, new Operator.Select(p, x, y, v(b, "select", i32, 2, 3)));
        out(b, new Operator.ReduceAll(p, 0, v(b, "all", DType.BOOL, 1, 3)));
        out(b, new Operator.ReduceAny(p, 1, v(b, "any", DType.BOOL, 2, 1)));
        out(b, new Operator.ReduceMax(x, 0, NanMode.PROPAGATE, v(b, "max", i32, 1, 3)));
        out(b, new Operator.ReduceMin(x, 1, NanMode.PROPAGATE, v(b, "min", i32, 2, 1)));
        out(b, new Operator.ReduceSum(x, 1, v(b, "sum", i32, 2, 1)));
        out(b, new Operator.ArgMax(s, 1, NanMode.PROPAGATE, v(b, "argmax", i32, 2)));
        Value multiplier = b.constant("multiplier", Tensor.of(i32, Shape.of(3), new int[] {1 << 30, 5, 1 << 29}));
        Value shifts = b.constant("shifts", Tensor.of(DType.INT8, Shape.of(3), new byte[] {30, 40, 31}));
        Value zp8 = zero(b, "zp8", DType.INT8);
        out(
                b,
                new Operator.Rescale(
                        x,
                        multiplier,
                        shifts,
                        zp32,
                        zp8,
                        true,
                        RoundingMode.DOUBLE_ROUND,
                        true,
                        false,
                        false,
                        v(b, "rescale", DType.INT8, 2, 3)));
    }

    private static void layout(GraphBuilder b) {
        DType i16 = DType.INT16;
        Value x = b.input("a", i16, Shape.of(2, 3, 4));
        out(b, new Operator.Concat(Lists.immutable.of(x, x), 1, v(b, "concat", i16, 2, 6, 4)));
        Value padding = b.constantShape("padding", 0, 1, 2, 0, 0, 0);
        out(b, new Operator.Pad(x, padding, zero(b, "pad_const", i16), v(b, "pad", i16, 3, 5, 4)));
        out(b, new Operator.Reshape(x, b.constantShape("shape", 4, 6), v(b, "reshape", i16, 4, 6)));
        out(b, new Operator.Reverse(x, 2, v(b, "reverse", i16, 2, 3, 4)));
        Value start = b.constantShape("start", 0, 1, 1);
        out(b, new Operator.Slice(x, start, b.constantShape("size", 1, 2, 3), v(b, "slice", i16, 1, 2, 3)));
        out(b, new Operator.Tile(x, b.constantShape("multiples", 1, 2, 1), v(b, "tile", i16, 2, 6, 4)));
        out(b, new Operator.Transpose(x, IntLists.immutable.of(2, 0, 1), v(b, "transpose", i16, 4, 2, 3)));
        Value indices = b.constant("indices", Tensor.zeros(DType.INT32, Shape.of(2, 1)));
        out(b, new Operator.Gather(x, indices, v(b, "gather", i16, 2, 1, 4)));
        Value rows = b.input("rows", i16, Shape.of(2, 1, 4));
        out(b, new Operator.Scatter(x, indices, rows, v(b, "scatter", i16, 2, 3, 4)));
        Value scalar = b.input("scalar", i16, Shape.SCALAR);
        out(b, new Operator.Reshape(scalar, b.constantShape("no_shape"), v(b, "still_scalar", i16)));
        b.output(b.constant("wide", Tensor.of(DType.INT48, Shape.of(2), new long[] {-1, 1L << 40})));
    }

    /** {@code n = input; while (n > limit) n = n - 1}, the limit a constant of the main block that the loop captures. */
    public static Graph countdown(int limit, int step) {
        GraphBuilder b = new GraphBuilder();
        Shape one = Shape.of(1);
        Value n = b.input("n", DType.INT32, one);
        Value least = b.constant("least", Tensor.of(DType.INT32, one, new int[] {limit}));
        GraphBuilder condition = b.nested("condition");
        Value tested = condition.input("tested", DType.INT32, one);
        Value more = condition.value("more", DType.BOOL, one);
        condition.add(new Operator.Greater(tested, least, more));
        condition.output(more);
        Block conditionBlock = b.finish(condition);
        GraphBuilder body = b.nested("body");
        Value before = body.input("before", DType.INT32, one);
        Value by = body.constant("by", Tensor.of(DType.INT32, one, new int[] {step}));
        Value after = body.value("after", DType.INT32, one);
        body.add(new Operator.Sub(before, by, after));
        body.output(after);
        Block bodyBlock = b.finish(body);
        Value result = b.value("result", DType.INT32, one);
        b.add(new Operator.WhileLoop(Lists.immutable.of(n), conditionBlock, bodyBlock, Lists.immutable.of(result)));
        b.output(result);
        return b.build();
    }

    /** {@code condition ? x + 1 : x}, where the other block hands its input back. */
    public static Graph choice() {
        GraphBuilder b = new GraphBuilder();
        Value condition = b.input("condition", DType.BOOL, Shape.SCALAR);
        Value x = b.input("x", DType.INT32, Shape.SCALAR);
        GraphBuilder then = b.nested("then");
        Value given = then.input("given", DType.INT32, Shape.SCALAR);
        Value one = then.constant("one", Tensor.of(DType.INT32, Shape.SCALAR, new int[] {1}));
        Value more = then.value("more", DType.INT32, Shape.SCALAR);
        then.add(new Operator.Add(given, one, more));
        then.output(more);
        Block thenBlock = b.finish(then);
        GraphBuilder otherwise = b.nested("otherwise");
        otherwise.output(otherwise.input("same", DType.INT32, Shape.SCALAR));
        Block elseBlock = b.finish(otherwise);
        Value y = b.value("y", DType.INT32, Shape.SCALAR);
        b.add(new Operator.CondIf(condition, Lists.immutable.of(x), thenBlock, elseBlock, Lists.immutable.of(y)));
        b.output(y);
        return b.build();
    }

    /** A variable that each run adds its input to and yields. */
    public static Graph accumulator() {
        GraphBuilder b = new GraphBuilder();
        Value x = b.input("x", DType.INT32, Shape.of(2));
        Value declaration = b.value("memory", DType.INT32, Shape.of(2));
        b.add(new Operator.Variable(declaration, "sum", Tensor.zeros(DType.INT32, Shape.of(2))));
        Value old = b.value("old", DType.INT32, Shape.of(2));
        b.add(new Operator.VariableRead("sum", old));
        Value sum = b.value("new", DType.INT32, Shape.of(2));
        b.add(new Operator.Add(old, x, sum));
        b.add(new Operator.VariableWrite(sum, "sum"));
        b.output(sum);
        return b.build();
    }
}
