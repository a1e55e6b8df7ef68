package npusim.tosa;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import npusim.graph.OpCode;
import npusim.tensor.DType;
import npusim.tosa.TosaFormat.BlockSlot;
import npusim.tosa.TosaFormat.GraphSlot;
import npusim.tosa.TosaFormat.OperatorSlot;
import npusim.tosa.TosaFormat.RegionSlot;
import npusim.tosa.TosaFormat.TensorSlot;
import npusim.tosa.TosaFormat.VersionSlot;

/** Writes TOSA files that {@link TosaWriter} would not: other versions and forms, wrong names, operators in any order. */
final class RawTosa {
    private final FlatBufferBuilder builder = new FlatBufferBuilder();
    private final List<Integer> regions = new ArrayList<>();
    private final List<Integer> blocks = new ArrayList<>();
    private final List<Integer> operators = new ArrayList<>();
    private final List<Integer> tensors = new ArrayList<>();
    private int major = 1;
    private int minor = 0;
    private boolean draft = true;

    RawTosa version(int major, int minor, boolean draft) {
        this.major = major;
        this.minor = minor;
        this.draft = draft;
        return this;
    }

    private int names(List<String> names) {
        return vector(names.stream().map(builder::createString).toList());
    }

    private int vector(List<Integer> offsets) {
        List<Integer> reversed = new ArrayList<>(offsets);
        Collections.reverse(reversed);
        builder.startVector(4, reversed.size(), 4);
        reversed.forEach(builder::addOffset);
        return builder.endVector();
    }

    RawTosa tensor(String name, DType dtype, byte[] data, int... shape) {
        int nameAt = builder.createString(name);
        int shapeAt = AttributeWriter.int32s(builder, shape);
        int dataAt = data == null ? 0 : builder.createByteVector(data);
        builder.startTable(TensorSlot.COUNT);
        builder.addOffset(TensorSlot.NAME, nameAt, 0);
        builder.addOffset(TensorSlot.SHAPE, shapeAt, 0);
        builder.addInt(TensorSlot.TYPE, dtype.code(), 0);
        builder.addOffset(TensorSlot.DATA, dataAt, 0);
        tensors.add(builder.endTable());
        return this;
    }

    RawTosa tensor(String name, DType dtype, int... shape) {
        return tensor(name, dtype, null, shape);
    }

    RawTosa operator(int number, List<String> inputs, List<String> outputs, String... blockNames) {
        int inputsAt = names(inputs);
        int outputsAt = names(outputs);
        int[] attribute = new int[blockNames.length];
        for (int i = 0; i < attribute.length; i++) {
            attribute[i] = builder.createString(blockNames[i]);
        }
        builder.startTable(attribute.length);
        for (int i = 0; i < attribute.length; i++) {
            builder.addOffset(i, attribute[i], 0);
        }
        int attributeAt = builder.endTable();
        builder.startTable(OperatorSlot.COUNT);
        builder.addInt(OperatorSlot.OP, number, 0);
        builder.addByte(OperatorSlot.ATTRIBUTE_TYPE, (byte) number, 0);
        builder.addOffset(OperatorSlot.ATTRIBUTE, attributeAt, 0);
        builder.addOffset(OperatorSlot.INPUTS, inputsAt, 0);
        builder.addOffset(OperatorSlot.OUTPUTS, outputsAt, 0);
        operators.add(builder.endTable());
        return this;
    }

    RawTosa operator(OpCode code, List<String> inputs, List<String> outputs, String... blockNames) {
        return operator(code.number(), inputs, outputs, blockNames);
    }

    /** Ends a block with the operators and tensors added since the last. */
    RawTosa block(String name, List<String> inputs, List<String> outputs) {
        int operatorsAt = vector(operators);
        int tensorsAt = vector(tensors);
        int inputsAt = names(inputs);
        int outputsAt = names(outputs);
        int nameAt = builder.createString(name);
        builder.startTable(BlockSlot.COUNT);
        builder.addOffset(BlockSlot.NAME, nameAt, 0);
        builder.addOffset(BlockSlot.OPERATORS, operatorsAt, 0);
        builder.addOffset(BlockSlot.TENSORS, tensorsAt, 0);
        builder.addOffset(BlockSlot.INPUTS, inputsAt, 0);
        builder.addOffset(BlockSlot.OUTPUTS, outputsAt, 0);
        blocks.add(builder.endTable());
        operators.clear();
        tensors.clear();
        return this;
    }

    /** Ends a region with the blocks added since the last. */
    RawTosa region(String name) {
        int blocksAt = vector(blocks);
        int nameAt = builder.createString(name);
        builder.startTable(RegionSlot.COUNT);
        builder.addOffset(RegionSlot.NAME, nameAt, 0);
        builder.addOffset(RegionSlot.BLOCKS, blocksAt, 0);
        regions.add(builder.endTable());
        blocks.clear();
        return this;
    }

    byte[] bytes() {
        int regionsAt = vector(regions);
        builder.startTable(VersionSlot.COUNT);
        builder.addInt(VersionSlot.MAJOR, major, -1);
        builder.addInt(VersionSlot.MINOR, minor, -1);
        builder.addInt(VersionSlot.PATCH, 0, -1);
        builder.addBoolean(VersionSlot.DRAFT, draft, true);
        int versionAt = builder.endTable();
        builder.startTable(GraphSlot.COUNT);
        builder.addOffset(GraphSlot.VERSION, versionAt, 0);
        builder.addOffset(GraphSlot.REGIONS, regionsAt, 0);
        builder.finish(builder.endTable(), "TOSA");
        return builder.sizedByteArray();
    }
}
