package npusim.execution.plan;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import npusim.graph.Operator;
import npusim.graph.RoundingMode;
import npusim.graph.Value;
import npusim.kernel.BroadcastRuns;
import npusim.kernel.EvaluateOperator;
import npusim.kernel.FastElementwise;
import npusim.kernel.loop.ByteScaling;
import npusim.kernel.loop.ElementFunction;
import npusim.kernel.loop.ElementType;
import npusim.kernel.loop.InterpolatedTable;
import npusim.kernel.loop.PairScaling;
import npusim.kernel.loop.Requantization;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Translates element-wise operators into nodes of programs. An INT8 node that depends on one other INT8 node and on
 * constants of one element only becomes a table look-up of that node as soon as it is made.
 */
final class Expressions {
    private final Roots roots;
    private final EvaluateOperator evaluator;
    private final Storage constants;

    /** For each node the INT8 node that it is a function of, itself included. */
    private final Map<Node, Node> bases = new IdentityHashMap<>();

    Expressions(Roots roots, EvaluateOperator evaluator) {
        this.roots = roots;
        this.evaluator = evaluator;
        this.constants = roots.storage();
    }

    /** Whether an operator can be part of a program. */
    boolean isElementwise(Operator operator) {
        return switch (operator) {
            case Operator.Rescale rescale -> isSupported(rescale);
            case Operator.Table table -> roots.isConstant(table.table());
            case Operator.Mul mul -> isNarrow(mul.input1()) && roots.isConstant(mul.shift());
            case Operator.IntDiv _ -> false;
            case Operator.Binary binary -> isNarrow(binary.input1());
            case Operator.Unary unary -> isNarrow(unary.input1()) && isNarrow(unary.output());
            case Operator.Select select -> isNarrow(select.onTrue());
            case Operator.Negate negate ->
                negate.input1().dtype() == DType.INT8
                        && roots.isConstant(negate.inputZeroPoint())
                        && roots.isConstant(negate.outputZeroPoint());
            default -> false;
        };
    }

    /** Whether an element is stored in at most 32 bits. */
    private static boolean isNarrow(Value value) {
        return value.dtype().storageBytes() <= Integer.BYTES;
    }

    private static ElementType typeOf(Value value) {
        return ElementType.ofBytes(value.dtype().storageBytes());
    }

    private boolean isSupported(Operator.Rescale rescale) {
        DType from = rescale.input().dtype();
        DType to = rescale.output().dtype();
        boolean types = (from == DType.INT8 || from == DType.INT32) && (to == DType.INT8 || to == DType.INT32);
        boolean constant = roots.isConstant(rescale.multiplier())
                && roots.isConstant(rescale.shift())
                && roots.isConstant(rescale.inputZeroPoint())
                && roots.isConstant(rescale.outputZeroPoint());
        if (!types || !constant || rescale.inputUnsigned() || rescale.outputUnsigned()) {
            return false;
        }
        Tensor multiplier = roots.constant(rescale.multiplier());
        Tensor shift = roots.constant(rescale.shift());
        for (int i = 0; i < multiplier.length(); i++) {
            if (multiplier.get(i) < 0 || shift.get(i) < 2 || shift.get(i) > 62) {
                return false;
            }
        }
        boolean wordZeroPoint = (from == DType.INT32 && zeroPoint(rescale.inputZeroPoint()) != 0)
                || (to == DType.INT32 && zeroPoint(rescale.outputZeroPoint()) != 0);
        boolean channels = rescale.perChannel() && multiplier.length() > 1;
        return !wordZeroPoint && (!channels || (to == DType.INT8 && rescale.rounding() != RoundingMode.DOUBLE_ROUND));
    }

    /** Operands whose elements an operator reads, constants that parametrise it left out. */
    static List<Value> dataOperands(Operator operator) {
        return switch (operator) {
            case Operator.Mul mul -> List.of(mul.input1(), mul.input2());
            case Operator.Binary binary -> List.of(binary.input1(), binary.input2());
            case Operator.Select select -> List.of(select.condition(), select.onTrue(), select.onFalse());
            default -> List.of(operator.inputs().getFirst());
        };
    }

    /** The node of a tensor in memory as an operand of an operator with output shape {@code output}. */
    Node memory(Value value, Shape output) {
        ElementType type = typeOf(value);
        if (value.shape().elements() == output.elements() && !roots.isConstant(value)) {
            return registered(new Node.Tensor(roots.root(value), type));
        }
        return registered(new Node.Spread(
                roots.memory(value), BroadcastRuns.of(value.shape(), output), type, roots.isConstant(value)));
    }

    /** The node of the sums a producer makes. */
    Node sums() {
        return registered(new Node.Sums());
    }

    /** The node of an operator's output, given those of its data operands. */
    Node apply(Operator operator, List<Node> operands) {
        Node first = operands.getFirst();
        return switch (operator) {
            case Operator.Rescale rescale -> rescale(rescale, first);
            case Operator.Table table -> registered(look(first, roots.constant(table.table())));
            case Operator.Mul mul -> {
                int shift = (int) roots.constant(mul.shift()).get(0) & 63;
                yield shift > 0 && first.type() == ElementType.INT
                        ? registered(new Node.MultiplyShifted(first, operands.getLast(), shift))
                        : combine(ElementFunction.MUL, mul, first, operands.getLast());
            }
            case Operator.Binary binary ->
                combine(
                        FastElementwise.functionOf(EvaluateOperator.functionOf(binary)),
                        binary,
                        first,
                        operands.getLast());
            case Operator.Unary unary -> {
                FastElementwise.UnaryForm form = FastElementwise.formOf(unary);
                Object bounds = form.bounds();
                Node second = bounds == null ? first : new Node.Bounds(first.type(), bounds);
                yield combine(form.function(), unary, first, second);
            }
            case Operator.Select _ -> registered(new Node.Choose(first, operands.get(1), operands.getLast()));
            case Operator.Negate negate -> registered(new Node.LookUp(first, tabulate(negate)));
            default -> throw new IllegalStateException(operator.code() + " is not element-wise");
        };
    }

    private static Node look(Node input, Tensor table) {
        return input.type() == ElementType.BYTE
                ? new Node.LookUp(input, table.bytes())
                : new Node.Interpolate(input, new InterpolatedTable(table.shorts()));
    }

    private Node combine(ElementFunction function, Operator.SingleOutput operator, Node first, Node second) {
        return registered(new Node.Combine(function, typeOf(operator.output()), first, second));
    }

    private Node rescale(Operator.Rescale rescale, Node input) {
        int outputZeroPoint = zeroPoint(rescale.outputZeroPoint());
        Tensor multiplier = roots.constant(rescale.multiplier());
        Tensor shift = roots.constant(rescale.shift());
        Node words = words(rescale, input);
        if (rescale.perChannel() && multiplier.length() > 1) {
            return registered(new Node.Narrow(
                    words,
                    new ByteScaling(ints(multiplier), ints(shift), outputZeroPoint, Byte.MIN_VALUE, Byte.MAX_VALUE)));
        }
        int factor = (int) multiplier.get(0);
        int places = (int) shift.get(0);
        boolean doubleRound = rescale.scale32() && rescale.rounding() == RoundingMode.DOUBLE_ROUND;
        if (rescale.output().dtype() == DType.INT8) {
            Requantization scaling =
                    new Requantization(factor, places, doubleRound, outputZeroPoint, Byte.MIN_VALUE, Byte.MAX_VALUE);
            Node pair = pair(words, scaling);
            return registered(pair != null ? pair : new Node.Narrow(words, new ByteScaling(scaling)));
        }
        Requantization scaling = Requantization.toInt32(factor, places, doubleRound);
        boolean fromBytes = input.type() == ElementType.BYTE;
        if (fromBytes && scaling.isIdentity()) {
            return words;
        }
        return registered(
                fromBytes && !scaling.roundsBySign()
                        ? new Node.ScaleBytes(input, zeroPoint(rescale.inputZeroPoint()), scaling)
                        : new Node.Scale(words, scaling));
    }

    /** The operand of a rescale as INT32 without zero point. */
    private Node words(Operator.Rescale rescale, Node input) {
        return input.type() == ElementType.BYTE
                ? registered(new Node.Widen(input, zeroPoint(rescale.inputZeroPoint())))
                : input;
    }

    /** The node that scales a sum, difference or product of two scaled INT8 nodes, or {@code null} if there is none. */
    private static @Nullable Node pair(Node words, Requantization scaling) {
        if (!(words instanceof Node.Combine combine)) {
            return null;
        }
        ElementFunction function = combine.kind.function();
        Node first = combine.operands.getFirst();
        Node second = combine.operands.getLast();
        PairScaling.Operand scaledFirst = operand(first);
        PairScaling.Operand scaledSecond = operand(second);
        boolean combines =
                function == ElementFunction.ADD || function == ElementFunction.SUB || function == ElementFunction.MUL;
        if (!combines || scaledFirst == null || scaledSecond == null) {
            return null;
        }
        PairScaling pair = new PairScaling(scaledFirst, scaledSecond, function, scaling);
        if (!pair.hasFloats()) {
            return null;
        }
        return Node.PairWithPattern.serves(bytes(second))
                ? new Node.PairWithPattern(bytes(first), (Node.Spread) bytes(second), pair)
                : new Node.Pair(bytes(first), bytes(second), pair);
    }

    /** How a node scales an INT8 node, or {@code null} if it does not. */
    private static PairScaling.@Nullable Operand operand(Node words) {
        return switch (words) {
            case Node.Widen widen -> new PairScaling.Operand(widen.zeroPoint, Requantization.SAME);
            case Node.ScaleBytes scale -> new PairScaling.Operand(scale.zeroPoint, scale.scaling);
            case Node.Scale scale
            when scale.operands.getFirst() instanceof Node.Widen widen ->
                new PairScaling.Operand(widen.zeroPoint, scale.scaling);
            default -> null;
        };
    }

    /** The INT8 node that a node scales. */
    private static Node bytes(Node words) {
        Node operand = words.operands.getFirst();
        return words instanceof Node.Scale ? operand.operands.getFirst() : operand;
    }

    private int zeroPoint(Value value) {
        return (int) roots.constant(value).get(0);
    }

    private static int[] ints(Tensor tensor) {
        int[] values = new int[tensor.length()];
        Arrays.setAll(values, i -> (int) tensor.get(i));
        return values;
    }

    /** The table of NEGATE of INT8, by evaluating it for all values. */
    private byte[] tabulate(Operator.Negate negate) {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i - 128);
        }
        Shape shape = Shape.of(all.length);
        Value argument = new Value(0, "argument", DType.INT8, shape);
        Value result = new Value(1, "result", DType.INT8, shape);
        List<Tensor> inputs = List.of(
                Tensor.of(DType.INT8, shape, all),
                roots.constant(negate.inputZeroPoint()),
                roots.constant(negate.outputZeroPoint()));
        return evaluator
                .evaluate(
                        new Operator.Negate(argument, negate.inputZeroPoint(), negate.outputZeroPoint(), result),
                        inputs)
                .bytes();
    }

    /** Records what a new node depends on; yields the node, or a look-up that replaces it. */
    private Node registered(Node node) {
        Node base = commonBase(node);
        if (node.type() != ElementType.BYTE) {
            if (base != null) {
                bases.put(node, base);
            }
            return node;
        }
        if (base == null) {
            bases.put(node, node);
            return node;
        }
        boolean direct = node instanceof Node.LookUp && node.operands.getFirst() == base;
        Node lookUp = direct ? node : new Node.LookUp(base, Program.tabulate(node, base, constants));
        bases.put(lookUp, base);
        return lookUp;
    }

    /** The one INT8 node that all operands are functions of, or {@code null}. */
    private @Nullable Node commonBase(Node node) {
        Node common = null;
        for (Node operand : node.operands) {
            boolean known = operand instanceof Node.Bounds
                    || (operand instanceof Node.Spread spread && spread.isConstantScalar);
            if (known) {
                continue;
            }
            Node base = bases.get(operand);
            if (base == null || (common != null && common != base)) {
                return null;
            }
            common = base;
        }
        boolean byPlace =
                node instanceof Node.PairWithPattern || (node instanceof Node.Narrow narrow && narrow.isByChannel());
        return byPlace ? null : common;
    }
}
