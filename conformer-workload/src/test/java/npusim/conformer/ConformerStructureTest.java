package npusim.conformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import npusim.SharedData;
import npusim.graph.Graph;
import npusim.graph.OpCode;
import npusim.graph.Operator;
import npusim.graph.Value;
import org.junit.jupiter.api.Test;

/** The generated graph against the operator list that the real lowering wrote. */
class ConformerStructureTest {
    private static final Graph FULL =
            ConformerWorkload.generate(ConformerConfiguration.SMALL).graph();

    @Test
    void histogramIsThePublishedOneOfRelease10() {
        Map<OpCode, Integer> histogram = OperatorLines.histogram(FULL);
        histogram.remove(OpCode.CONST);
        assertThat(histogram)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry(OpCode.RESCALE, 3404),
                        Map.entry(OpCode.RESHAPE, 854),
                        Map.entry(OpCode.MUL, 545),
                        Map.entry(OpCode.ADD, 272),
                        Map.entry(OpCode.TABLE, 179),
                        Map.entry(OpCode.SUB, 178),
                        Map.entry(OpCode.REDUCE_SUM, 97),
                        Map.entry(OpCode.CONV2D, 163),
                        Map.entry(OpCode.AVG_POOL2D, 160),
                        Map.entry(OpCode.TRANSPOSE, 418),
                        Map.entry(OpCode.SLICE, 66),
                        Map.entry(OpCode.MATMUL, 48),
                        Map.entry(OpCode.DEPTHWISE_CONV2D, 17),
                        Map.entry(OpCode.REDUCE_MAX, 17),
                        Map.entry(OpCode.CONCAT, 16),
                        Map.entry(OpCode.ARITHMETIC_RIGHT_SHIFT, 1),
                        Map.entry(OpCode.CONST_SHAPE, 986)));
    }

    @Test
    void operatorsAndShapesAreThoseOfTheOperatorList() throws IOException {
        List<String> expected = new ArrayList<>();
        List<String> rows = Files.readAllLines(SharedData.require("reference/conformer-ops-et-1.0.csv"));
        for (String row : rows.subList(1, rows.size())) {
            String[] columns = row.split(",", -1);
            String inputs = columns[4].replace("const:", "");
            // The list leaves out multipliers, shifts and shapes, and some constant operands.
            expected.add(columns[3] + " " + inputs.split(" ; ")[0] + " -> " + columns[5]);
        }
        List<String> actual = new ArrayList<>();
        for (Operator operator : FULL.operators()) {
            if (operator.code() != OpCode.CONST && operator.code() != OpCode.CONST_SHAPE) {
                actual.add(operator.code() + " " + type(operator.inputs().getFirst()) + " -> "
                        + type(operator.outputs().getFirst()));
            }
        }
        assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void inputsAndOutputsAreThoseOfTheDelegate() {
        assertThat(FULL.inputs().collect(ConformerStructureTest::type)).containsExactly("i8[1x1500x80]", "i32[1]");
        assertThat(FULL.outputs().collect(ConformerStructureTest::type)).containsExactly("i32[1]", "i8[1x374x129]");
    }

    @Test
    void sameConfigurationGivesTheSameGraphAndAnotherSeedOtherWeights() {
        ConformerConfiguration small =
                ConformerConfiguration.SMALL.withFrames(50).withLayers(1);
        Graph graph = ConformerWorkload.generate(small).graph();
        assertThat(ConformerWorkload.generate(small).graph()).isEqualTo(graph);
        assertThat(ConformerWorkload.generate(small.withSeed(1)).graph()).isNotEqualTo(graph);
    }

    private static String type(Value value) {
        String shape = value.shape().toString().replace(',', 'x');
        return switch (value.dtype()) {
            case INT8 -> "i8" + shape;
            case INT32 -> "i32" + shape;
            default -> value.dtype() + shape;
        };
    }
}
