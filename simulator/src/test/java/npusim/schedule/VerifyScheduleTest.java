package npusim.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.execution.plan.RandomGraph;
import npusim.graph.GraphBuilder;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.hardware.HardwareConfiguration;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Correct schedules with one thing made wrong. */
class VerifyScheduleTest {
    private static final HardwareConfiguration U85 = design("Ethos_U85_256", "Dedicated_Sram_384KB");

    private static HardwareConfiguration design(String accelerator, String mode) {
        return NpuLanguage.shipped().configure(Selection.of(accelerator).withMemoryMode(mode));
    }

    private static Stream<Schedule> schedules(HardwareConfiguration design) {
        return IntStream.range(0, 60)
                .mapToObj(seed -> {
                    try {
                        return new Scheduler(design, ScheduleOptions.of(SchedulePolicy.VELA_5_0))
                                .schedule(new RandomGraph(new Random(seed)).build(), "graph");
                    } catch (ScheduleException e) {
                        return null;
                    }
                })
                .filter(Objects::nonNull);
    }

    private static Schedule with(Schedule schedule, ImmutableList<Command> commands) {
        CommandStream stream = schedule.commands();
        return new Schedule(
                new CommandStream(stream.name(), stream.accelerator(), commands),
                schedule.operations(),
                schedule.residences(),
                schedule.constantBytes(),
                schedule.arenaBytes(),
                schedule.cacheBytes(),
                schedule.leftFreeBytes());
    }

    /** Every schedule with one of the commands changed that are of a kind, as long as there are such. */
    private static Stream<Schedule> changed(Predicate<Command> which, UnaryOperator<Command> change) {
        return schedules(U85).flatMap(schedule -> {
            ImmutableList<Command> commands = schedule.commands().commands();
            return IntStream.range(0, commands.size())
                    .filter(i -> which.test(commands.get(i)))
                    .mapToObj(i -> with(schedule, replaced(commands, i, change.apply(commands.get(i)))));
        });
    }

    private static Stream<Schedule> withoutOne(Predicate<Command> which) {
        return schedules(U85).flatMap(schedule -> {
            ImmutableList<Command> commands = schedule.commands().commands();
            return IntStream.range(0, commands.size())
                    .filter(i -> which.test(commands.get(i)))
                    .mapToObj(i -> with(schedule, replaced(commands, i, null)));
        });
    }

    private static ImmutableList<Command> replaced(
            ImmutableList<Command> commands, int index, @Nullable Command other) {
        MutableList<Command> list = commands.toList();
        list.remove(index);
        if (other != null) {
            list.add(index, other);
        }
        return list.toImmutable();
    }

    private static ImmutableList<String> problems(Schedule schedule) {
        return Lists.immutable.ofAll(VerifySchedule.apply(schedule, U85));
    }

    @Test
    void missingKernelLeavesAHole() {
        withoutOne(command -> command instanceof KernelCommand)
                .forEach(schedule -> assertThat(problems(schedule)).anyMatch(text -> text.contains(" are computed")));
    }

    @Test
    void rowsOfAllBatchesAreOneResult() throws Exception {
        GraphBuilder graph = new GraphBuilder();
        Value x = graph.input("x", DType.INT8, Shape.of(1, 15, 3, 8));
        Value y = graph.value("y", DType.INT8, Shape.of(2, 15, 3, 8));
        graph.add(new Operator.Tile(x, graph.constantShape("twice", 2, 1, 1, 1), y));
        graph.output(y);
        Schedule schedule =
                new Scheduler(U85, ScheduleOptions.of(SchedulePolicy.VELA_4_4)).schedule(graph.build(), "tile");

        assertThat(schedule.operations().getOnly().ofmExtent().elements())
                .isEqualTo(y.shape().elements());
        assertThat(problems(schedule)).isEmpty();
    }

    @Test
    void missingWaitIsARace() {
        withoutOne(command -> command instanceof WaitCommand)
                .forEach(schedule ->
                        assertThat(problems(schedule)).anyMatch(text -> text.contains(" does not wait for ")));
    }

    @Test
    void featureMapLongerThanItsPlaceIsFound() {
        int whole = 0;
        int parts = 0;
        for (Schedule schedule : schedules(U85).toList()) {
            ImmutableList<Residence> residences = schedule.residences();
            for (int i = 0; i < residences.size(); i++) {
                Residence place = residences.get(i);
                KernelCommand writer = schedule.commands()
                        .commands()
                        .selectInstancesOf(KernelCommand.class)
                        .detect(kernel -> kernel.ofm().inMemory()
                                && kernel.ofm().side() == place.side()
                                && place.firstOperation() <= kernel.operation()
                                && kernel.operation() <= place.lastOperation()
                                && kernel.ofm().address() >= place.address()
                                && kernel.ofm().address() + bytes(kernel) == place.address() + place.bytes());
                if (writer != null) {
                    Residence shorter = new Residence(
                            place.name(),
                            place.side(),
                            place.address(),
                            place.bytes() - 1,
                            place.rolls(),
                            place.firstOperation(),
                            place.lastOperation());
                    MutableList<Residence> changed = residences.toList();
                    changed.set(i, shorter);
                    assertThat(problems(withResidences(schedule, changed.toImmutable())))
                            .anyMatch(text -> text.contains(", where only "));
                    whole += writer.ofm().address() == place.address() ? 1 : 0;
                    parts += writer.ofm().address() > place.address() ? 1 : 0;
                }
            }
        }
        assertThat(whole).isPositive();
        assertThat(parts).isPositive();
    }

    private static long bytes(KernelCommand kernel) {
        return kernel.ofm().extent().elements() * kernel.ofm().elementBytes();
    }

    private static Schedule withResidences(Schedule schedule, ImmutableList<Residence> residences) {
        return new Schedule(
                schedule.commands(),
                schedule.operations(),
                residences,
                schedule.constantBytes(),
                schedule.arenaBytes(),
                schedule.cacheBytes(),
                schedule.leftFreeBytes());
    }

    @Test
    void tableThatIsReadWhileItArrivesIsARace() {
        DmaCommand copy =
                new DmaCommand("table", 0, AxiSide.EXTERNAL, 0, DmaCommand.Target.TABLE_MEMORY, 256, 1, 256, 0);
        WaitCommand wait = new WaitCommand(WaitCommand.Kind.DMA, 0, 0);
        KernelCommand same = kernel(new Extent(1, 2, 16), new TableRange(256, 256));
        KernelCommand other = kernel(new Extent(1, 2, 16), new TableRange(512, 256));

        assertThat(races(copy, same)).containsExactly("kernel does not wait for table");
        assertThat(races(copy, wait, same)).isEmpty();
        assertThat(races(copy, other)).isEmpty();
        assertThat(races(same, copy)).containsExactly("table does not wait for kernel");
    }

    private static ImmutableList<String> races(Command... commands) {
        Schedule schedule = new Schedule(
                new CommandStream("hand-made", U85.accelerator().name(), Lists.immutable.with(commands)),
                Lists.immutable.empty(),
                Lists.immutable.empty(),
                0,
                0,
                0,
                0);
        return problems(schedule).select(text -> text.contains(" does not wait for "));
    }

    @Test
    void kernelThatStartsTooEarlyIsFound() {
        long dependent =
                schedules(U85).mapToLong(schedule -> pairs(schedule).count()).sum();
        long found = changed(
                        command -> command instanceof KernelCommand kernel && kernel.blockDependency() == 0,
                        command -> ((KernelCommand) command)
                                .withBlockDependency(
                                        U85.accelerator().commandProcessor().maxBlockDependency()))
                .filter(schedule -> problems(schedule).anySatisfy(text -> text.contains("may not have written yet")))
                .count();
        assertThat(dependent).isPositive();
        assertThat(found).isGreaterThanOrEqualTo(dependent);
    }

    /** Kernels that read, with dependency 0, all that the kernel before them writes. */
    private static Stream<KernelCommand> pairs(Schedule schedule) {
        ImmutableList<KernelCommand> kernels = schedule.commands().commands().selectInstancesOf(KernelCommand.class);
        return IntStream.range(1, kernels.size())
                .filter(i -> kernels.get(i).blockDependency() == 0
                        && kernels.get(i).ifm().inMemory()
                        && kernels.get(i - 1).ofm().inMemory()
                        && kernels.get(i).kind() == KernelKind.CONVOLUTION
                        && kernels.get(i).ifm().side()
                                == kernels.get(i - 1).ofm().side()
                        && kernels.get(i).ifm().address()
                                == kernels.get(i - 1).ofm().address()
                        && kernels.get(i)
                                        .ofm()
                                        .extent()
                                        .blocks(kernels.get(i).blocks().ofmBlock())
                                        .elements()
                                == 1
                        && kernels.get(i - 1)
                                        .ofm()
                                        .extent()
                                        .blocks(kernels.get(i - 1).blocks().ofmBlock())
                                        .elements()
                                == 1)
                .mapToObj(kernels::get);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ethos_U85_128", "Ethos_U55_128", "Ethos_U65_256"})
    void blockBeyondTheBuffersIsFound(String accelerator) {
        HardwareConfiguration design =
                design(accelerator, accelerator.contains("U55") ? "Shared_Sram" : "Dedicated_Sram_384KB");
        KernelCommand kernel = kernel(new Extent(32, 64, 128), null);

        assertThat(VerifyBlocks.problem(kernel, design.accelerator())).containsAnyOf("bytes of", "banks of", "larger");
    }

    private static KernelCommand kernel(Extent extent, @Nullable TableRange table) {
        return new KernelCommand(
                "kernel",
                0,
                "CONV2D",
                KernelKind.CONVOLUTION,
                KernelFunction.NONE,
                map(extent),
                null,
                map(extent),
                Window.UNIT,
                new BlockConfiguration(extent, extent, new Extent(1, 2, 8), Traversal.DEPTH_FIRST, 32),
                Weights.NONE,
                0,
                table == null ? Activation.NONE : Activation.TABLE,
                OutputTranspose.HWC,
                false,
                0,
                table);
    }

    private static FeatureMap map(Extent extent) {
        return new FeatureMap(
                extent,
                8,
                TensorFormat.NHWC,
                FeatureMapStorage.MEMORY,
                AxiSide.SRAM,
                0,
                (long) extent.width() * extent.depth(),
                extent.depth(),
                1);
    }

    @Test
    void tensorsInOnePlaceAreFound() {
        schedules(U85).filter(schedule -> schedule.residences().size() > 1).forEach(schedule -> {
            Residence last = schedule.residences().getLast();
            Residence twin = new Residence(
                    "twin",
                    last.side(),
                    last.address(),
                    last.bytes(),
                    last.rolls(),
                    last.firstOperation(),
                    last.lastOperation());
            Schedule wrong = new Schedule(
                    schedule.commands(),
                    schedule.operations(),
                    schedule.residences().newWith(twin),
                    schedule.constantBytes(),
                    schedule.arenaBytes(),
                    schedule.cacheBytes(),
                    schedule.leftFreeBytes());
            assertThat(problems(wrong)).anyMatch(text -> text.contains("take the same bytes"));
        });
    }
}
