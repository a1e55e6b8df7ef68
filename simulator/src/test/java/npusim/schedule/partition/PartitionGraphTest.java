package npusim.schedule.partition;

import static org.assertj.core.api.Assertions.assertThat;

import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.graph.Extent2d;
import npusim.graph.Graph;
import npusim.graph.GraphBuilder;
import npusim.graph.Operator;
import npusim.graph.Padding;
import npusim.graph.Value;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.Extent;
import npusim.schedule.HostCommand;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelKind;
import npusim.schedule.Residence;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.schedule.Scheduler;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which operators run on the NPU, which beside it, and what lies in memory meanwhile. */
class PartitionGraphTest {
    private final GraphBuilder graph = new GraphBuilder();

    @ParameterizedTest
    @ValueSource(strings = {"Ethos_U85_256", "Ethos_U55_128"})
    void transposedConvolutionOfStrideTwoReadsZerosBetweenElements(String accelerator) throws Exception {
        Schedule schedule = schedule(accelerator, transposedConvolution(2));

        KernelCommand kernel = schedule.commands()
                .commands()
                .selectInstancesOf(KernelCommand.class)
                .detect(command -> command.kind() == KernelKind.CONVOLUTION);
        assertThat(kernel.window().upscaleY()).isEqualTo(2);
        assertThat(kernel.ofm().extent()).isEqualTo(new Extent(11, 13, 16));
        assertThat(kernel.window().padTop()).isEqualTo(2);
        assertThat(kernel.window().strideY()).isEqualTo(1);
        assertThat(schedule.commands().commands().anySatisfy(HostCommand.class::isInstance))
                .isFalse();
    }

    @Test
    void transposedConvolutionOfStrideThreeGoesToTheHost() throws Exception {
        assertThat(hostOperators(schedule("Ethos_U85_256", transposedConvolution(3))))
                .isEqualTo("TRANSPOSE_CONV2D");
    }

    @Test
    void transposeGoesToTheHostWhereNoUnitWritesInAnotherOrder() throws Exception {
        Graph network = transposed();

        assertThat(hostOperators(schedule("Ethos_U85_256", network))).isEmpty();
        assertThat(hostOperators(schedule("Ethos_U55_128", network))).isEqualTo("TRANSPOSE");
    }

    @Test
    void depthMultiplierBesideSeveralChannelsGoesToTheHost() throws Exception {
        assertThat(hostOperators(schedule("Ethos_U85_256", depthwise(1, 3)))).isEmpty();
        assertThat(hostOperators(schedule("Ethos_U85_256", depthwise(4, 1)))).isEmpty();
        assertThat(hostOperators(schedule("Ethos_U85_256", depthwise(4, 3)))).isEqualTo("DEPTHWISE_CONV2D");
    }

    @Test
    void whatTheHostReadsAndWritesHasAPlaceMeanwhile() throws Exception {
        Schedule schedule = schedule("Ethos_U55_128", transposed());
        HostCommand host = schedule.commands()
                .commands()
                .selectInstancesOf(HostCommand.class)
                .getFirst();

        assertThat(schedule.residences()
                        .select(residence -> residence.firstOperation() <= host.operation()
                                && host.operation() <= residence.lastOperation())
                        .collect(Residence::name))
                .contains("sum", "turned");
    }

    private static String hostOperators(Schedule schedule) {
        return schedule.commands()
                .commands()
                .selectInstancesOf(HostCommand.class)
                .collect(HostCommand::operator)
                .makeString(" ");
    }

    private static Schedule schedule(String accelerator, Graph network) throws Exception {
        HardwareConfiguration hardware = NpuLanguage.shipped().configure(Selection.of(accelerator));
        return new Scheduler(hardware, ScheduleOptions.of(SchedulePolicy.VELA_5_0)).schedule(network, "network");
    }

    /** A transposed convolution with a 3x3 kernel of 5x6x8 elements. */
    private Graph transposedConvolution(int stride) {
        Value input = graph.input("x", DType.INT8, Shape.of(1, 5, 6, 8));
        Value sums = graph.value("sums", DType.INT32, Shape.of(1, 4 * stride + 3, 5 * stride + 3, 16));
        graph.add(new Operator.TransposeConv2d(
                input,
                graph.constant("weights", Tensor.zeros(DType.INT8, Shape.of(16, 3, 3, 8))),
                graph.constant("bias", Tensor.zeros(DType.INT32, Shape.of(16))),
                graph.constant("input_zero", Tensor.zeros(DType.INT8, Shape.of(1))),
                graph.constant("weight_zero", Tensor.zeros(DType.INT8, Shape.of(1))),
                Padding.NONE,
                new Extent2d(stride, stride),
                false,
                DType.INT32,
                sums));
        graph.output(sums);
        return graph.build();
    }

    private static Graph depthwise(int channels, int multiplier) {
        GraphBuilder graph = new GraphBuilder();
        Value input = graph.input("x", DType.INT8, Shape.of(1, 5, 6, channels));
        Value sums = graph.value("sums", DType.INT32, Shape.of(1, 3, 4, channels * multiplier));
        graph.add(new Operator.DepthwiseConv2d(
                input,
                graph.constant("weights", Tensor.zeros(DType.INT8, Shape.of(3, 3, channels, multiplier))),
                graph.constant("bias", Tensor.zeros(DType.INT32, Shape.of(channels * multiplier))),
                graph.constant("input_zero", Tensor.zeros(DType.INT8, Shape.of(1))),
                graph.constant("weight_zero", Tensor.zeros(DType.INT8, Shape.of(1))),
                Padding.NONE,
                Extent2d.ONE,
                Extent2d.ONE,
                false,
                DType.INT32,
                sums));
        graph.output(sums);
        return graph.build();
    }

    private Graph transposed() {
        Value x = graph.input("x", DType.INT32, Shape.of(1, 5, 6, 8));
        Value sum = graph.value("sum", DType.INT32, x.shape());
        graph.add(new Operator.Add(x, x, sum));
        Value turned = graph.value("turned", DType.INT32, Shape.of(1, 8, 5, 6));
        graph.add(new Operator.Transpose(sum, IntLists.immutable.of(0, 3, 1, 2), turned));
        Value result = graph.value("result", DType.INT32, turned.shape());
        graph.add(new Operator.Add(turned, turned, result));
        graph.output(result);
        return graph.build();
    }
}
