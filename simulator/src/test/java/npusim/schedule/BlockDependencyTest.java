package npusim.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.graph.Extent2d;
import npusim.graph.Graph;
import npusim.graph.GraphBuilder;
import npusim.graph.NanMode;
import npusim.graph.Operator;
import npusim.graph.Padding;
import npusim.graph.ResizeMode;
import npusim.graph.Value;
import npusim.hardware.HardwareConfiguration;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No kernel starts before blocks that it reads are written, wherever in its input it reads them. */
class BlockDependencyTest {
    private static final List<String> ACCELERATORS =
            List.of("Ethos_U55_64", "Ethos_U65_512", "Ethos_U85_128", "Ethos_U85_256", "Ethos_U85_2048");

    @ParameterizedTest
    @CsvSource({"64, 64, 1, 2", "64, 64, 1, 4", "32, 32, 1, 8", "8, 512, 1, 2", "8, 8, 4, 1", "16, 16, 2, 1"})
    void resizeWaitsForTheRowsThatItReads(int height, int width, int numerator, int denominator)
            throws ScheduleException {
        GraphBuilder graph = new GraphBuilder();
        Value pooled = pooled(graph, height, width, 16);
        int border = numerator == 1 ? 1 - denominator : numerator - 1;
        Shape shape = Shape.of(
                1,
                ((height - 1) * numerator + border) / denominator + 1,
                ((width - 1) * numerator + border) / denominator + 1,
                16);
        Value resized = graph.value("resized", DType.INT8, shape);
        graph.add(new Operator.Resize(
                pooled,
                graph.constantShape("scale", numerator, denominator, numerator, denominator),
                graph.constantShape("offset", 0, 0),
                graph.constantShape("border", border, border),
                ResizeMode.NEAREST,
                resized));
        graph.output(resized);
        assertVerified(graph.build(), List.of("Ethos_U85_128", "Ethos_U85_256", "Ethos_U85_2048"));
    }

    @ParameterizedTest
    @CsvSource({"64, 64, 16", "33, 47, 32", "96, 8, 8", "8, 8, 64", "128, 3, 16"})
    void strideBeyondTheKernelIsFollowed(int height, int width, int channels) throws ScheduleException {
        GraphBuilder graph = new GraphBuilder();
        Value pooled = pooled(graph, height, width, channels);
        Value taken =
                graph.value("taken", DType.INT8, Shape.of(1, (height - 1) / 2 + 1, (width - 1) / 2 + 1, channels));
        graph.add(new Operator.MaxPool2d(
                pooled,
                new Extent2d(1, 1),
                new Extent2d(2, 2),
                new Padding(0, (height - 1) % 2 == 0 ? 0 : 1, 0, (width - 1) % 2 == 0 ? 0 : 1),
                NanMode.UNSET,
                taken));
        graph.output(taken);
        assertVerified(graph.build(), ACCELERATORS);
    }

    private static Value pooled(GraphBuilder graph, int height, int width, int channels) {
        Shape shape = Shape.of(1, height, width, channels);
        Value input = graph.input("input", DType.INT8, shape);
        Value pooled = graph.value("pooled", DType.INT8, shape);
        graph.add(new Operator.MaxPool2d(
                input, new Extent2d(3, 3), new Extent2d(1, 1), new Padding(1, 1, 1, 1), NanMode.UNSET, pooled));
        return pooled;
    }

    private static void assertVerified(Graph graph, List<String> accelerators) throws ScheduleException {
        for (String accelerator : accelerators) {
            HardwareConfiguration design = NpuLanguage.shipped().configure(Selection.of(accelerator));
            for (SchedulePolicy policy : SchedulePolicy.values()) {
                Schedule schedule = new Scheduler(design, ScheduleOptions.of(policy)).schedule(graph, "graph");
                assertThat(VerifySchedule.apply(schedule, design))
                        .as("%s by %s", accelerator, policy)
                        .isEmpty();
            }
        }
    }
}
