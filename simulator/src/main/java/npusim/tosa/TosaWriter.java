package npusim.tosa;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import npusim.file.WholeFile;
import npusim.graph.Block;
import npusim.graph.Graph;
import npusim.graph.OpCode;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import npusim.tensor.TensorBytes;
import npusim.tosa.TosaFormat.BlockSlot;
import npusim.tosa.TosaFormat.GraphSlot;
import npusim.tosa.TosaFormat.OperatorSlot;
import npusim.tosa.TosaFormat.RegionSlot;
import npusim.tosa.TosaFormat.ShapeSlot;
import npusim.tosa.TosaFormat.TensorSlot;
import npusim.tosa.TosaFormat.VersionSlot;
import org.jspecify.annotations.Nullable;

/**
 * Writes TOSA 1.0.0 flatbuffers as the converters do: one region, control-flow blocks as further blocks of it, CONST_SHAPE
 * in {@code shapes}, the draft flag at its default.
 */
public final class TosaWriter {
    private static final int INITIAL_BYTES = 1 << 16;
    private static final int DATA_ALIGNMENT = 8;

    private final FlatBufferBuilder builder = new FlatBufferBuilder(INITIAL_BYTES);
    private final SequencedMap<String, Block> blocks = new LinkedHashMap<>();
    private final Map<String, Value> declarations = new LinkedHashMap<>();

    private TosaWriter() {}

    /** Writes {@code graph}; the file appears only when it is complete. */
    public static void write(Graph graph, Path file) throws IOException {
        WholeFile.write(file, format(graph));
    }

    /**
     * The bytes of a file.
     *
     * @throws IllegalArgumentException if two different blocks have one name
     */
    public static byte[] format(Graph graph) {
        TosaWriter writer = new TosaWriter();
        writer.collect(graph.main());
        List<Integer> blocks = new ArrayList<>();
        for (Block block : writer.blocks.values()) {
            blocks.add(writer.block(block));
        }
        return writer.finish(blocks, graph.main().name());
    }

    private void collect(Block block) {
        Block same = blocks.putIfAbsent(block.name(), block);
        if (same != null && !signature(same).equals(signature(block))) {
            throw new IllegalArgumentException("two different blocks are named '" + block.name() + "'");
        }
        for (Operator operator : block.operators()) {
            switch (operator) {
                case Operator.Variable variable -> declarations.put(variable.name(), variable.declaration());
                case Operator.CondIf condIf -> {
                    collect(condIf.thenBlock());
                    collect(condIf.elseBlock());
                }
                case Operator.WhileLoop loop -> {
                    collect(loop.conditionBlock());
                    collect(loop.bodyBlock());
                }
                default -> {}
            }
        }
    }

    private static List<String> signature(Block block) {
        List<String> signature = new ArrayList<>();
        block.inputs().forEach(value -> signature.add(value.toString()));
        for (Operator operator : block.operators()) {
            signature.add(operator.code() + operator.inputs().toString() + operator.outputs());
        }
        block.outputs().forEach(value -> signature.add(value.toString()));
        return signature;
    }

    private byte[] finish(List<Integer> blockOffsets, String name) {
        int blockVector = offsets(blockOffsets);
        int regionName = builder.createString(name);
        builder.startTable(RegionSlot.COUNT);
        builder.addOffset(RegionSlot.NAME, regionName, 0);
        builder.addOffset(RegionSlot.BLOCKS, blockVector, 0);
        int regions = offsets(List.of(builder.endTable()));
        builder.startTable(VersionSlot.COUNT);
        builder.addInt(VersionSlot.MAJOR, TosaFormat.MAJOR, -1);
        builder.addInt(VersionSlot.MINOR, TosaFormat.MINOR, -1);
        builder.addInt(VersionSlot.PATCH, 0, -1);
        int version = builder.endTable();
        builder.startTable(GraphSlot.COUNT);
        builder.addOffset(GraphSlot.VERSION, version, 0);
        builder.addOffset(GraphSlot.REGIONS, regions, 0);
        builder.finish(builder.endTable(), new String(TosaFormat.IDENTIFIER, StandardCharsets.US_ASCII));
        return builder.sizedByteArray();
    }

    private int block(Block block) {
        SequencedMap<String, Integer> tensors = new LinkedHashMap<>();
        SequencedMap<String, Integer> shapes = new LinkedHashMap<>();
        List<Integer> operators = new ArrayList<>();
        for (Value input : block.inputs()) {
            tensors.computeIfAbsent(input.name(), _ -> tensor(input, null, ""));
        }
        for (Operator operator : block.operators()) {
            define(operator, block, tensors, shapes);
            operators.add(operator(operator));
        }
        int operatorVector = offsets(operators);
        int tensorVector = offsets(List.copyOf(tensors.values()));
        int shapeVector = offsets(List.copyOf(shapes.values()));
        int inputs = names(block.inputs().collect(Value::name));
        int outputs = names(block.outputs().collect(Value::name));
        int name = builder.createString(block.name());
        builder.startTable(BlockSlot.COUNT);
        builder.addOffset(BlockSlot.NAME, name, 0);
        builder.addOffset(BlockSlot.OPERATORS, operatorVector, 0);
        builder.addOffset(BlockSlot.TENSORS, tensorVector, 0);
        builder.addOffset(BlockSlot.INPUTS, inputs, 0);
        builder.addOffset(BlockSlot.OUTPUTS, outputs, 0);
        builder.addOffset(BlockSlot.SHAPES, shapeVector, 0);
        return builder.endTable();
    }

    private void define(
            Operator operator,
            Block block,
            SequencedMap<String, Integer> tensors,
            SequencedMap<String, Integer> shapes) {
        switch (operator) {
            case Operator.Variable variable ->
                tensors.put(
                        variable.declaration().name(),
                        tensor(variable.declaration(), variable.initialValue(), variable.name()));
            case Operator.VariableWrite write -> {
                Value variable = declarations.getOrDefault(write.name(), write.input1());
                tensors.computeIfAbsent(variable.name(), _ -> tensor(variable, null, write.name()));
            }
            case Operator.VariableRead read -> {
                Value variable = declarations.getOrDefault(read.name(), read.output());
                tensors.computeIfAbsent(variable.name(), _ -> tensor(variable, null, read.name()));
                tensors.computeIfAbsent(read.output().name(), _ -> tensor(read.output(), null, ""));
            }
            default -> {
                for (Value output : operator.outputs()) {
                    if (output.dtype() == DType.SHAPE) {
                        shapes.put(output.name(), shape(output, block.constant(output)));
                    } else {
                        tensors.put(output.name(), tensor(output, block.constant(output), ""));
                    }
                }
            }
        }
    }

    private int tensor(Value value, @Nullable Tensor constant, String variableName) {
        int data = constant == null ? 0 : data(constant);
        int name = builder.createString(value.name());
        int variable = variableName.isEmpty() ? 0 : builder.createString(variableName);
        int shape = int32s(value.shape().toArray());
        builder.startTable(TensorSlot.COUNT);
        builder.addOffset(TensorSlot.NAME, name, 0);
        builder.addOffset(TensorSlot.SHAPE, shape, 0);
        builder.addInt(TensorSlot.TYPE, value.dtype().code(), 0);
        builder.addOffset(TensorSlot.DATA, data, 0);
        builder.addBoolean(TensorSlot.VARIABLE, !variableName.isEmpty(), false);
        builder.addOffset(TensorSlot.VARIABLE_NAME, variable, 0);
        return builder.endTable();
    }

    private int shape(Value value, @Nullable Tensor constant) {
        int data = constant == null ? 0 : data(constant);
        int name = builder.createString(value.name());
        Shape shape = value.shape();
        builder.startTable(ShapeSlot.COUNT);
        builder.addOffset(ShapeSlot.NAME, name, 0);
        builder.addInt(ShapeSlot.RANK, shape.dimension(0), 0);
        builder.addOffset(ShapeSlot.DATA, data, 0);
        return builder.endTable();
    }

    private int data(Tensor tensor) {
        return bytes(TensorBytes.pack(tensor));
    }

    /** A vector of bytes whose first is aligned to eight. */
    private int bytes(byte[] data) {
        builder.prep(DATA_ALIGNMENT, data.length);
        return builder.createByteVector(data);
    }

    private int operator(Operator operator) {
        OpCode code = operator.code();
        int attribute = new AttributeWriter(builder, this::bytes).write(operator);
        List<String> inputNames = new ArrayList<>();
        List<String> outputNames = new ArrayList<>();
        operator.inputs().forEach(value -> inputNames.add(value.name()));
        operator.outputs().forEach(value -> outputNames.add(value.name()));
        if (operator instanceof Operator.VariableRead read) {
            inputNames.add(declarations.getOrDefault(read.name(), read.output()).name());
        } else if (operator instanceof Operator.VariableWrite write) {
            outputNames.add(
                    declarations.getOrDefault(write.name(), write.input1()).name());
        }
        int inputs = names(inputNames);
        int outputs = names(outputNames);
        builder.startTable(OperatorSlot.COUNT);
        builder.addInt(OperatorSlot.OP, code.number(), 0);
        builder.addByte(OperatorSlot.ATTRIBUTE_TYPE, (byte) code.number(), 0);
        builder.addOffset(OperatorSlot.ATTRIBUTE, attribute, 0);
        builder.addOffset(OperatorSlot.INPUTS, inputs, 0);
        builder.addOffset(OperatorSlot.OUTPUTS, outputs, 0);
        return builder.endTable();
    }

    private int names(Iterable<String> names) {
        List<Integer> strings = new ArrayList<>();
        for (String name : names) {
            strings.add(builder.createString(name));
        }
        return offsets(strings);
    }

    private int offsets(List<Integer> offsets) {
        builder.startVector(Integer.BYTES, offsets.size(), Integer.BYTES);
        for (int offset : offsets.reversed()) {
            builder.addOffset(offset);
        }
        return builder.endVector();
    }

    private int int32s(int[] values) {
        return AttributeWriter.int32s(builder, values);
    }
}
