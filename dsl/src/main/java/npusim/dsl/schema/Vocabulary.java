package npusim.dsl.schema;

import static npusim.dsl.schema.Types.openWord;
import static npusim.dsl.schema.Types.word;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The words that lists and tables may name. They are closed, as a row with a misspelt word would never hold and nothing
 * would say so; only kinds of memories may be added to, each with a row of an energy table and a memory that has it.
 */
final class Vocabulary {

    private static final String[] OPERATION_CLASSES = {
        "convolution",
        "depthwise",
        "fully_connected",
        "matmul",
        "pooling",
        "reduce_sum",
        "reduce_min_max",
        "argmax",
        "elementwise",
        "resize"
    };

    private static final String[] OPERATIONS = {
        "convolution",
        "depthwise",
        "fully_connected",
        "matmul",
        "max_pool",
        "average_pool",
        "sum_pool",
        "null_pool",
        "reduce_sum",
        "reduce_min",
        "reduce_max",
        "argmax",
        "resize",
        "mul",
        "add",
        "sub",
        "minimum",
        "maximum",
        "leaky_relu",
        "abs",
        "clz",
        "shr",
        "shl",
        "lsr",
        "div",
        "equal",
        "not_equal",
        "greater",
        "greater_equal",
        "bitwise_and",
        "bitwise_or",
        "bitwise_xor",
        "bitwise_not",
        "bitwise_and_not",
        "table",
        "gather",
        "scatter"
    };

    static final PropertyType OPERATION_CLASS = word("operation class", OPERATION_CLASSES);

    static final PropertyType OPERATION = word("operation", OPERATIONS);

    static final PropertyType OPERATION_OR_CLASS = word(
            "operation or class",
            Stream.of(OPERATION_CLASSES, OPERATIONS)
                    .flatMap(Arrays::stream)
                    .distinct()
                    .toArray(String[]::new));

    static final PropertyType CAPABILITY = word(
            "capability",
            "chaining",
            "operand_scaling",
            "transpose_nwhc",
            "transpose_nhcw",
            "transpose_nwch",
            "transpose_nchw",
            "transpose_ncwh",
            "elementwise_transpose_nhcw",
            "elementwise_transpose_nchw",
            "reverse_h",
            "reverse_w",
            "reverse_c");

    static final PropertyType ACTIVATION = word(
            "activation",
            "none",
            "clamp",
            "relu",
            "relu6",
            "table",
            "tanh",
            "sigmoid",
            "transpose_nwhc",
            "transpose_nhcw",
            "transpose_nwch",
            "transpose_nchw",
            "transpose_ncwh",
            "reverse_h",
            "reverse_w",
            "reverse_c");

    static final List<String> MEMORY_KINDS = List.of("sram", "dram", "off_chip_flash", "on_chip_flash", "cache");

    static final List<String> BUFFERS = List.of("ifm_buffer", "accumulator", "output_buffer");

    static final PropertyType MEMORY_KIND = openWord("memory kind", MEMORY_KINDS);

    static final PropertyType.Symbol ACCESSED = openWord(
            "memory kind or buffer",
            Stream.of(MEMORY_KINDS, BUFFERS).flatMap(List::stream).toList());

    /** The operators of TOSA 1.0 that compute integers, in small letters. */
    static final PropertyType TOSA_OPERATOR = word(
            "TOSA operator",
            ("argmax avg_pool2d conv2d conv3d depthwise_conv2d matmul max_pool2d transpose_conv2d clamp add "
                            + "arithmetic_right_shift bitwise_and bitwise_or bitwise_xor intdiv logical_and "
                            + "logical_left_shift logical_right_shift logical_or logical_xor maximum minimum mul sub table "
                            + "abs bitwise_not clz logical_not negate select equal greater greater_equal reduce_all "
                            + "reduce_any reduce_max reduce_min reduce_sum concat pad reshape reverse slice "
                            + "tile transpose gather scatter resize cast rescale identity")
                    .split(" "));

    private Vocabulary() {}

    /** The lists that are too long for a line of their own. */
    static List<PropertyType.Symbol> lists() {
        return Stream.of(OPERATION_CLASS, OPERATION, CAPABILITY, ACTIVATION, ACCESSED, TOSA_OPERATOR)
                .map(PropertyType.Symbol.class::cast)
                .toList();
    }
}
