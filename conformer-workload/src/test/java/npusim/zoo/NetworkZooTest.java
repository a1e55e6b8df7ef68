package npusim.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import npusim.graph.Graph;
import npusim.graph.OpCode;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkZooTest {
    static List<String> names() {
        return NetworkZoo.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyTableBuildsAGraphWithItsPublishedNumberOfMacs(String name) {
        ZooNetwork network = NetworkZoo.build(name, Map.of());
        long published = NetworkZoo.describe(name).macs();
        if (published != 0) {
            assertThat(network.macs()).isEqualTo(published);
        }
        assertThat(network.graph().outputs()).isNotEmpty();
    }

    @Test
    void macsAreThoseOfThePublishedArchitectures() {
        Map<String, Long> macs = new HashMap<>();
        for (String name : List.of("resnet50", "mobilenet_v3_large", "inception_v3")) {
            macs.put(name, NetworkZoo.build(name, Map.of()).macs());
        }
        assertThat(macs.get("resnet50")).isBetween(4_080_000_000L, 4_100_000_000L);
        assertThat(macs.get("mobilenet_v3_large")).isBetween(215_000_000L, 219_000_000L);
        assertThat(macs.get("inception_v3")).isBetween(5_700_000_000L, 5_760_000_000L);
    }

    @Test
    void layersWithAPublishedEncodedSizeAreKnownByTheirWeightConstant() {
        ZooNetwork network = NetworkZoo.build("kws_micronet_m", Map.of());
        assertThat(network.encodedBytes()).hasSize(12).containsEntry("conv1/weights", 10816);
        assertThat(network.encodedBytes().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(142_016);
        List<String> constants = network.graph()
                .operators()
                .select(operator -> operator.code() == OpCode.CONST)
                .collect(operator -> operator.outputs().getFirst().name())
                .castToList();
        assertThat(constants).containsAll(network.encodedBytes().keySet());
    }

    @Test
    void weightsHaveTheDeviationAndTheZerosOfTheTable() {
        Graph graph = NetworkZoo.build("wav2letter", Map.of()).graph();
        byte[] codes = weights(graph, "conv2/weights").bytes();
        double squares = 0;
        int zeros = 0;
        for (byte code : codes) {
            squares += code * code;
            zeros += code == 0 ? 1 : 0;
        }
        Layer layer = NetworkZoo.describe("wav2letter").layers().stream()
                .filter(candidate -> candidate.name().equals("conv2"))
                .findFirst()
                .orElseThrow();
        assertThat(Math.sqrt(squares / (codes.length - zeros)))
                .isBetween(0.95 * layer.number("deviation", 0), 1.05 * layer.number("deviation", 0));
        double pruned = Double.parseDouble(layer.text("zeros"));
        assertThat((double) zeros / codes.length).isBetween(pruned, pruned + 0.04);
    }

    @Test
    void singleConvolutionTakesItsSize() {
        Graph graph = NetworkZoo.build("conv3x3_c128", Map.of("height", 18, "width", 2))
                .graph();
        assertThat(graph.outputs().getFirst().shape()).hasToString("[1,18,2,128]");
    }

    @Test
    void aliasesAreTheNamesOfThePublishedModels() {
        assertThat(NetworkZoo.resolve("mobilenet_v2_1.0_224_INT8")).hasValue("mobilenet_v2");
        assertThat(NetworkZoo.resolve("yolo-fastest")).hasValue("yolo_fastest_192");
        assertThat(NetworkZoo.resolve("alexnet")).isEmpty();
    }

    @Test
    void wrongNamesAndSizesAreRefused() {
        assertThatThrownBy(() -> NetworkZoo.build("alexnet", Map.of())).hasMessageStartingWith("no network 'alexnet'");
        assertThatThrownBy(() -> NetworkZoo.build("conv1x1_c128", Map.of("depth", 3)))
                .hasMessage("conv1x1_c128 has no parameter 'depth'; it has height, width");
        assertThatThrownBy(() -> NetworkZoo.build("conv1x1_c128", Map.of("width", 0)))
                .hasMessage("width must be at least 1, is 0");
    }

    @Test
    void mistakesInATableAreNamedWithTheirLine() {
        assertThatThrownBy(() -> NetworkDescription.parse("n", "input a shape=1x4\ndense b c channels=2\n"))
                .hasMessage("n, line 2: there is no layer c before");
        assertThatThrownBy(() -> NetworkDescription.parse("n", "input a shape=1x4\nswish b a\n"))
                .hasMessage("n, line 2: there is no layer kind 'swish'");
        assertThatThrownBy(() -> NetworkDescription.parse("n", "input a shape=1x4\nsigmoid b a gain=2\n"))
                .hasMessage("n, line 2: sigmoid has no attribute gain");
        assertThatThrownBy(() -> NetworkDescription.parse("n", "input a shape=1x4\ntanh a a\n"))
                .hasMessage("n, line 2: there are two layers named a");
    }

    private static Tensor weights(Graph graph, String name) {
        for (Operator operator : graph.operators()) {
            Value output = operator.outputs().getFirst();
            Tensor constant = graph.constant(output);
            if (output.name().equals(name) && constant != null) {
                return constant;
            }
        }
        throw new AssertionError(name);
    }
}
