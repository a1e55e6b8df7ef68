package npusim.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every assignment of types to the operands of every operator is accepted exactly if the operator's table of supported
 * data types has it (TOSA 1.0, PRO-INT, EXT-INT16, EXT-INT4), and so is every rank.
 */
class SupportedTypesTest {
    private static final List<DType> TYPES =
            List.of(DType.BOOL, DType.INT4, DType.INT8, DType.INT16, DType.INT32, DType.INT48);

    private static final Set<Rule> TYPE_RULES = EnumSet.of(
            Rule.WRONG_INPUT_TYPE,
            Rule.WRONG_OUTPUT_TYPE,
            Rule.WRONG_ACCUMULATOR_TYPE,
            Rule.WRONG_BIAS_TYPE,
            Rule.NOT_INTEGER_GRAPH);

    private static final Set<Rule> RANK_RULES = EnumSet.of(Rule.WRONG_RANK);

    private static final Block GALLERY = Graphs.gallery().main();

    /** Tables of TOSA 1.0: for each operator the operands' types in order, zero points and the like left out. */
    private static final String TABLES = """
            ARGMAX: 8 32, 16 32
            AVG_POOL2D: 8 32 8, 16 32 16
            MAX_POOL2D: 8 8, 16 16
            CONV2D, CONV3D, DEPTHWISE_CONV2D, TRANSPOSE_CONV2D: 8 8 32 32 32, 8 4 32 32 32, 16 8 48 48 48
            MATMUL: 8 8 32, 16 16 48
            CLAMP: 8 8, 16 16
            ADD, SUB, INTDIV, MAXIMUM, MINIMUM: 32 32 32
            ARITHMETIC_RIGHT_SHIFT, LOGICAL_LEFT_SHIFT, LOGICAL_RIGHT_SHIFT: 8 8 8, 16 16 16, 32 32 32
            BITWISE_AND, BITWISE_OR, BITWISE_XOR: 8 8 8, 16 16 16, 32 32 32
            LOGICAL_AND, LOGICAL_OR, LOGICAL_XOR: b b b
            MUL: 8 8 8 32, 16 16 8 32, 32 32 8 32
            TABLE: 8 8 8, 16 16 32
            ABS, CLZ: 32 32
            BITWISE_NOT, NEGATE: 8 8, 16 16, 32 32
            LOGICAL_NOT: b b
            SELECT: b b b b, b 8 8 8, b 16 16 16, b 32 32 32
            EQUAL, GREATER, GREATER_EQUAL: 32 32 b
            REDUCE_ALL, REDUCE_ANY: b b
            REDUCE_MAX, REDUCE_MIN: 8 8, 16 16, 32 32
            REDUCE_SUM: 32 32
            CONCAT, RESHAPE, REVERSE, SLICE, TILE, TRANSPOSE: b b, 8 8, 16 16, 32 32
            PAD: b b b, 8 8 8, 16 16 16, 32 32 32
            GATHER: 8 32 8, 16 32 16, 32 32 32
            SCATTER: 8 32 8 8, 16 32 16 16, 32 32 32 32
            RESIZE: 8 32, 16 48
            CAST: b 8, b 16, b 32, 8 b, 8 16, 8 32, 16 b, 16 8, 16 32, 32 b, 32 8, 32 16
            RESCALE: 8 32 8 8, 8 32 8 16, 8 32 8 32, 16 32 8 8, 16 32 8 16, 16 32 8 32, \
            32 32 8 8, 32 32 8 16, 32 32 8 32, 48 32 8 8, 48 32 8 16, 48 32 8 32
            CONST: b, 4, 8, 16, 32, 48
            IDENTITY: b b, 4 4, 8 8, 16 16, 32 32, 48 48
            """;

    private static final String RANKS = """
            CONV2D, DEPTHWISE_CONV2D, TRANSPOSE_CONV2D, AVG_POOL2D, MAX_POOL2D, RESIZE: 4
            CONV3D: 5
            MATMUL: 3
            ARGMAX, REDUCE_ALL, REDUCE_ANY, REDUCE_MAX, REDUCE_MIN, REDUCE_SUM: 1 2 3 4 5 6
            CONCAT, PAD, REVERSE, SLICE, TILE, TRANSPOSE: 1 2 3 4 5 6
            """;

    private static List<Operator> operators() {
        return GALLERY.operators()
                .reject(operator -> operator instanceof Operator.ConstShape)
                .distinctBy(Operator::code)
                .castToList();
    }

    /** The line of a table that is for an operator, without the names. */
    private static String line(String table, OpCode code, String otherwise) {
        return table.lines()
                .filter(line -> List.of(line.substring(0, line.indexOf(':')).split(", "))
                        .contains(code.name()))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(otherwise);
    }

    @Test
    void tablesNameEveryOperator() {
        assertThat(operators())
                .allSatisfy(operator -> assertThat(line(TABLES, operator.code(), ""))
                        .as("%s", operator.code())
                        .isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("operators")
    void acceptsExactlyTheSupportedTypes(Operator operator) throws ReflectiveOperationException {
        Set<String> expected = new TreeSet<>(List.of(
                line(TABLES, operator.code(), "").replaceAll("\\s+", " ").split(", ")));
        Set<String> accepted = new TreeSet<>();
        int[] digits = new int[(int) slots(operator)];
        do {
            List<DType> types = new ArrayList<>();
            for (int digit : digits) {
                types.add(TYPES.get(digit));
            }
            if (accepts(withTypes(operator, types), TYPE_RULES)) {
                accepted.add(types.stream().map(SupportedTypesTest::shortName).collect(Collectors.joining(" ")));
            }
        } while (increment(digits));
        assertThat(accepted).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void zeroPointsHaveTheTypeOfWhatTheyBelongTo(Operator operator) throws ReflectiveOperationException {
        RecordComponent[] components = operator.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            if (!owner(components[i]).isEmpty()) {
                for (DType dtype : TYPES) {
                    Object[] values = values(operator);
                    Value zeroPoint = (Value) values[i];
                    values[i] = typed(zeroPoint, dtype);
                    assertThat(accepts(make(operator, values), TYPE_RULES))
                            .as("%s of type %s in %s", components[i].getName(), dtype, operator)
                            .isEqualTo(dtype == zeroPoint.dtype());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operators")
    void acceptsExactlyTheSupportedRanks(Operator operator) throws ReflectiveOperationException {
        if (operator instanceof Operator.Gather || operator instanceof Operator.Scatter) {
            return; // operands of two ranks, which VerifyGraphTest tells apart
        }
        Set<String> accepted = new TreeSet<>();
        for (int rank = 0; rank <= 7; rank++) {
            Object[] values = values(operator);
            RecordComponent[] components = operator.getClass().getRecordComponents();
            for (int i = 0; i < values.length; i++) {
                if (values[i] instanceof Value value && isData(components[i], value)) {
                    values[i] = shaped(value, rank);
                } else if (values[i] instanceof ImmutableList<?> list) {
                    int all = rank;
                    values[i] = list.collect(each -> shaped((Value) each, all));
                }
            }
            if (accepts(make(operator, values), RANK_RULES)) {
                accepted.add(Integer.toString(rank));
            }
        }
        assertThat(String.join(" ", accepted)).isEqualTo(line(RANKS, operator.code(), "0 1 2 3 4 5 6"));
    }

    /** Whether an operand has a rank of its own: it is neither a list of numbers nor a shape. */
    private static boolean isData(RecordComponent component, Value value) {
        return owner(component).isEmpty()
                && value.dtype() != DType.SHAPE
                && !Set.of("bias", "shift", "multiplier", "table", "padConstant")
                        .contains(component.getName());
    }

    private static Value shaped(Value value, int rank) {
        int[] extents = new int[rank];
        Arrays.fill(extents, 1);
        return new Value(value.id(), value.name(), value.dtype(), Shape.of(extents));
    }

    private static Value typed(Value value, DType dtype) {
        return new Value(value.id(), value.name(), dtype, value.shape());
    }

    private static boolean increment(int[] digits) {
        for (int i = 0; i < digits.length; i++) {
            if (++digits[i] < TYPES.size()) {
                return true;
            }
            digits[i] = 0;
        }
        return false;
    }

    private static String shortName(DType dtype) {
        return dtype == DType.BOOL ? "b" : Integer.toString(dtype.bits());
    }

    /** Number of components with a type of their own. */
    private static long slots(Operator operator) throws ReflectiveOperationException {
        Object[] values = values(operator);
        RecordComponent[] components = operator.getClass().getRecordComponents();
        return IntStream.range(0, values.length)
                .filter(i -> hasOwnType(components[i], values[i]))
                .count();
    }

    private static boolean hasOwnType(RecordComponent component, Object value) {
        boolean tensor = value instanceof Value operand && operand.dtype() != DType.SHAPE;
        return owner(component).isEmpty() && (tensor || value instanceof DType || value instanceof ImmutableList<?>);
    }

    /** The component whose type a zero point shares; empty for other components. */
    private static String owner(RecordComponent component) {
        return switch (component.getName()) {
            case "inputZeroPoint" -> "input";
            case "weightZeroPoint" -> "weight";
            case "outputZeroPoint" -> "output";
            case "aZeroPoint" -> "a";
            case "bZeroPoint" -> "b";
            default -> "";
        };
    }

    private static Operator withTypes(Operator operator, List<DType> types) throws ReflectiveOperationException {
        Object[] values = values(operator);
        RecordComponent[] components = operator.getClass().getRecordComponents();
        int next = 0;
        for (int i = 0; i < values.length; i++) {
            if (hasOwnType(components[i], values[i])) {
                DType dtype = types.get(next++);
                values[i] = switch (values[i]) {
                    case Value value -> typed(value, dtype);
                    case ImmutableList<?> list -> list.collect(each -> typed((Value) each, dtype));
                    default -> dtype;
                };
            }
        }
        for (int i = 0; i < values.length; i++) {
            String owner = owner(components[i]);
            for (int k = 0; k < values.length && !owner.isEmpty(); k++) {
                // NEGATE calls its input input1
                if (components[k].getName().replace("input1", "input").equals(owner)) {
                    values[i] = typed((Value) values[i], ((Value) values[k]).dtype());
                }
            }
        }
        return make(operator, values);
    }

    private static Object[] values(Operator operator) throws ReflectiveOperationException {
        RecordComponent[] components = operator.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = components[i].getAccessor().invoke(operator);
        }
        return values;
    }

    private static Operator make(Operator operator, Object[] values) throws ReflectiveOperationException {
        return (Operator) operator.getClass().getDeclaredConstructors()[0].newInstance(values);
    }

    /** Whether an operator by itself breaks none of {@code rules}. */
    private static boolean accepts(Operator operator, Set<Rule> rules) {
        Block block = new Block(
                "main",
                Lists.immutable.empty(),
                Lists.immutable.empty(),
                Lists.immutable.of(operator),
                GALLERY.constants());
        return VerifyGraph.verify(new Graph(block, Integer.MAX_VALUE), Level.EIGHT_K)
                .noneSatisfy(problem -> rules.contains(problem.rule()));
    }
}
