package npusim.schedule.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import npusim.schedule.Traversal;
import npusim.schedule.WeightFormat;

class WeightStreamProperties {
    /** A layer and how it is to be encoded. */
    record Layer(
            WeightTensor tensor,
            StreamOrder order,
            WeightStreamParameters parameters,
            int firstChannel,
            int channels) {}

    @Property(tries = 400)
    void decodingAStandardStreamGivesItsWeightsBack(@ForAll("layers") Layer layer) {
        WeightEncoder encoder = TestOrders.encoder(layer.order);
        int streams = encoder.streams(layer.tensor, layer.parameters);
        for (int stream = 0; stream < Math.min(streams, layer.channels); stream++) {
            short[] sequence =
                    encoder.sequence(layer.tensor, layer.parameters, layer.firstChannel, layer.channels, stream);
            byte[] coded = encoder.encode(layer.tensor, layer.parameters, layer.firstChannel, layer.channels, stream);
            assertThat(WeightDecoderModel.decodeStandard(coded)).isEqualTo(sequence);
        }
    }

    @Property(tries = 400)
    void theSizeIsThatOfTheWrittenStream(@ForAll("layers") Layer layer) {
        WeightEncoder encoder = TestOrders.encoder(layer.order);
        EncodedWeights sizes =
                encoder.sizes(layer.tensor, layer.parameters, layer.firstChannel, layer.firstChannel + layer.channels);
        for (WeightRange range : sizes.ranges()) {
            byte[] coded = encoder.encode(
                    layer.tensor, layer.parameters, range.firstChannel(), range.channels(), range.stream());
            assertThat(range.weightBytes()).isEqualTo(coded.length);
            assertThat(coded.length % 16).isZero();
        }
    }

    @Property(tries = 200)
    void decodingAFastStreamGivesItsWeightsBack(@ForAll("layers") Layer layer) {
        if (layer.parameters.traversal() == Traversal.DEPTHWISE || layer.order.splitsChannels()) {
            return;
        }
        WeightEncoder encoder = TestOrders.encoder(layer.order);
        WeightStreamParameters fast = layer.parameters.withFormat(WeightFormat.FAST);
        EncodedWeights sizes =
                encoder.sizes(layer.tensor, fast, layer.firstChannel, layer.firstChannel + layer.channels);
        byte[] coded = encoder.encode(layer.tensor, fast, layer.firstChannel, layer.channels, 0);
        assertThat(sizes.weightBytes()).isEqualTo(coded.length);
        short[] decoded = FastCoder.decode(coded, Math.toIntExact(sizes.sourceWeights()));
        int sum = 0;
        int firstOfCores = 0;
        for (short weight : decoded) {
            sum += weight;
        }
        for (int core = 0; core < layer.order.cores(); core++) {
            for (short weight :
                    encoder.sequence(layer.tensor, layer.parameters, layer.firstChannel, layer.channels, core)) {
                firstOfCores += weight;
            }
        }
        assertThat(sum).isEqualTo(firstOfCores);
        if (layer.order.cores() == 1) {
            assertThat(decoded)
                    .isEqualTo(encoder.sequence(layer.tensor, layer.parameters, layer.firstChannel, layer.channels, 0));
        }
    }

    @Property(tries = 300)
    void everyWeightIsInExactlyOneStreamExactlyOnce(@ForAll("shapes") Layer layer) {
        WeightTensor shape = layer.tensor;
        WeightEncoder encoder = TestOrders.encoder(layer.order);
        // The index of a weight in base 100, one digit per tensor, one added so that padding is zero.
        int digits = 3;
        boolean[] found = new boolean[shape.elements()];
        for (int stream = 0; stream < encoder.streams(shape, layer.parameters); stream++) {
            short[][] sequence = new short[digits][];
            int power = 1;
            for (int digit = 0; digit < digits; digit++, power *= 100) {
                byte[] data = new byte[shape.elements()];
                for (int i = 0; i < data.length; i++) {
                    data[i] = (byte) (i / power % 100 + 1);
                }
                sequence[digit] = encoder.sequence(
                        like(shape, data, layer.parameters), layer.parameters, 0, shape.outputChannels(), stream);
            }
            for (int i = 0; i < sequence[0].length; i++) {
                if (sequence[0][i] != 0) {
                    int index = sequence[0][i] - 1 + (sequence[1][i] - 1) * 100 + (sequence[2][i] - 1) * 10_000;
                    assertThat(found[index])
                            .as("weight %d of %s twice", index, shape)
                            .isFalse();
                    found[index] = true;
                }
            }
        }
        assertThat(found).doesNotContain(false);
    }

    @Property(tries = 50)
    void slicesByDepthHoldTheChannelsOfTheWhole(
            @ForAll("layers") Layer layer, @ForAll @IntRange(min = 1, max = 40) int cut) {
        int channels = layer.tensor.outputChannels();
        if (cut >= channels) {
            return;
        }
        EncodedWeights sizes = TestOrders.encoder(layer.order).sizes(layer.tensor, layer.parameters, 0, cut, channels);
        assertThat(sizes.ranges()
                        .collectInt(WeightRange::firstChannel)
                        .distinct()
                        .toArray())
                .hasSize(2);
        assertThat(sizes.sliceBytes(0) + sizes.sliceBytes(1)).isEqualTo(sizes.totalBytes());
        assertThat(sizes.doubleBufferBytes()).isEqualTo(sizes.totalBytes());
        assertThat(sizes.largestSliceBytes()).isEqualTo(Math.max(sizes.sliceBytes(0), sizes.sliceBytes(1)));
    }

    private static WeightTensor like(WeightTensor shape, byte[] data, WeightStreamParameters parameters) {
        return parameters.traversal() == Traversal.DEPTHWISE
                ? WeightTensor.depthwise(data, shape.kernelHeight(), shape.kernelWidth(), shape.outputChannels(), 1, 0)
                : WeightTensor.convolution(
                        data,
                        shape.outputChannels(),
                        shape.kernelHeight(),
                        shape.kernelWidth(),
                        shape.inputChannels(),
                        0);
    }

    @Provide
    Arbitrary<Layer> layers() {
        return Combinators.combine(shapes(), Arbitraries.integers().between(0, 6), Arbitraries.randomValue(r -> r))
                .as((layer, distribution, random) -> filled(layer, distribution, random));
    }

    private static Layer filled(Layer layer, int distribution, Random random) {
        byte[] data = new byte[layer.tensor.elements()];
        for (int i = 0; i < data.length; i++) {
            data[i] = switch (distribution) {
                case 0 -> 0;
                case 1 -> (byte) random.nextInt(256);
                case 2 -> (byte) (random.nextInt(10) == 0 ? random.nextInt(256) : 0);
                case 3 -> (byte) (random.nextInt(3) - 1);
                case 4 -> (byte) Math.clamp((int) (random.nextGaussian() * 20), -127, 127);
                case 5 -> (byte) (i < data.length / 2 ? random.nextInt(4) : random.nextInt(256));
                default -> (byte) (random.nextInt(40) == 0 ? -128 : random.nextInt(2) * 7);
            };
        }
        int zeroPoint = distribution == 4 ? random.nextInt(256) - 128 : 0;
        WeightTensor shape = layer.tensor;
        WeightTensor tensor = layer.parameters.traversal() == Traversal.DEPTHWISE
                ? WeightTensor.depthwise(
                        data, shape.kernelHeight(), shape.kernelWidth(), shape.outputChannels(), 1, zeroPoint)
                : WeightTensor.convolution(
                        data,
                        shape.outputChannels(),
                        shape.kernelHeight(),
                        shape.kernelWidth(),
                        shape.inputChannels(),
                        zeroPoint);
        return new Layer(tensor, layer.order, layer.parameters, layer.firstChannel, layer.channels);
    }

    @Provide
    Arbitrary<Layer> shapes() {
        return Arbitraries.randomValue(random -> {
            Traversal traversal = Traversal.values()[random.nextInt(3)];
            boolean depthwise = traversal == Traversal.DEPTHWISE;
            int outputs = 1 + random.nextInt(70);
            int height = 1 + random.nextInt(random.nextInt(8) == 0 ? 11 : 3);
            int width = 1 + random.nextInt(random.nextInt(8) == 0 ? 11 : 3);
            int inputs = depthwise ? 1 : 1 + random.nextInt(70);
            byte[] data = new byte[outputs * height * width * inputs];
            WeightTensor tensor = depthwise
                    ? WeightTensor.depthwise(data, height, width, outputs, 1, 0)
                    : WeightTensor.convolution(data, outputs, height, width, inputs, 0);
            int cores = 1 << random.nextInt(3);
            boolean split = random.nextBoolean();
            StreamOrder order = split
                    ? TestOrders.channels(Math.min(cores, 2))
                    : TestOrders.microBlock(cores, random.nextInt(4) * 2);
            int micro = split ? 8 : 16 << random.nextInt(2);
            int ifmBlockDepth = traversal == Traversal.PART_KERNEL ? 16 : 32;
            WeightStreamParameters parameters = new WeightStreamParameters(
                    traversal,
                    micro * (split ? order.cores() : 1) * (1 + random.nextInt(3)),
                    micro,
                    ifmBlockDepth,
                    random.nextBoolean() ? 8 : 16,
                    1 + random.nextInt(3),
                    1 + random.nextInt(3),
                    1 + random.nextInt(2),
                    1 + random.nextInt(2),
                    WeightFormat.STANDARD,
                    false);
            int first = random.nextInt(outputs);
            return new Layer(tensor, order, parameters, first, 1 + random.nextInt(outputs - first));
        });
    }
}
