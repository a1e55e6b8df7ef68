package npusim.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkloadsTest {
    @Test
    void dashesUnderscoresAndCaseDoNotMatter() {
        assertThat(Workloads.resolve("Conformer_S")).hasValue("conformer-s");
        assertThat(Workloads.resolve("yolo-fastest-192")).hasValue("yolo_fastest_192");
    }

    @Test
    void unknownNameIsAnsweredWithTheNearest() {
        assertThatThrownBy(() -> Workloads.generate("mobilenet_v4", Map.of()))
                .isInstanceOf(WorkloadException.class)
                .hasMessageStartingWith("no workload named 'mobilenet_v4'; nearest: mobilenet_v1, mobilenet_v2");
        assertThatThrownBy(() -> Workloads.generate("xyzzy", Map.of()))
                .hasMessageContaining("there are ad01_autoencoder,");
    }

    @Test
    void optionsOfTheConformerAreChecked() {
        assertThatThrownBy(() -> Workloads.generate("conformer-s", Map.of("seconds", "long")))
                .hasMessage("workload conformer-s: seconds must be a number, is 'long'");
        assertThatThrownBy(() -> Workloads.generate("conformer-s", Map.of("seconds", "2", "frames", "200")))
                .hasMessage("workload conformer-s: give seconds or frames, not both");
        assertThatThrownBy(() -> Workloads.generate("conformer-s", Map.of("depth", "2")))
                .hasMessageStartingWith("workload conformer-s has no option 'depth'; it has seconds, frames, layers");
    }

    @Test
    void conformerCoversTheSecondsAskedFor() {
        Workload workload = Workloads.generate("conformer-s", Map.of("seconds", "0.5", "layers", "1"));
        assertThat(workload.seconds()).isEqualTo(0.5);
        assertThat(workload.inputs().get()).hasSize(2);
        assertThat(workload.inputs().get().getFirst().shape()).hasToString("[1,50,80]");
    }

    @Test
    void networkHasAnInputForEachInputOfItsGraph() {
        Workload workload = Workloads.generate("rnnoise", Map.of());
        assertThat(workload.inputs().get()).hasSize(4);
        assertThat(workload.graph().inputs().collect(input -> input.shape()))
                .containsExactlyElementsOf(workload.inputs().get().stream()
                        .map(input -> input.shape())
                        .toList());
    }
}
