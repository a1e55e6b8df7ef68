package npusim.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import npusim.SharedData;
import npusim.execution.ExecutionLimits;
import npusim.execution.Executor;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;
import npusim.graph.Value;
import npusim.kernel.loop.InnerLoops;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import npusim.tosa.TosaReader;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.map.ImmutableMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole Conformer graphs, planned, give the reference model's outputs. */
class ConformerExecutionTest {
    private static final int NUMPY_HEADER = 128;

    @ParameterizedTest
    @CsvSource({
        "full-et-1.0, conformer_s_et10, rand1, 1500",
        "full-et-1.0, conformer_s_et10, speech2, 1500",
        "small-et-1.0, s10_1_100, rand1, 100",
        "small-et-main, smain_1_100, speech2, 100"
    })
    void plannedRunGivesGoldenOutputs(String folder, String model, String input, int frames)
            throws IOException, InvalidGraphException {
        Path data = SharedData.require("conformer/" + folder);
        Graph graph = TosaReader.read(data.resolve(model + ".tosa"));
        Value spectrogram = graph.inputs().detect(value -> value.dtype() == DType.INT8);
        Value lengths = graph.inputs().detect(value -> value.dtype() == DType.INT32);
        ImmutableMap<String, Tensor> inputs = Maps.immutable.of(
                spectrogram.name(),
                Tensor.of(DType.INT8, spectrogram.shape(), bytes(data.resolve("in_" + input + ".npy"))),
                lengths.name(),
                Tensor.of(DType.INT32, Shape.of(1), new int[] {frames}));

        try (Executor executor =
                Executor.fast(graph, InnerLoops.fastest(warning -> {}), 2, ExecutionLimits.defaults())) {
            ImmutableMap<Value, Tensor> outputs = executor.run(inputs);

            Value logits = graph.outputs().detect(value -> value.dtype() == DType.INT8);
            assertThat(outputs.get(logits).bytes()).isEqualTo(bytes(data.resolve("golden_" + input + ".npy")));
        }
    }

    private static byte[] bytes(Path numpyFile) throws IOException {
        byte[] file = Files.readAllBytes(numpyFile);
        return Arrays.copyOfRange(file, NUMPY_HEADER, file.length);
    }
}
