package npusim.tosa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import npusim.execution.Executor;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;
import npusim.graph.Level;
import npusim.graph.OpCode;
import npusim.graph.Operator;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Maps;
import org.junit.jupiter.api.Test;

/** Forms of files that converters write, and what is said to files that are wrong. */
class TosaReaderTest {
    private static final List<String> NONE = List.of();
    private static final DType I32 = DType.INT32;

    private static Graph read(RawTosa file) throws InvalidGraphException {
        return TosaReader.parse(file.bytes(), "x.tosa", Level.EIGHT_K);
    }

    private static void refuses(RawTosa file, String message) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InvalidGraphException.class)
                .hasMessage(message);
    }

    private static RawTosa absolute() {
        return new RawTosa()
                .tensor("x", I32, 2)
                .tensor("y", I32, 2)
                .operator(OpCode.ABS, List.of("x"), List.of("y"))
                .block("main", List.of("x"), List.of("y"))
                .region("main");
    }

    @Test
    void acceptsDraftAndFinalOfVersionOne() throws InvalidGraphException {
        assertThat(read(absolute()).operators()).hasSize(1);
        assertThat(read(absolute().version(1, 0, false)).operators()).hasSize(1);
    }

    @Test
    void refusesOtherVersions() {
        refuses(
                absolute().version(1, 1, true),
                "UnsupportedVersion: x.tosa: the file is of TOSA version 1.1.0 draft; 1.0 is supported");
        refuses(
                absolute().version(0, 80, false),
                "UnsupportedVersion: x.tosa: the file is of TOSA version 0.80.0; 1.0 is supported");
    }

    @Test
    void saysWhoseFileWasGiven() {
        assertThat(OtherFormat.titleOf(bytes("\u001c\0\0\0TFL3"))).isEqualTo("a TensorFlow Lite model");
        assertThat(OtherFormat.titleOf(bytes("\u0020\0\0\0ET12"))).isEqualTo("an ExecuTorch program");
        assertThat(OtherFormat.titleOf(bytes("ML\u00efR\u0001"))).isEqualTo("MLIR bytecode");
        assertThat(OtherFormat.titleOf(bytes("module {"))).isEqualTo("MLIR text");
        assertThat(OtherFormat.titleOf(bytes("modul"))).isNull();

        assertThatThrownBy(() -> TosaReader.parse(bytes("PK\u0003\u0004"), "x.tosa", Level.EIGHT_K))
                .hasMessage(
                        "MalformedFile: x.tosa: no TOSA flatbuffer but a zip archive, as PyTorch and Keras write them; "
                                + "docs/graphs.md says how models become graphs");
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void refusesWhatIsNoTosaFile() {
        byte[] text = "hello, this is no flatbuffer".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> TosaReader.parse(text, "x.tosa", Level.EIGHT_K))
                .hasMessage("MalformedFile: x.tosa: no TOSA flatbuffer: bytes 4 to 7 are not the identifier 'TOSA'");
        assertThatThrownBy(() -> TosaReader.parse(new byte[0], "x.tosa", Level.EIGHT_K))
                .isInstanceOf(InvalidGraphException.class);
    }

    @Test
    void ordersOperatorsTopologically() throws InvalidGraphException {
        Graph graph = read(new RawTosa()
                .tensor("x", I32, 1)
                .tensor("y", I32, 1)
                .tensor("z", I32, 1)
                .operator(OpCode.CLZ, List.of("y"), List.of("z"))
                .operator(OpCode.ABS, List.of("x"), List.of("y"))
                .block("main", List.of("x"), List.of("z"))
                .region("main"));

        assertThat(graph.operators().collect(Operator::code)).containsExactly(OpCode.ABS, OpCode.CLZ);
    }

    @Test
    void refusesACycle() {
        refuses(
                new RawTosa()
                        .tensor("x", I32, 1)
                        .tensor("y", I32, 1)
                        .operator(OpCode.ABS, List.of("y"), List.of("x"))
                        .operator(OpCode.ABS, List.of("x"), List.of("y"))
                        .block("main", NONE, List.of("y"))
                        .region("main"),
                "CyclicGraph: ABS #0 (x): the operator needs its own result");
    }

    @Test
    void refusesWrongOperandLists() {
        refuses(
                new RawTosa()
                        .tensor("x", I32, 1)
                        .tensor("y", I32, 1)
                        .operator(OpCode.ADD, List.of("x"), List.of("y"))
                        .block("main", List.of("x"), List.of("y"))
                        .region("main"),
                "WrongInputList: ADD #0 (y): the operator has 1 inputs, must have 2");
        refuses(
                new RawTosa()
                        .tensor("x", I32, 1)
                        .tensor("y", I32, 1)
                        .operator(OpCode.ABS, List.of("nowhere"), List.of("y"))
                        .block("main", List.of("x"), List.of("y"))
                        .region("main"),
                "WrongInputList: ABS #0 (y): input 'nowhere' is no tensor that is there when the operator runs");
        refuses(
                new RawTosa()
                        .tensor("x", I32, 1)
                        .operator(OpCode.ABS, List.of("x"), List.of("nowhere"))
                        .block("main", List.of("x"), List.of("x"))
                        .region("main"),
                "WrongOutputList: ABS #0 (nowhere): output 'nowhere' is no tensor of the block");
    }

    @Test
    void refusesFloatingPointNamingOperatorAndTensor() {
        refuses(
                new RawTosa()
                        .tensor("x", DType.FP32, 1)
                        .tensor("y", DType.FP32, 1)
                        .operator(OpCode.TANH, List.of("x"), List.of("y"))
                        .block("main", List.of("x"), List.of("y"))
                        .region("main"),
                "NotIntegerGraph: TANH #0 (y): not an integer graph: TANH is a floating-point operator; it reads tensor 'x'");
        refuses(
                new RawTosa()
                        .tensor("x", DType.FP32, 1)
                        .tensor("y", DType.FP32, 1)
                        .operator(OpCode.ABS, List.of("x"), List.of("y"))
                        .block("main", List.of("x"), List.of("y"))
                        .region("main"),
                "WrongInputType: ABS #0 (y): not an integer graph: x FP32[1] is of type FP32, must be one of [INT32]");
    }

    @Test
    void refusesUnknownOperatorsByName() {
        refuses(
                new RawTosa()
                        .tensor("x", I32, 1)
                        .operator(200, List.of("x"), NONE)
                        .block("main", List.of("x"), List.of("x"))
                        .region("main"),
                "UnsupportedOperator: operator number 200 #0: the operator is not one of TOSA 1.0's integer profile and its extensions");
    }

    @Test
    void shapesMayBeAmongTheTensors() throws InvalidGraphException {
        byte[] sizes = new byte[16];
        sizes[0] = 3;
        sizes[8] = 2;
        Graph graph = read(new RawTosa()
                .tensor("x", I32, 2, 3)
                .tensor("s", DType.SHAPE, sizes, 2)
                .tensor("y", I32, 3, 2)
                .operator(OpCode.CONST_SHAPE, NONE, List.of("s"))
                .operator(OpCode.RESHAPE, List.of("x", "s"), List.of("y"))
                .block("main", List.of("x"), List.of("y"))
                .region("main"));

        assertThat(graph.constant(graph.operators().getFirst().outputs().getFirst()))
                .isEqualTo(Tensor.shapeOf(3, 2));
    }

    @Test
    void constantMustHaveTheBytesOfItsType() throws InvalidGraphException {
        RawTosa padded = new RawTosa()
                .tensor("c", DType.INT8, new byte[8], 3)
                .operator(OpCode.CONST, NONE, List.of("c"))
                .block("main", NONE, List.of("c"))
                .region("main");
        assertThat(read(padded).operators()).hasSize(1);
        refuses(
                new RawTosa()
                        .tensor("c", DType.INT8, new byte[2], 3)
                        .operator(OpCode.CONST, NONE, List.of("c"))
                        .block("main", NONE, List.of("c"))
                        .region("main"),
                "InvalidConstant: CONST #0 (c): tensor 'c' holds 2 bytes, INT8[3] needs 3");
    }

    @Test
    void operatorThatCannotTakeAConstantIsNamedBeforeTheConstant() {
        refuses(
                new RawTosa()
                        .tensor("x", I32, 1)
                        .tensor("c", DType.FP32, new byte[4], 1)
                        .tensor("y", I32, 1)
                        .operator(OpCode.CONST, NONE, List.of("c"))
                        .operator(OpCode.ADD, List.of("x", "c"), List.of("y"))
                        .block("main", List.of("x"), List.of("y"))
                        .region("main"),
                "WrongInputType: ADD #1 (y): not an integer graph: c FP32[1] is of type FP32, must be INT32 (and 1 more)");
    }

    @Test
    void declarationOfAVariableIsNoTensor() {
        refuses(
                new RawTosa()
                        .tensor("v", I32, 1)
                        .tensor("y", I32, 1)
                        .operator(OpCode.VARIABLE, NONE, List.of("v"))
                        .operator(OpCode.BITWISE_NOT, List.of("v"), List.of("y"))
                        .block("main", NONE, List.of("y"))
                        .region("main"),
                "WrongInputList: BITWISE_NOT #1 (y): input 'v' is no tensor that is there when the operator runs");
    }

    private static RawTosa choice(boolean regions) {
        RawTosa file = new RawTosa()
                .tensor("p", DType.BOOL)
                .tensor("x", I32, 1)
                .tensor("y", I32, 1)
                .operator(OpCode.COND_IF, List.of("p", "x"), List.of("y"), "then", "else")
                .block("main", List.of("p", "x"), List.of("y"));
        if (regions) {
            file.region("main");
        }
        file.tensor("x", I32, 1)
                .tensor("t", I32, 1)
                .operator(OpCode.BITWISE_NOT, List.of("x"), List.of("t"))
                .block(regions ? "main" : "then", List.of("x"), List.of("t"));
        if (regions) {
            file.region("then");
        }
        return file.tensor("x", I32, 1)
                .block(regions ? "main" : "else", List.of("x"), List.of("x"))
                .region(regions ? "else" : "main");
    }

    @Test
    void controlFlowMayNameBlocksOrRegions() throws InvalidGraphException {
        for (boolean regions : new boolean[] {false, true}) {
            Graph graph = read(choice(regions));
            Tensor x = Tensor.of(I32, Shape.of(1), new int[] {5});
            Tensor yes = Tensor.of(DType.BOOL, Shape.SCALAR, new byte[] {1});
            Tensor no = Tensor.of(DType.BOOL, Shape.SCALAR, new byte[] {0});
            Executor executor = new Executor(graph);

            assertThat(executor.run(Maps.immutable.of("p", yes, "x", x))
                            .getOnly()
                            .get(0))
                    .isEqualTo(~5);
            assertThat(executor.run(Maps.immutable.of("p", no, "x", x))
                            .getOnly()
                            .get(0))
                    .isEqualTo(5);
        }
    }

    @Test
    void blockThatIsNotThereIsNamed() {
        refuses(
                new RawTosa()
                        .tensor("p", DType.BOOL)
                        .tensor("y", DType.BOOL)
                        .operator(OpCode.COND_IF, List.of("p"), List.of("y"), "then", "else")
                        .block("main", List.of("p"), List.of("p"))
                        .region("main"),
                "MissingBlock: COND_IF #0 (y): there is no block or region named 'then'");
    }

    @Test
    void blockThatCallsItselfIsNestedTooDeep() {
        refuses(
                new RawTosa()
                        .tensor("p", DType.BOOL)
                        .tensor("y", DType.BOOL)
                        .operator(OpCode.COND_IF, List.of("p", "p"), List.of("y"), "main", "main")
                        .block("main", List.of("p"), List.of("y"))
                        .region("main"),
                "NestingTooDeep: COND_IF #0 (y): control flow is nested deeper than MAX_NESTING = 6");
    }

    @Test
    void everyTruncationIsOneDiagnostic() {
        byte[] file = choice(false).bytes();

        // The last three bytes may be padding, which nothing reads.
        for (int length = 0; length <= file.length - 4; length++) {
            byte[] truncated = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> TosaReader.parse(truncated, "x.tosa", Level.EIGHT_K))
                    .isInstanceOf(InvalidGraphException.class);
        }
    }
}
