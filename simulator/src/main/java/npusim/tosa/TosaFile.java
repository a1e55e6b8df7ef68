package npusim.tosa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import npusim.graph.InvalidGraphException;
import npusim.graph.OpCode;
import npusim.graph.Rule;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tosa.FlatTable.FileBytes;
import npusim.tosa.FlatTable.FlatFile;
import npusim.tosa.TosaFormat.BlockSlot;
import npusim.tosa.TosaFormat.GraphSlot;
import npusim.tosa.TosaFormat.OperatorSlot;
import npusim.tosa.TosaFormat.RegionSlot;
import npusim.tosa.TosaFormat.ShapeSlot;
import npusim.tosa.TosaFormat.TensorSlot;
import npusim.tosa.TosaFormat.VersionSlot;
import org.jspecify.annotations.Nullable;

/** What a TOSA file says, names not yet resolved. */
record TosaFile(List<FileRegion> regions) {

    /** A region with its basic blocks. */
    record FileRegion(String name, List<FileBlock> blocks) {}

    /** A basic block. */
    record FileBlock(
            String name,
            List<FileOperator> operators,
            List<FileTensor> tensors,
            List<String> inputs,
            List<String> outputs) {}

    /** An operator; {@code attribute} is {@code null} when it has none. */
    record FileOperator(
            int index,
            long number,
            int attributeType,
            @Nullable FlatTable attribute,
            List<String> inputs,
            List<String> outputs) {
        OpCode code() {
            return OpCode.ofNumber(number);
        }

        /** Operator kind with its index in the block and its first output, as {@code CONV2D #4 (layer_2)}. */
        String place() {
            String kind = code() == OpCode.UNKNOWN ? "operator number " + number : code().name();
            return kind + " #" + index + (outputs.isEmpty() ? "" : " (" + outputs.getFirst() + ")");
        }
    }

    /** A tensor, or a shape (type SHAPE, extent = number of entries) from either place a file may keep it. */
    record FileTensor(
            String name,
            DType dtype,
            Shape shape,
            boolean unranked,
            boolean variable,
            String variableName,
            @Nullable FileBytes data) {}

    /**
     * Parses the bytes of a file.
     *
     * @param name of the file, for messages
     * @throws InvalidGraphException if they are no TOSA 1.0 flatbuffer
     */
    static TosaFile parse(byte[] data, String name) throws InvalidGraphException {
        int end = TosaFormat.IDENTIFIER_OFFSET + TosaFormat.IDENTIFIER.length;
        if (data.length < end
                || !Arrays.equals(
                        TosaFormat.IDENTIFIER,
                        0,
                        TosaFormat.IDENTIFIER.length,
                        data,
                        TosaFormat.IDENTIFIER_OFFSET,
                        end)) {
            String other = OtherFormat.titleOf(data);
            throw new InvalidGraphException(
                    Rule.MALFORMED_FILE,
                    name,
                    other == null
                            ? "no TOSA flatbuffer: bytes 4 to 7 are not the identifier 'TOSA'"
                            : "no TOSA flatbuffer but " + other + "; docs/graphs.md says how models become graphs");
        }
        try {
            FlatFile file = new FlatFile(data);
            FlatTable graph = new FlatTable(file, file.follow(0));
            checkVersion(graph.table(GraphSlot.VERSION), name);
            List<FileRegion> regions = new ArrayList<>();
            for (FlatTable region : graph.tables(GraphSlot.REGIONS)) {
                List<FileBlock> blocks = new ArrayList<>();
                for (FlatTable block : region.tables(RegionSlot.BLOCKS)) {
                    blocks.add(block(block));
                }
                regions.add(new FileRegion(nameOf(region, RegionSlot.NAME), blocks));
            }
            return new TosaFile(regions);
        } catch (MalformedFileException e) {
            throw new InvalidGraphException(Rule.MALFORMED_FILE, name, String.valueOf(e.getMessage()));
        }
    }

    private static void checkVersion(@Nullable FlatTable version, String name) throws InvalidGraphException {
        if (version == null) {
            throw new InvalidGraphException(
                    Rule.UNSUPPORTED_VERSION, name, "the file states no version; 1.0 is supported");
        }
        int major = version.int32(VersionSlot.MAJOR, -1);
        int minor = version.int32(VersionSlot.MINOR, -1);
        int patch = version.int32(VersionSlot.PATCH, -1);
        if (major != TosaFormat.MAJOR || minor != TosaFormat.MINOR) {
            String draft = version.bool(VersionSlot.DRAFT, true) ? " draft" : "";
            throw new InvalidGraphException(
                    Rule.UNSUPPORTED_VERSION,
                    name,
                    "the file is of TOSA version " + major + "." + minor + "." + patch + draft + "; 1.0 is supported");
        }
    }

    private static String nameOf(FlatTable table, int slot) {
        String name = table.string(slot);
        return name == null ? "" : name;
    }

    private static FileBlock block(FlatTable block) {
        List<FileOperator> operators = new ArrayList<>();
        for (FlatTable operator : block.tables(BlockSlot.OPERATORS)) {
            operators.add(new FileOperator(
                    operators.size(),
                    operator.uint32(OperatorSlot.OP),
                    operator.uint8(OperatorSlot.ATTRIBUTE_TYPE),
                    operator.table(OperatorSlot.ATTRIBUTE),
                    operator.strings(OperatorSlot.INPUTS),
                    operator.strings(OperatorSlot.OUTPUTS)));
        }
        List<FileTensor> tensors = new ArrayList<>();
        for (FlatTable tensor : block.tables(BlockSlot.TENSORS)) {
            tensors.add(tensor(tensor));
        }
        for (FlatTable shape : block.tables(BlockSlot.SHAPES)) {
            tensors.add(shape(shape));
        }
        return new FileBlock(
                nameOf(block, BlockSlot.NAME),
                operators,
                tensors,
                block.strings(BlockSlot.INPUTS),
                block.strings(BlockSlot.OUTPUTS));
    }

    private static FileTensor tensor(FlatTable tensor) {
        DType dtype = DType.ofCode(tensor.uint32(TensorSlot.TYPE));
        FileBytes data = tensor.bytes(TensorSlot.DATA);
        Shape shape = Shape.of(tensor.int32s(TensorSlot.SHAPE));
        if (dtype == DType.SHAPE && shape.rank() != 1) {
            shape = Shape.of(data == null ? 0 : data.length() / 8);
        }
        return new FileTensor(
                nameOf(tensor, TensorSlot.NAME),
                dtype,
                shape,
                tensor.bool(TensorSlot.IS_UNRANKED, false),
                tensor.bool(TensorSlot.VARIABLE, false),
                nameOf(tensor, TensorSlot.VARIABLE_NAME),
                data);
    }

    private static FileTensor shape(FlatTable shape) {
        long rank = Math.min(shape.uint32(ShapeSlot.RANK), Integer.MAX_VALUE);
        return new FileTensor(
                nameOf(shape, ShapeSlot.NAME),
                DType.SHAPE,
                Shape.of((int) rank),
                false,
                false,
                "",
                shape.bytes(ShapeSlot.DATA));
    }
}
