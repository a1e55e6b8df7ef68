package npusim.graph;

/**
 * The rules a graph and its run can break. Keys are stable: tools and test sets match on them, wording may change. The
 * rules that the TOSA 1.0 specification states as {@code ERROR_IF} carry the names that its conformance tests use.
 */
public enum Rule {
    // structure of the file and the graph
    MALFORMED_FILE("MalformedFile", "the file is not a well-formed TOSA flatbuffer"),
    UNSUPPORTED_VERSION("UnsupportedVersion", "the file's version is not 1.0"),
    NOT_INTEGER_GRAPH("NotIntegerGraph", "an operator or tensor is floating-point, the graph is not an integer graph"),
    UNSUPPORTED_OPERATOR(
            "UnsupportedOperator", "the operator is not one of TOSA 1.0's integer profile and its extensions"),
    MISSING_BLOCK("MissingBlock", "a region, block or block name that is needed is not there"),
    DUPLICATE_TENSOR("DuplicateTensor", "a tensor name is defined or produced twice in a block"),
    GRAPH_INPUT_MISSING(
            "GraphInputMissing",
            "an input or output of a block names no tensor, or a tensor of a type it may not have"),
    CYCLIC_GRAPH("CyclicGraph", "operators depend on each other in a cycle"),
    INVALID_SHAPE("InvalidShape", "every extent of a tensor is at least 1 and its size is representable"),
    INVALID_CONSTANT("InvalidConstant", "a constant's bytes fit its type and shape"),
    ATTRIBUTE_MISSING("AttributeMissing", "the operator's attributes are there and have the right length"),
    MEMORY_LIMIT("MemoryLimit", "the graph's tensors fit in the memory limit"),
    LEVEL_EXCEEDED("LevelExceeded", "arguments are within the level's maxima"),
    NESTING_TOO_DEEP("NestingTooDeep", "control flow is nested at most MAX_NESTING deep"),
    NOT_COMPILE_TIME_CONSTANT(
            "NotCompileTimeConstant", "an operand that PRO-INT requires to be a compile-time constant is one"),
    // ERROR_IF rules
    WRONG_INPUT_LIST("WrongInputList", "the operator has exactly the inputs of its argument list"),
    WRONG_OUTPUT_LIST("WrongOutputList", "the operator has exactly the outputs of its argument list"),
    WRONG_INPUT_TYPE("WrongInputType", "the input types are in the operator's table of supported data types"),
    WRONG_OUTPUT_TYPE("WrongOutputType", "the output type is in the operator's table of supported data types"),
    WRONG_ACCUMULATOR_TYPE(
            "WrongAccumulatorType", "acc_type is the accumulator type of the operator's table of supported data types"),
    WRONG_BIAS_TYPE("WrongBiasType", "the bias has the type of the output"),
    WRONG_RANK("WrongRank", "the operand's rank is within the range of the operator's arguments"),
    INPUT_RANK1_WRONG_RANK("InputRank1WrongRank", "the operand has rank 1"),
    RANK_MISMATCH("RankMismatch", "inputs and output have the same rank"),
    DIMENSION_MISMATCH(
            "DimensionMismatch", "output shape is the broadcast of the input shapes, or equal dimensions are equal"),
    BROADCAST_SHAPES_MISMATCH("BroadcastShapesMismatch", "the input shapes can be broadcast to each other"),
    INPUT_ZERO_POINT_NOT_ZERO("InputZeroPointNotZero", "only int8 (RESCALE: also uint16) may have an input zero point"),
    WEIGHT_ZERO_POINT_NOT_ZERO("WeightZeroPointNotZero", "only int8 may have a weight zero point"),
    OUTPUT_ZERO_POINT_NOT_ZERO(
            "OutputZeroPointNotZero", "only int8 (RESCALE: also uint16) may have an output zero point"),
    U16_INPUT_ZERO_POINT_NOT_VALID("U16InputZeroPointNotValid", "the zero point of a uint16 input is 0 or 32768"),
    U16_OUTPUT_ZERO_POINT_NOT_VALID("U16OutputZeroPointNotValid", "the zero point of a uint16 output is 0 or 32768"),
    AXIS_SMALLER_ZERO("AxisSmallerZero", "0 <= axis"),
    AXIS_LARGER_RANK("AxisLargerRank", "axis < rank"),
    ARGMAX_OUTPUT_RANK_MISMATCH("ArgmaxOutputRankMismatch", "rank(output) = rank(input) - 1"),
    ARGMAX_OUTPUT_SHAPE_MISMATCH("ArgmaxOutputShapeMismatch", "output shape is the input shape without the axis"),
    SHAPE_OF_AXIS_NOT_ONE("ShapeOfAxisNotOne", "the output's extent along the axis is 1"),
    KERNEL_SMALLER_ONE("KernelSmallerOne", "kernel >= 1"),
    STRIDE_SMALLER_ONE("StrideSmallerOne", "stride >= 1"),
    DILATION_SMALLER_ONE("DilationSmallerOne", "dilation >= 1"),
    PAD_SMALLER_ZERO("PadSmallerZero", "padding >= 0"),
    PAD_LARGER_EQUAL_KERNEL("PadLargerEqualKernel", "padding < kernel"),
    PAD_OUTPUT_SHAPE_MISMATCH("PadOutputShapeMismatch", "output extent = before + input extent + after"),
    POOLING_OUTPUT_SHAPE_MISMATCH(
            "PoolingOutputShapeMismatch", "output extent = (input + padding - kernel) / stride + 1"),
    POOLING_OUTPUT_SHAPE_NON_INTEGER(
            "PoolingOutputShapeNonInteger", "input + padding - kernel is a multiple of stride"),
    CONV_OUTPUT_SHAPE_MISMATCH(
            "ConvOutputShapeMismatch", "output extent follows from input, kernel, padding, stride and dilation"),
    CONV_OUTPUT_SHAPE_NON_INTEGER(
            "ConvOutputShapeNonInteger", "input - 1 + padding - (kernel - 1) * dilation is a multiple of stride"),
    CONV_BIAS_SHAPE_MISMATCH("ConvBiasShapeMismatch", "the bias has one element or one for each output channel"),
    MAX_SMALLER_MIN("MaxSmallerMin", "min_val <= max_val"),
    CONCAT_NO_INPUT_LIST("ConcatNoInputList", "CONCAT has at least one input"),
    CONCAT_INPUT_RANK_MISMATCH("ConcatInputRankMismatch", "all inputs of CONCAT have the rank of the output"),
    CONCAT_INPUT_DIM_MISMATCH("ConcatInputDimMismatch", "inputs of CONCAT agree in every dimension but the axis"),
    CONCAT_SHAPE_SUM_MISMATCH("ConcatShapeSumMismatch", "the output's extent along the axis is the sum of the inputs'"),
    TENSOR_SIZE_INPUT_OUTPUT_MISMATCH(
            "TensorSizeInputOutputMismatch", "input and output have the same number of elements"),
    RESHAPE_SHAPE_MISMATCH("ReshapeShapeMismatch", "output shape is the shape operand"),
    INPUT_SIZE_START_LENGTH_MISMATCH(
            "InputSizeStartLengthMismatch", "start and size have one entry for each dimension"),
    START_SMALLER_ZERO("StartSmallerZero", "start >= 0"),
    SIZE_SMALLER_EQUAL_ZERO("SizeSmallerEqualZero", "size >= 1"),
    START_SIZE_OUTSIDE_BOUNDS("StartSizeOutsideBounds", "start + size <= input extent"),
    SIZE_OUTPUT_SHAPE_MISMATCH("SizeOutputShapeMismatch", "output shape is size"),
    TILE_MULTIPLES_OUTPUT_SHAPE_MISMATCH("TileMultiplesOutputShapeMismatch", "output extent = input extent * multiple"),
    INDEX_OUTSIDE_BOUNDS("IndexOutsideBounds", "0 <= perms[i] < rank"),
    INDEX_USED_TWICE("IndexUsedTwice", "perms names each dimension once"),
    TRANSPOSE_PERMS_OUTPUT_SHAPE_MISMATCH(
            "TransposePermsOutputShapeMismatch", "output extent i = input extent perms[i]"),
    MAX_DIM_EXCEEDED("MaxDimExceeded", "image extents are below 16384"),
    SCALE_SMALLER_EQUAL_ZERO("ScaleSmallerEqualZero", "scale numerators and denominators are positive"),
    SCALE_N_LARGER_MAX("ScaleNLargerMax", "scale numerators are at most 2048"),
    SCALE_D_LARGER_MAX("ScaleDLargerMax", "scale denominator < 16 * numerator"),
    OFFSET_SMALLER_MIN("OffsetSmallerMin", "offset >= -scale numerator"),
    OFFSET_LARGER_EQUAL_MAX("OffsetLargerEqualMax", "offset < 16 * scale numerator"),
    BORDER_SMALLER_MIN("BorderSmallerMin", "border >= -16 * scale numerator"),
    BORDER_LARGER_EQUAL_MAX("BorderLargerEqualMax", "border < scale numerator"),
    BATCH_MISMATCH("BatchMismatch", "input and output have the same batch"),
    CHANNEL_MISMATCH("ChannelMismatch", "input and output have the same channels"),
    RESIZE_OUTPUT_SHAPE_MISMATCH(
            "ResizeOutputShapeMismatch",
            "output extent = ((input - 1) * numerator - offset + border) / denominator + 1"),
    RESIZE_OUTPUT_SHAPE_NON_INTEGER(
            "ResizeOutputShapeNonInteger",
            "(input - 1) * numerator - offset + border is a multiple of the denominator"),
    SCALE_TRUE("ScaleTrue", "scale32 is not used with int48 input"),
    SCALE_NOT_TRUE("ScaleNotTrue", "DOUBLE_ROUND is used only with scale32"),
    RESCALE_INPUT_UNSIGNED_OUTPUT_UNSIGNED(
            "RescaleInputUnsignedOutputUnsigned", "input and output are not both unsigned"),
    RESCALE_I32_OUTPUT_INPUT_UNSIGNED("RescaleI32OutputInputUnsigned", "an int32 output has no unsigned input"),
    RESCALE_I32_INPUT_OUTPUT_UNSIGNED("RescaleI32InputOutputUnsigned", "an int32 input has no unsigned output"),
    RESCALE_I48_INPUT_OUTPUT_UNSIGNED("RescaleI48InputOutputUnsigned", "an int48 input has no unsigned output"),
    RESCALE_I48_INPUT_UNSIGNED("RescaleI48InputUnsigned", "there is no unsigned int48 input"),
    RESCALE_I32_INPUT_UNSIGNED("RescaleI32InputUnsigned", "there is no unsigned int32 input"),
    RESCALE_I32_OUTPUT_UNSIGNED("RescaleI32OutputUnsigned", "there is no unsigned int32 output"),
    RESCALE_PER_CHANNEL_RANK0("RescalePerChannelRank0", "per-channel needs rank 1 at least"),
    RESCALE_CHANNEL_MISMATCH("RescaleChannelMismatch", "multiplier and shift have NC elements"),
    TABLE_SIZE_MISMATCH("TableSizeMismatch", "the table has 256 (int8) or 513 (int16) entries"),
    COND_IF_COND_NOT_MATCHING_BOOL("CondIfCondNotMatchingBool", "the condition is BOOL"),
    COND_IF_COND_SHAPE_NOT_SIZE_ONE("CondIfCondShapeNotSizeOne", "the condition has one element"),
    COND_IF_INPUT_LIST_THEN_GRAPH_MISMATCH("CondIfInputListThenGraphMismatch", "the inputs fit the then block"),
    COND_IF_INPUT_LIST_ELSE_GRAPH_MISMATCH("CondIfInputListElseGraphMismatch", "the inputs fit the else block"),
    COND_IF_OUTPUT_LIST_THEN_GRAPH_MISMATCH("CondIfOutputListThenGraphMismatch", "the outputs fit the then block"),
    COND_IF_OUTPUT_LIST_ELSE_GRAPH_MISMATCH("CondIfOutputListElseGraphMismatch", "the outputs fit the else block"),
    INPUT_LIST_OUTPUT_LIST_MISMATCH(
            "InputListOutputListMismatch", "inputs and outputs of WHILE_LOOP have the same types and shapes"),
    INPUT_LIST_COND_GRAPH_MISMATCH("InputListCondGraphMismatch", "the inputs fit the condition block"),
    INPUT_LIST_BODY_GRAPH_INPUT_MISMATCH("InputListBodyGraphInputMismatch", "the inputs fit the body block's inputs"),
    INPUT_LIST_BODY_GRAPH_OUTPUT_MISMATCH(
            "InputListBodyGraphOutputMismatch", "the inputs fit the body block's outputs"),
    COND_GRAPH_OUTPUT_NOT_MATCHING_BOOL("CondGraphOutputNotMatchingBool", "the condition block yields one BOOL tensor"),
    COND_GRAPH_OUTPUT_SHAPE_NOT_SIZE_ONE(
            "CondGraphOutputShapeNotSizeOne", "the condition block's output has one element"),
    VARIABLE_NOT_DECLARED("VariableNotDeclared", "a variable is declared before it is read or written"),
    VARIABLE_DECLARED_TWICE("VariableDeclaredTwice", "a variable is declared once"),
    VARIABLE_MISMATCH("VariableMismatch", "type and shape are those of the variable"),
    // outcomes of running a graph that the specification leaves unpredictable (REQUIRE)
    INDEX_OUT_OF_RANGE("IndexOutOfRange", "indices of GATHER and SCATTER are in range"),
    SCATTER_POSITION_TWICE("ScatterPositionTwice", "SCATTER writes a position once"),
    DIVISION_BY_ZERO("DivisionByZero", "the divisor is not 0"),
    VARIABLE_NOT_WRITTEN("VariableNotWritten", "a variable is written before it is read"),
    OVERFLOW("Overflow", "sums, products and differences fit their type"),
    SHIFT_OUT_OF_RANGE("ShiftOutOfRange", "the shift amount is within the type's width"),
    RESCALE_MULTIPLIER_NEGATIVE("RescaleMultiplierNegative", "multipliers are not negative"),
    RESCALE_SHIFT_OUT_OF_RANGE("RescaleShiftOutOfRange", "2 <= shift <= 62"),
    RESCALE_VALUE_OUT_OF_RANGE("RescaleValueOutOfRange", "-(1 << (shift - 1)) <= value < 1 << (shift - 1)"),
    RESCALE_RESULT_OUT_OF_RANGE("RescaleResultOutOfRange", "the scaled value fits int32"),
    TABLE_SLOPE_OUT_OF_RANGE("TableSlopeOutOfRange", "neighbouring table entries differ by an int16"),
    INT4_WEIGHT_OUT_OF_RANGE("Int4WeightOutOfRange", "int4 weights are at least -7"),
    LOOP_LIMIT("LoopLimit", "a WHILE_LOOP ends within the iteration limit"),
    INPUT_MISMATCH("InputMismatch", "an input given has the name, type and shape of the graph's input");

    private final String key;
    private final String requirement;

    Rule(String key, String requirement) {
        this.key = key;
        this.requirement = requirement;
    }

    /** Stable name, as {@code ConvOutputShapeMismatch}. */
    public String key() {
        return key;
    }

    /** What holds when the rule is kept. */
    public String requirement() {
        return requirement;
    }
}
