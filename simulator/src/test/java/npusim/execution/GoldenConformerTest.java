package npusim.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import npusim.SharedData;
import npusim.graph.InvalidGraphException;
import npusim.graph.Level;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lowered Conformer graphs give the golden outputs byte for byte and the golden checksum of every intermediate. */
class GoldenConformerTest {
    private static final ExecutorChoice SCALAR = new ExecutorChoice(true, 1, warning -> {});
    private static final ExecutorChoice FAST = new ExecutorChoice(false, 2, warning -> {});

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "small-et-1.0, s10_1_100.tosa, rand1",
        "small-et-1.0, s10_1_100.tosa, speech2",
        "small-et-main, smain_1_100.tosa, rand1",
        "small-et-main, smain_1_100.tosa, speech2"
    })
    void smallGraphsAreExact(String set, String model, String input) throws IOException, InvalidGraphException {
        runsExactly(set, model, input);
    }

    @ParameterizedTest
    @CsvSource({"small-et-1.0, s10_1_100.tosa, rand1", "small-et-main, smain_1_100.tosa, speech2"})
    void fastKernelsGiveTheGoldenIntermediates(String set, String model, String input)
            throws IOException, InvalidGraphException {
        Path data = SharedData.require("conformer/" + set);
        ModelRun.Report report = ModelRun.run(request(data, model, input, true, false, FAST));

        assertThat(report.plannedSteps()).isZero();
        checkOutputs(report, data, input);
        checkIntermediates(data, input);
    }

    @ParameterizedTest
    @CsvSource({
        "small-et-1.0, s10_1_100.tosa, rand1",
        "small-et-main, smain_1_100.tosa, speech2",
        "full-et-1.0, conformer_s_et10.tosa, speech2"
    })
    void runThatNobodyWatchesFollowsThePlan(String set, String model, String input)
            throws IOException, InvalidGraphException {
        Path data = SharedData.require("conformer/" + set);
        ModelRun.Report report = ModelRun.run(request(data, model, input, false, false, FAST));

        assertThat(report.plannedSteps()).isPositive().isLessThan(report.operators());
        checkOutputs(report, data, input);
    }

    @Tag("deep")
    @ParameterizedTest
    @CsvSource({"full-et-1.0, conformer_s_et10.tosa, rand1", "full-et-1.0, conformer_s_et10.tosa, speech2"})
    void fullGraphIsExact(String set, String model, String input) throws IOException, InvalidGraphException {
        runsExactly(set, model, input);
    }

    private void runsExactly(String set, String model, String input) throws IOException, InvalidGraphException {
        Path data = SharedData.require("conformer/" + set);
        ModelRun.Report report = ModelRun.run(request(data, model, input, true, true, SCALAR));

        assertThat(report.unpredictable()).isEmpty();
        checkOutputs(report, data, input);
        checkIntermediates(data, input);
    }

    private ModelRun.Request request(
            Path data, String model, String input, boolean dump, boolean strict, ExecutorChoice choice) {
        return new ModelRun.Request(
                data.resolve(model),
                Maps.immutable.of(
                        "quantized_decomposed_quantize_per_tensor_default",
                        Lists.immutable.of(data.resolve("in_" + input + ".npy")),
                        "input_lengths",
                        Lists.immutable.of(data.resolve("input_lengths.npy"))),
                folder,
                Maps.immutable.empty(),
                Lists.immutable.empty(),
                dump,
                1,
                strict,
                Level.EIGHT_K,
                ExecutionLimits.defaults(),
                choice);
    }

    private void checkOutputs(ModelRun.Report report, Path data, String input) {
        for (ModelRun.Output output : report.outputs()) {
            String golden = output.dtype().equals("INT8") ? "golden_" + input : "golden_" + input + "_lengths";
            assertThat(folder.resolve(output.name() + ".npy")).hasSameBinaryContentAs(data.resolve(golden + ".npy"));
        }
    }

    private void checkIntermediates(Path data, String input) throws IOException {
        assertThat(Files.readAllLines(folder.resolve("intermediates.csv")))
                .containsExactlyInAnyOrderElementsOf(golden(data.resolve("tensors_" + input + ".csv.gz")));
    }

    /** The golden table's rows without the graph inputs, in the columns of the dump. */
    private static List<String> golden(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("name,op,dtype,shape,crc32");
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] fields = line.split(",", -1);
                if (!fields[0].equals("-1")) {
                    lines.add(String.join(",", fields[2], fields[1], fields[3], fields[4], fields[5]));
                }
            }
        }
        return lines;
    }
}
