package npusim.schedule.partition;

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
import npusim.graph.Value;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.HostCommand;
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
import org.junit.jupiter.params.provider.CsvSource;

/** Operators that the description's table, its limits or their operands keep from the NPU, and the reason that is given. */
class RefusedOperatorsTest {
    private static final String U85 = "Ethos_U85_256";
    private static final String U55 = "Ethos_U55_128";

    private final GraphBuilder graph = new GraphBuilder();

    @Test
    void operationWithoutRowIsRefused() throws Exception {
        Value x = graph.input("x", DType.INT8, Shape.of(4, 8));
        Value y = graph.value("y", DType.INT8, x.shape());
        graph.add(new Operator.BitwiseXor(x, x, y));
        Graph network = ending(y);

        assertThat(reasons(U85, network)).isEmpty();
        assertThat(reasons(U55, network)).containsExactly("BITWISE_XOR: no unit computes bitwise_xor");
    }

    /** The U55 shifts elements of 32 bits only. */
    @Test
    void dataTypeWithoutRowIsRefused() throws Exception {
        Graph bytes = shifted(DType.INT8);

        assertThat(reasons(U85, bytes)).isEmpty();
        assertThat(reasons(U55, bytes)).containsExactly("LOGICAL_LEFT_SHIFT: no unit computes shl of i8 to i8");
        assertThat(reasons(U55, shifted(DType.INT32))).isEmpty();
    }

    private static Graph shifted(DType type) {
        GraphBuilder graph = new GraphBuilder();
        Value x = graph.input("x", type, Shape.of(4, 8));
        Value y = graph.value("y", type, x.shape());
        graph.add(new Operator.LogicalLeftShift(x, x, y));
        graph.output(y);
        return graph.build();
    }

    @Test
    void elementsOfFourBitsAreRefused() throws Exception {
        Value x = graph.input("x", DType.INT4, Shape.of(4, 8));
        Value y = graph.value("y", DType.INT4, x.shape());
        graph.add(new Operator.Identity(x, y));

        assertThat(reasons(U85, ending(y))).containsExactly("IDENTITY: no unit reads elements of 4 bits");
    }

    /** A maximum is a pool as long as the axis; a minimum is none. */
    @Test
    void maximumIsAPoolWhereNoUnitReduces() throws Exception {
        Value x = graph.input("x", DType.INT8, Shape.of(4, 8));
        Value least = graph.value("least", DType.INT8, Shape.of(4, 1));
        Value most = graph.value("most", DType.INT8, Shape.of(4, 1));
        graph.add(new Operator.ReduceMin(x, 1, NanMode.PROPAGATE, least));
        graph.add(new Operator.ReduceMax(x, 1, NanMode.PROPAGATE, most));
        graph.output(least);
        Graph network = ending(most);

        assertThat(reasons(U85, network)).isEmpty();
        assertThat(reasons(U55, network)).containsExactly("REDUCE_MIN: no unit computes reduce_min");
    }

    /** It would need a transpose. */
    @Test
    void sumAlongAnOuterAxisIsRefusedWhereNoUnitExchangesAxes() throws Exception {
        Value x = graph.input("x", DType.INT32, Shape.of(4, 8));
        Value sum = graph.value("sum", DType.INT32, Shape.of(1, 8));
        graph.add(new Operator.ReduceSum(x, 0, sum));
        Graph network = ending(sum);

        assertThat(reasons(U85, network)).isEmpty();
        assertThat(reasons(U55, network)).containsExactly("REDUCE_SUM: no unit exchanges axes");
    }

    /** The compilers have a U85 transpose it in steps. */
    @ParameterizedTest
    @CsvSource({U55 + ",VELA_4_4,1", U55 + ",NPUSIM,1", U85 + ",VELA_4_4,6", U85 + ",NPUSIM,1"})
    void transposeThatMovesNoElementStays(String accelerator, SchedulePolicy policy, int operations) throws Exception {
        Value x = graph.input("x", DType.INT8, Shape.of(1, 5, 1, 8));
        Value turned = graph.value("turned", DType.INT8, Shape.of(5, 1, 1, 8));
        graph.add(new Operator.Transpose(x, IntLists.immutable.of(1, 2, 0, 3), turned));

        Schedule schedule = schedule(accelerator, ending(turned), policy);

        assertThat(reasons(schedule)).isEmpty();
        assertThat(schedule.operations()).hasSize(operations);
    }

    @Test
    void dilationBeyondTheLimitIsRefused() throws Exception {
        Value x = graph.input("x", DType.INT8, Shape.of(1, 7, 9, 8));
        Value weights = graph.constant("weights", Tensor.zeros(DType.INT8, Shape.of(16, 3, 3, 8)));
        Value sums = graph.value("sums", DType.INT32, Shape.of(1, 5, 3, 16));
        convolution(x, weights, new Extent2d(1, 3), sums);

        assertThat(reasons(U55, ending(sums))).containsExactly("CONV2D: dilation 1x3 is longer than 2");
    }

    @Test
    void computedWeightsAreRefused() throws Exception {
        Value x = graph.input("x", DType.INT8, Shape.of(1, 7, 9, 8));
        Value weights = graph.input("weights", DType.INT8, Shape.of(16, 3, 3, 8));
        Value sums = graph.value("sums", DType.INT32, Shape.of(1, 5, 7, 16));
        convolution(x, weights, Extent2d.ONE, sums);

        assertThat(reasons(U85, ending(sums))).containsExactly("CONV2D: its weights are not constant");
    }

    /** Reading order puts the reshape into the first segment, the convolution that reads its result into the last. */
    @Test
    void weightsUnderAnotherShapeStayConstantInADividedNetwork() throws Exception {
        Value x = graph.input("x", DType.INT8, Shape.of(1, 5, 6, 8));
        Value turned = graph.value("turned", DType.INT8, Shape.of(1, 6, 5, 8));
        graph.add(new Operator.Transpose(x, IntLists.immutable.of(0, 2, 1, 3), turned));
        Value flat = graph.constant("flat", Tensor.zeros(DType.INT8, Shape.of(16, 8)));
        Value weights = graph.value("weights", DType.INT8, Shape.of(16, 1, 1, 8));
        graph.add(new Operator.Reshape(flat, graph.constantShape("shape", 16, 1, 1, 8), weights));
        Value sums = graph.value("sums", DType.INT32, Shape.of(1, 6, 5, 16));
        convolution(turned, weights, Extent2d.ONE, sums);

        assertThat(reasons(U55, ending(sums))).containsExactly("TRANSPOSE: no unit exchanges axes");
    }

    private void convolution(Value input, Value weights, Extent2d dilation, Value sums) {
        graph.add(new Operator.Conv2d(
                input,
                weights,
                graph.constant("bias", Tensor.zeros(DType.INT32, Shape.of(16))),
                graph.constant("input_zero", Tensor.zeros(DType.INT8, Shape.of(1))),
                graph.constant("weight_zero", Tensor.zeros(DType.INT8, Shape.of(1))),
                Padding.NONE,
                Extent2d.ONE,
                dilation,
                false,
                DType.INT32,
                sums));
    }

    private Graph ending(Value output) {
        graph.output(output);
        return graph.build();
    }

    private static List<String> reasons(String accelerator, Graph network) throws Exception {
        return reasons(schedule(accelerator, network, SchedulePolicy.VELA_5_0));
    }

    private static List<String> reasons(Schedule schedule) {
        return schedule.commands()
                .commands()
                .selectInstancesOf(HostCommand.class)
                .collect(host -> host.operator() + ": " + host.reason())
                .castToList();
    }

    private static Schedule schedule(String accelerator, Graph network, SchedulePolicy policy) throws Exception {
        HardwareConfiguration hardware = NpuLanguage.shipped().configure(Selection.of(accelerator));
        return new Scheduler(hardware, ScheduleOptions.of(policy)).schedule(network, "network");
    }
}
