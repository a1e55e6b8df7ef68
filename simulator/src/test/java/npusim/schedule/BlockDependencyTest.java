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
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No kernel starts before blocks that it reads are written, wherever in its input it reads them. */
class BlockDependencyTest {
    private static final List<String> ACCELERATORS =
            List.of("Ethos_U55_64", "Ethos_U65_512", "Ethos_U85_128", "Ethos_U85_256", "Ethos_U85_2048");

    @ParameterizedTest
    @CsvSource({
        "64, 64, 1, 2, NEAREST",
        "64, 64, 1, 4, NEAREST",
        "32, 32, 1, 8, BILINEAR",
        "8, 512, 1, 2, BILINEAR",
        "8, 8, 4, 1, NEAREST",
        "16, 16, 2, 1, BILINEAR",
        "40, 40, 2, 3, BILINEAR"
    })
    void resizeWaitsForTheRowsThatItReads(int height, int width, int numerator, int denominator, ResizeMode mode)
            throws ScheduleException {
        Graph graph = resized(height, width, numerator, denominator, mode);
        assertVerified(graph, List.of("Ethos_U85_128", "Ethos_U85_256", "Ethos_U85_2048"));
    }

    /**
     * Blocks of the pool on 2048 MACs are 44x32 of 64x64. Reduced to a quarter, the first row of the result reads columns 0 to 60 of
     * row 0, so that the second of the four blocks has to be written and two may be missing.
     */
    @Test
    void resizeWaitsForAsManyBlocksAsItNeeds() throws ScheduleException {
        HardwareConfiguration design = NpuLanguage.shipped().configure(Selection.of("Ethos_U85_2048"));
        Schedule schedule = new Scheduler(design, ScheduleOptions.of(SchedulePolicy.VELA_5_0))
                .schedule(resized(64, 64, 1, 4, ResizeMode.NEAREST), "graph");
        ImmutableList<Command> commands = schedule.commands().commands();
        int index = commands.detectIndex(
                command -> command instanceof KernelCommand kernel && kernel.kind() == KernelKind.RESIZE);
        KernelCommand resize = (KernelCommand) commands.get(index);
        assertThat(resize.blockDependency()).isEqualTo(2);
        assertThat(VerifySchedule.apply(schedule, design)).isEmpty();

        MutableList<Command> early = commands.toList();
        early.set(index, resize.withBlockDependency(3));
        CommandStream stream = schedule.commands();
        Schedule hasty = new Schedule(
                new CommandStream(stream.name(), stream.accelerator(), early.toImmutable()),
                schedule.operations(),
                schedule.residences(),
                schedule.constantBytes(),
                schedule.arenaBytes(),
                schedule.cacheBytes(),
                schedule.leftFreeBytes());
        assertThat(VerifySchedule.apply(hasty, design)).hasSize(1);
    }

    private static Graph resized(int height, int width, int numerator, int denominator, ResizeMode mode) {
        GraphBuilder graph = new GraphBuilder();
        Value pooled = pooled(graph, height, width, 16);
        int borderY = border(height, numerator, denominator);
        int borderX = border(width, numerator, denominator);
        Shape shape = Shape.of(
                1,
                ((height - 1) * numerator + borderY) / denominator + 1,
                ((width - 1) * numerator + borderX) / denominator + 1,
                16);
        Value resized = graph.value("resized", mode == ResizeMode.NEAREST ? DType.INT8 : DType.INT32, shape);
        graph.add(new Operator.Resize(
                pooled,
                graph.constantShape("scale", numerator, denominator, numerator, denominator),
                graph.constantShape("offset", 0, 0),
                graph.constantShape("border", borderY, borderX),
                mode,
                resized));
        graph.output(resized);
        return graph.build();
    }

    /** The largest border below the numerator with which the steps come out even. */
    private static int border(int size, int numerator, int denominator) {
        return numerator - 1 - (size * numerator - 1) % denominator;
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
