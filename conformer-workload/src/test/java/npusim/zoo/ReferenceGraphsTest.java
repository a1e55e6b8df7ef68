package npusim.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import npusim.SharedData;
import npusim.conformer.ConformerConfiguration;
import npusim.conformer.ConformerWorkload;
import npusim.conformer.OperatorLines;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;
import npusim.graph.Level;
import npusim.tosa.TosaReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Generated graphs against real ones: the same operators with the same operands, types and shapes. */
class ReferenceGraphsTest {
    @Test
    void fullConformerIsTheOneThatExecutorchLowers() throws IOException, InvalidGraphException {
        Graph reference = TosaReader.read(SharedData.require("conformer/full-et-1.0/conformer_s_et10.tosa"));
        assertSameOperators(
                ConformerWorkload.generate(ConformerConfiguration.SMALL).graph(), reference);
    }

    @Test
    void smallConformerIsTheOneThatExecutorchLowers() throws IOException, InvalidGraphException {
        Graph reference = TosaReader.read(SharedData.require("conformer/small-et-1.0/s10_1_100.tosa"));
        ConformerConfiguration small =
                ConformerConfiguration.SMALL.withFrames(100).withLayers(1);
        assertSameOperators(ConformerWorkload.generate(small).graph(), reference);
    }

    /**
     * But for rectifiers, which the references leave to the limits of a rescale. Their RNNoise and their softmax differ from
     * the published networks; what the published runs count decides about ours.
     */
    @ParameterizedTest
    @CsvSource({"kws_micronet_m, kws_micronet_m", "ad_medium, ad_medium", "vww4, vww4", "yolo_fastest_192, yolo-fastest"
    })
    void networkIsTheOneThatThePublishedSchedulesWereMadeFrom(String name, String file)
            throws IOException, InvalidGraphException {
        Path reference = SharedData.require("vela-schedules/nets/" + file + ".tosa.gz");
        byte[] data;
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(reference))) {
            data = in.readAllBytes();
        }
        Graph original = TosaReader.parse(data, file, Level.EIGHT_K);
        List<String> generated =
                OperatorLines.of(NetworkZoo.build(name, Map.of()).graph());
        List<String> linear =
                generated.stream().filter(line -> !line.startsWith("CLAMP")).toList();
        assertThat(linear).containsExactlyInAnyOrderElementsOf(OperatorLines.of(original));
    }

    private static void assertSameOperators(Graph generated, Graph reference) {
        assertThat(OperatorLines.of(generated)).containsExactlyInAnyOrderElementsOf(OperatorLines.of(reference));
    }
}
