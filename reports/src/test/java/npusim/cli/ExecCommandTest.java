package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import npusim.graph.GraphBuilder;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.tensor.DType;
import npusim.tensor.NumpyFile;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import npusim.tosa.TosaWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecCommandTest {
    @TempDir
    private Path folder;

    private String model = "";
    private String input = "";

    @BeforeEach
    void writeModel() throws IOException {
        GraphBuilder b = new GraphBuilder();
        Value x = b.input("x", DType.INT32, Shape.of(2));
        Value doubled = b.value("doubled", DType.INT32, Shape.of(2));
        Value y = b.value("y", DType.INT32, Shape.of(2));
        b.add(new Operator.Add(x, x, doubled));
        b.add(new Operator.Abs(doubled, y));
        b.output(y);
        model = folder.resolve("m.tosa").toString();
        TosaWriter.write(b.build(), Path.of(model));
        input = give(1, -2);
    }

    private String give(int... values) throws IOException {
        return file("x", "x.npy", values);
    }

    /** {@code NAME=FILE} of a file with these values. */
    private String file(String tensor, String name, int... values) throws IOException {
        Path file = folder.resolve(name);
        NumpyFile.write(Tensor.of(DType.INT32, Shape.of(values.length), values), file);
        return tensor + "=" + file;
    }

    private String out() {
        return folder.resolve("out").toString();
    }

    @Test
    void writesOutputsAndIntermediates() throws IOException {
        CommandRun run = CommandRun.of("exec", model, "--input", input, "--output-dir", out(), "--dump-intermediates");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("output y INT32[2] crc32 a8654f43");
        assertThat(NumpyFile.read(folder.resolve("out/y.npy"), DType.INT32).ints())
                .containsExactly(2, 4);
        assertThat(Files.readAllLines(folder.resolve("out/intermediates.csv")))
                .containsExactly("name,op,dtype,shape,crc32", "doubled,ADD,INT32,2,eb095719", "y,ABS,INT32,2,a8654f43");
    }

    @Test
    void expectedTensorsAreCompared() throws IOException {
        CommandRun equal = CommandRun.of("exec", model, "--input", input, "--expect", file("y", "y.npy", 2, 4));
        assertThat(equal.exitCode()).isZero();
        assertThat(equal.out()).contains("in 1 steps", "\nexpected y: equal\n");

        CommandRun between = CommandRun.of(
                "exec",
                model,
                "--input",
                input,
                "--expect=" + file("y", "y.npy", 2, 4),
                "--expect",
                file("doubled", "d.npy", 2, 3));
        assertThat(between.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(between.out())
                .contains(
                        "\nexpected doubled: 1 of 2 elements differ, by at most 7; the first at [1] is -4, expected 3\n")
                .contains("\nexpected y: equal\n");
    }

    @Test
    void runsOfAStreamAreComparedInTurn() throws IOException {
        CommandRun run = CommandRun.of(
                "exec",
                model,
                "--stream=5",
                "--input",
                input,
                "--input",
                file("x", "x2.npy", 3, 4),
                "--expect",
                file("y", "y1.npy", 2, 4),
                "--expect",
                file("y", "y2.npy", 7, 10));
        assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out())
                .contains("\nexpected y: 2 of 5 runs differ; in run-1 2 of 2 elements differ, by at most 2;"
                        + " the first at [0] is 6, expected 7\n");
    }

    @Test
    void writesATensorThatIsNoOutput() throws IOException {
        CommandRun run = CommandRun.of(
                "exec", model, "--input", input, "--output-dir", out(), "--dump-tensor=doubled", "--dump-tensor=y");
        assertThat(run.exitCode()).isZero();
        assertThat(folder.resolve("out")).isDirectoryContaining("glob:**/doubled.npy");
        assertThat(NumpyFile.read(folder.resolve("out/doubled.npy"), DType.INT32)
                        .ints())
                .containsExactly(2, -4);
        assertThat(NumpyFile.read(folder.resolve("out/y.npy"), DType.INT32).ints())
                .containsExactly(2, 4);
    }

    @Test
    void streamWritesOneFolderForEachRun() throws IOException {
        CommandRun run = CommandRun.of("exec", model, "--input", input, "--output-dir", out(), "--stream", "3");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("3 runs, the last in ");
        assertThat(NumpyFile.read(folder.resolve("out/run-2/y.npy"), DType.INT32)
                        .ints())
                .containsExactly(2, 4);
    }

    @Test
    void printsTheRatioToAReference() {
        CommandRun run = CommandRun.of("exec", model, "--input", input, "--reference-cpu-seconds", "1000");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("\n1 run, the last in ")
                .containsPattern("processor time: the last run \\d+\\.\\d\\d s, the whole process \\d+\\.\\d\\d s in ")
                .containsPattern("reference 1000\\.00 s: the last run took \\d+\\.\\d times less time")
                .containsPattern("the whole process took \\d+\\.\\d times less time, \\d+\\.\\d times less processor");
    }

    @Test
    void profileNamesWhatEachStepRuns() {
        CommandRun run = CommandRun.of("exec", model, "--input", input, "--profile");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("2 operators and 0 constants in 1 steps")
                .containsPattern("\\d+\\.\\d{3} ms +100\\.0 % +1 x ADD ABS\n");
    }

    @Test
    void refusesAReferenceOfNoTime() {
        CommandRun run = CommandRun.of("exec", model, "--input", input, "--reference-cpu-seconds", "0");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).isEqualTo("error: --reference-cpu-seconds must be above 0, is 0.0\n");
    }

    @Test
    void strictReportsAnOverflowAndFails() throws IOException {
        CommandRun run = CommandRun.of("exec", model, "--input", give(1, 1 << 30), "--strict");

        assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out())
                .contains(
                        "unpredictable: Overflow: ADD #0 (doubled): element 1: 1073741824 + 1073741824 = 2147483648 is no int32");
    }

    @Test
    void largestMemoryLimitIsNone() {
        CommandRun run = CommandRun.of("exec", model, "--input", input, "--memory-limit", "9223372036854775807");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void badInputIsOneDiagnosticAndNothingIsWritten() throws IOException {
        refuses("error: no such file: /nowhere.tosa", "exec", "/nowhere.tosa");
        refuses(
                "error: no such file: dnn_s; 'npusim workload dnn_s -o dnn_s.tosa' writes the workload of that name",
                "exec",
                "dnn_s");
        refuses(
                "error: InputMismatch: input 'x': no tensor is given for x INT32[2]",
                "exec",
                model,
                "--output-dir",
                out());
        refuses(
                "error: InputMismatch: input 'z': the graph has no such input; its inputs are x INT32[2]",
                "exec",
                model,
                "--input",
                input,
                "--input",
                "z=" + folder.resolve("x.npy"),
                "--output-dir",
                out());
        refuses(
                "error: InputMismatch: input 'x': the tensor given is INT32[3], the graph takes INT32[2]",
                "exec",
                model,
                "--input",
                give(1, 2, 3),
                "--output-dir",
                out());
        refuses("error: --input takes NAME=FILE.npy, not 'x'", "exec", model, "--input", "x");
        refuses(
                "error: --dump-intermediates writes into the output directory: give --output-dir",
                "exec",
                model,
                "--dump-intermediates");
        refuses(
                "error: --dump-tensor writes into the output directory: give --output-dir",
                "exec",
                model,
                "--dump-tensor=y");
        refuses("error: --expect takes NAME=FILE.npy, not 'y'", "exec", model, "--expect", "y");
        refuses(
                "error: InputMismatch: tensor 'z': no operator of the graph's main block produces it; the outputs are y INT32[2],"
                        + " and --dump-intermediates lists all",
                "exec",
                model,
                "--input",
                give(1, -2),
                "--output-dir",
                out(),
                "--dump-tensor=z");
        refuses(
                "error: InputMismatch: expected 'y': " + folder.resolve("y.npy")
                        + " holds INT32[3], the graph has INT32[2]",
                "exec",
                model,
                "--input",
                give(1, -2),
                "--output-dir",
                out(),
                "--expect",
                file("y", "y.npy", 1, 2, 3));
        refuses("error: --memory-limit must be at least 1, is -5", "exec", model, "--memory-limit", "-5");
        refuses("error: --loop-limit must be at least 1, is 0", "exec", model, "--loop-limit", "0");
        refuses("error: --threads must be at most 1024, is 2147483647", "exec", model, "--threads", "2147483647");
        refuses("error: unknown level '9K'; there are 8K and none", "exec", model, "--level", "9K");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private static void refuses(String message, String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err().strip()).isEqualTo(message);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void conformanceEndsWithTheCounts() throws IOException {
        Path set = Files.createDirectories(folder.resolve("set"));
        Files.copy(Path.of(model), Files.createDirectories(set.resolve("t")).resolve("m.tosa"));
        NumpyFile.write(Tensor.of(DType.INT32, Shape.of(2), new int[] {1, -2}), set.resolve("t/x.npy"));
        NumpyFile.write(Tensor.of(DType.INT32, Shape.of(2), new int[] {2, 4}), set.resolve("t/y.npy"));
        Files.writeString(set.resolve("MANIFEST.csv"), """
                test,op,polarity,error_if,compliance,tosa_file,inputs,expected,bounds
                t,ADD,positive,,EXACT,m.tosa,x=x.npy,y=y.npy,
                t,ADD,positive,,EXACT,m.tosa,x=x.npy,y=x.npy,
                t,ADD,negative,WrongRank,,m.tosa,x=x.npy,,
                """);

        CommandRun run = CommandRun.of("conformance", set.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out())
                .contains("FAILED t: output 'y' element 0 is 2, expected is 1")
                .contains("FAILED t: the graph ran, it must be refused with WrongRank")
                .endsWith("1 passed, 2 failed\n");
        assertThat(CommandRun.of("conformance", folder.resolve("nowhere").toString())
                        .exitCode())
                .isEqualTo(ExitCode.BAD_INPUT);
        refuses("error: no case matches --filter xyz", "conformance", set.toString(), "--filter", "xyz");
    }
}
