package npusim.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import npusim.SharedData;
import npusim.execution.ExecutorChoice;
import npusim.graph.Graph;
import npusim.graph.GraphBuilder;
import npusim.graph.InvalidGraphException;
import npusim.graph.Level;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.tensor.DType;
import npusim.tensor.NumpyFile;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import npusim.tosa.TosaReader;
import npusim.tosa.TosaWriter;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conformance runner, on sets made here and on the full one where it is there. */
class RunConformanceTest {
    private static final ExecutorChoice SCALAR = new ExecutorChoice(true, 1, warning -> {});
    private static final String HEADER = "test,op,polarity,error_if,compliance,tosa_file,inputs,expected,bounds\n";

    @TempDir
    private Path folder;

    private static Graph sum(int outputExtent) {
        GraphBuilder b = new GraphBuilder();
        Value x = b.input("x", DType.INT32, Shape.of(2));
        Value y = b.value("y", DType.INT32, Shape.of(outputExtent));
        b.add(new Operator.Add(x, x, y));
        b.output(y);
        return b.build();
    }

    private void write(String manifest, Graph graph, int... expected) throws IOException {
        Path test = Files.createDirectories(folder.resolve("dev/add/t"));
        TosaWriter.write(graph, test.resolve("test.tosa"));
        NumpyFile.write(ints(1, 2), test.resolve("x.npy"));
        NumpyFile.write(ints(expected), test.resolve("y.npy"));
        NumpyFile.write(ints(2, 5), test.resolve("most.npy"));
        Files.writeString(folder.resolve("dev/MANIFEST.csv"), HEADER + manifest + "\n");
    }

    private static Tensor ints(int... values) {
        return Tensor.of(DType.INT32, Shape.of(values.length), values);
    }

    private ImmutableList<ConformanceResult> results() throws IOException {
        return RunConformance.run(folder, TestSet.of(folder).cases(), SCALAR, Level.EIGHT_K, each -> {});
    }

    private ConformanceResult only() throws IOException {
        return results().getOnly();
    }

    @Test
    void positiveCasePassesWhenEveryElementIsEqual() throws IOException {
        write("add/t,ADD,positive,,EXACT,test.tosa,x=x.npy,y=y.npy,", sum(2), 2, 4);

        assertThat(only()).isEqualTo(new ConformanceResult("add/t", "ADD", true, true, ""));
    }

    @Test
    void positiveCaseFailsAtTheFirstOtherElement() throws IOException {
        write("add/t,ADD,positive,,EXACT,test.tosa,x=x.npy,y=y.npy,", sum(2), 2, 5);

        assertThat(only())
                .isEqualTo(
                        new ConformanceResult("add/t", "ADD", true, false, "output 'y' element 1 is 4, expected is 5"));
    }

    @Test
    void inexactOutputsMustLieBetweenTheirBounds() throws IOException {
        write("add/t,ADD,positive,,RESCALE_INEXACT,test.tosa,x=x.npy,y=y.npy,y=y.npy..most.npy", sum(2), 1, 3);
        assertThat(only().passed()).isTrue();

        write("add/t,ADD,positive,,RESCALE_INEXACT,test.tosa,x=x.npy,y=y.npy,y=y.npy..most.npy", sum(2), 1, 5);
        assertThat(only().detail()).isEqualTo("output 'y' element 1 is 4, expected is 5");
    }

    @Test
    void negativeCasePassesOnlyWithItsRule() throws IOException {
        write("add/t,ADD,negative,DimensionMismatch,,test.tosa,x=x.npy,,", sum(3), 2, 4);
        assertThat(only())
                .isEqualTo(
                        new ConformanceResult(
                                "add/t",
                                "ADD",
                                false,
                                true,
                                "DimensionMismatch: ADD #0 (y): y INT32[3] must have the shape [2] to which its inputs broadcast"));

        write("add/t,ADD,negative,RankMismatch,,test.tosa,x=x.npy,,", sum(3), 2, 4);
        assertThat(only().passed()).isFalse();
        assertThat(only().detail()).startsWith("the graph is refused for another rule than RankMismatch");

        write("add/t,ADD,negative,RankMismatch,,test.tosa,x=x.npy,,", sum(2), 2, 4);
        assertThat(only().detail()).isEqualTo("the graph ran, it must be refused with RankMismatch");
    }

    @Test
    void caseWithoutItsFilesFails() throws IOException {
        write("add/u,ADD,positive,,EXACT,test.tosa,x=x.npy,y=y.npy,", sum(2), 2, 4);

        assertThat(only().passed()).isFalse();
    }

    @Test
    void caseThatCannotBeRunLeavesTheVerdictsOnTheOthers() throws IOException {
        String noPath = "add/\0,ADD,positive,,EXACT,test.tosa,x=x.npy,y=y.npy,\n";
        write(noPath + "add/t,ADD,positive,,EXACT,test.tosa,x=x.npy,y=y.npy,", sum(2), 2, 4);

        assertThat(results().collect(ConformanceResult::passed)).containsExactly(false, true);
    }

    @Test
    void manifestMistakesAreNamed() throws IOException {
        write("add/t,ADD,maybe,,EXACT,test.tosa,x=x.npy,y=y.npy,", sum(2), 2, 4);
        assertThatThrownBy(this::only)
                .isInstanceOf(TestSetException.class)
                .hasMessage("case add/t is neither positive nor negative but 'maybe'");

        Files.writeString(folder.resolve("dev/MANIFEST.csv"), "");
        assertThatThrownBy(this::only).hasMessage("the manifest names no case");
        Files.writeString(folder.resolve("dev/MANIFEST.csv"), "test,op\nadd/t,ADD\n");
        assertThatThrownBy(this::only).hasMessage("the manifest has no column 'polarity'");
        Files.delete(folder.resolve("dev/MANIFEST.csv"));
        assertThatThrownBy(this::only).hasMessageContaining("holds no MANIFEST.csv, and no case with a desc.json");
    }

    @Test
    void quotedFieldsMayHoldCommasAndQuotes() throws TestSetException {
        byte[] manifest = (HEADER + "\"a,\"\"b\"\"\",ADD,positive,,,t.tosa,x=1.npy;z=2.npy,,\r\n")
                .getBytes(StandardCharsets.UTF_8);

        ConformanceCase only = Manifest.parse(manifest).getFirst();

        assertThat(only.test()).isEqualTo("a,\"b\"");
        assertThat(only.inputs()).isEqualTo(Map.of("x", "1.npy", "z", "2.npy"));
    }

    /** A case as the generator of the reference model writes it, which has no manifest. */
    private void describe(String test, String description, Graph graph, int... expected) throws IOException {
        write("", graph, expected);
        Files.delete(folder.resolve("dev/MANIFEST.csv"));
        Path moved = Files.createDirectories(folder.resolve("dev/add")).resolve(test);
        Files.move(folder.resolve("dev/add/t"), moved);
        Files.move(moved.resolve("most.npy"), moved.resolve("bounds_y.npy"));
        Files.writeString(moved.resolve("desc.json"), """
                {"tosa_file": "test.tosa", "ifm_name": ["x", "c"], "ifm_file": ["x.npy", null],
                 "ofm_name": ["y"], "ofm_file": ["y.npy"], %s}
                """.formatted(description));
    }

    @Test
    void casesWithoutManifestAreThoseThatAreDescribed() throws IOException {
        describe("add_2", "\"expected_failure\": false", sum(2), 2, 4);
        assertThat(only()).isEqualTo(new ConformanceResult("dev/add/add_2", "add", true, true, ""));
    }

    @Test
    void describedOutputsThatAreInexactLieBetweenTheFilesOfThePreciseMode() throws IOException {
        String inexact = "\"meta\": {\"compliance\": {\"tensors\": {\"y\": {\"mode\": \"RESCALE_INEXACT\"}}}}";
        describe("add_inexact", inexact, sum(2), 1, 3);
        assertThat(only().passed()).isTrue();
    }

    @Test
    void rulesOfDescribedCasesStandInTheirNames() throws IOException {
        describe("add_ERRORIF_RankMismatch_2_i32", "\"expected_failure\": true", sum(3), 2, 4);
        assertThat(only().detail()).startsWith("the graph is refused for another rule than RankMismatch");
        assertThat(only().positive()).isFalse();
    }

    @Test
    void describedCasesWithoutRuleAreRefusedForAny() throws IOException {
        describe("add_3", "\"expected_failure\": true", sum(3), 2, 4);
        assertThat(only().detail()).startsWith("DimensionMismatch: ");

        describe("add_4", "\"expected_failure\": true", sum(2), 2, 4);
        assertThat(results().select(each -> each.test().endsWith("4")).getOnly().detail())
                .isEqualTo("the graph ran, it must be refused");
    }

    @Test
    void describedCasesOfFloatingPointAreLeftOutAndCounted() throws IOException {
        describe("add_f", "\"meta\": {\"data_gen\": {\"tensors\": {\"x\": {\"data_type\": \"FP16\"}}}}", sum(2), 2, 4);
        describe("add_i", "\"meta\": {\"data_gen\": {\"tensors\": {\"x\": {\"data_type\": \"INT16\"}}}}", sum(2), 2, 4);

        TestSet set = TestSet.of(folder);

        assertThat(set.cases().collect(ConformanceCase::test)).containsExactly("dev/add/add_i");
        assertThat(set.floatingPoint()).isEqualTo(1);
    }

    @Test
    void mistakesOfDescriptionsAreNamed() throws IOException {
        describe("add_2", "\"ofm_file\": []", sum(2), 2, 4);
        assertThatThrownBy(this::only)
                .isInstanceOf(TestSetException.class)
                .hasMessage("dev/add/add_2/desc.json has 1 entries of ofm_name and 0 of ofm_file");

        Path description = folder.resolve("dev/add/add_2/desc.json");
        Files.writeString(description, "{}");
        assertThatThrownBy(this::only).hasMessage("dev/add/add_2/desc.json names no tosa_file");
        Files.writeString(description, "{");
        assertThatThrownBy(this::only)
                .hasMessage(
                        "dev/add/add_2/desc.json is no JSON: Unexpected end-of-input: expected close marker for Object");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyCaseOfTheReferenceSetPasses(boolean scalar) throws IOException {
        Path zip = SharedData.require("tosa-int-conformance.zip");
        ExecutorChoice choice = new ExecutorChoice(scalar, 1, warning -> {});

        ImmutableList<ConformanceResult> results =
                RunConformance.run(zip, TestSet.of(zip).cases(), choice, Level.EIGHT_K, each -> {});

        assertThat(results.reject(ConformanceResult::passed)).isEmpty();
        assertThat(results.count(ConformanceResult::positive)).isEqualTo(2859);
        assertThat(results.size()).isEqualTo(2859 + 586);
    }

    @Test
    void everyNegativeCaseNamesItsRuleFirst() throws IOException {
        Path zip = SharedData.require("tosa-int-conformance.zip");
        List<String> others = new ArrayList<>();
        try (TestFiles files = TestFiles.open(zip)) {
            for (ConformanceCase test : TestSet.of(zip).cases().reject(ConformanceCase::positive)) {
                byte[] file = files.read(test.test() + "/" + test.file());
                try {
                    TosaReader.parse(file, test.test(), Level.EIGHT_K);
                    others.add(test.test() + " is not refused");
                } catch (InvalidGraphException e) {
                    if (!e.problems().getFirst().rule().key().equals(test.errorIf())) {
                        others.add(test.test() + ": " + e.getMessage());
                    }
                }
            }
        }
        assertThat(others).isEmpty();
    }
}
