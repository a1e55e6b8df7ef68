package npusim.schedule.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import npusim.schedule.Traversal;
import npusim.schedule.WeightFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightEncoderTest {
    private final WeightEncoder encoder = TestOrders.encoder(TestOrders.microBlock(1, 0));

    private static WeightStreamParameters depthFirst(boolean sparse) {
        return new WeightStreamParameters(
                Traversal.DEPTH_FIRST, 16, 16, 64, 8, 1, 1, 1, 1, WeightFormat.STANDARD, sparse);
    }

    @Test
    void sectionsBeyondTheFirstDecodeToo() {
        byte[] data = new byte[64 * 64 * 80];
        Random random = new Random(1);
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i < data.length / 2 ? random.nextInt(3) : random.nextInt(256));
        }
        WeightTensor tensor = WeightTensor.convolution(data, 80, 8, 8, 64, 0);
        byte[] stream = encoder.encode(tensor, depthFirst(false), 0, 80, 0);
        assertThat(WeightDecoderModel.decodeStandard(stream))
                .isEqualTo(encoder.sequence(tensor, depthFirst(false), 0, 80, 0));
        assertThat(encoder.sizes(tensor, depthFirst(false)).weightBytes()).isEqualTo(stream.length);
    }

    @Test
    void compressesWhatIsNotNoise() {
        byte[] data = new byte[64 * 64 * 16];
        Random random = new Random(2);
        for (int i = 0; i < data.length; i += 16) {
            data[i] = (byte) random.nextInt(256);
        }
        WeightTensor tensor = WeightTensor.convolution(data, 64, 4, 4, 64, 0);
        assertThat(encoder.sizes(tensor, depthFirst(false)).weightBytes()).isLessThan(data.length / 5);
    }

    @Test
    void growsNoiseByLessThanOnePercent() {
        byte[] data = new byte[64 * 64 * 16];
        Random random = new Random(3);
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (random.nextInt(255) - 127);
        }
        WeightTensor tensor = WeightTensor.convolution(data, 64, 4, 4, 64, 0);
        assertThat(encoder.sizes(tensor, depthFirst(false)).weightBytes())
                .isBetween((long) data.length, data.length * 101L / 100);
    }

    @Test
    void refusesTheSparseFormWithoutTwoZerosInFour() {
        byte[] data = new byte[16 * 64];
        Arrays.fill(data, (byte) 1);
        WeightTensor dense = WeightTensor.fullyConnected(data, 16, 64, 0);
        assertThatThrownBy(() -> encoder.sizes(dense, depthFirst(true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weights 16x1x1x64 are not 2:4 sparse");
        for (int i = 0; i < data.length; i += 2) {
            data[i] = 0;
        }
        assertThat(encoder.sizes(WeightTensor.fullyConnected(data, 16, 64, 0), depthFirst(true))
                        .weightBytes())
                .isPositive();
    }

    @Test
    void refusesSlicesOutsideTheTensor() {
        WeightTensor tensor = WeightTensor.fullyConnected(new byte[64], 8, 8, 0);
        assertThatThrownBy(() -> encoder.sizes(tensor, depthFirst(false), 0, 16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("depth slices [0, 16] of weights 8x1x1x8 must rise within the output channels");
    }

    @Test
    void namesAStreamThatIsCutShort() {
        WeightTensor tensor = WeightTensor.fullyConnected(new byte[64], 8, 8, 0);
        byte[] stream = encoder.encode(tensor, depthFirst(false), 0, 8, 0);
        assertThatThrownBy(() -> WeightDecoderModel.decodeStandard(Arrays.copyOf(stream, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("weight stream of 4 bytes ends inside a field of ");
    }

    @Test
    void countsScalesOfAllChannelsInTheFirstStream() {
        WeightEncoder twoCores = TestOrders.encoder(TestOrders.microBlock(2, 2));
        EncodedWeights sizes =
                twoCores.sizes(WeightTensor.fullyConnected(new byte[20 * 8], 20, 8, 0), depthFirst(false));
        assertThat(sizes.ranges().collectLong(WeightRange::scaleBytes).toArray())
                .containsExactly(320, 0);
    }

    @Test
    void countsScalesPerCoreWhenCoresTakeChannelsInTurn() {
        WeightEncoder twoCores = TestOrders.encoder(TestOrders.channels(2));
        EncodedWeights sizes =
                twoCores.sizes(WeightTensor.fullyConnected(new byte[21 * 8], 21, 8, 0), depthFirst(false));
        assertThat(sizes.ranges().collectLong(WeightRange::scaleBytes).toArray())
                .containsExactly(110, 100);
        assertThat(sizes.ranges().get(0).weightOffset()).isEqualTo(112);
    }

    @ParameterizedTest
    @EnumSource(ScaleRecord.Layout.class)
    void scaleRecordsSurviveTheirBytes(ScaleRecord.Layout layout) {
        byte[] bytes = new byte[2 * ScaleRecord.BYTES];
        ScaleRecord negative = new ScaleRecord(-123_456_789L, 0x7abc, 37);
        ScaleRecord positive = new ScaleRecord(Integer.MAX_VALUE, 1, 0);
        negative.write(bytes, 0, layout);
        positive.write(bytes, ScaleRecord.BYTES, layout);
        assertThat(ScaleRecord.read(bytes, 0, layout)).isEqualTo(negative);
        assertThat(ScaleRecord.read(bytes, ScaleRecord.BYTES, layout)).isEqualTo(positive);
    }

    @Test
    void refusesABiasWiderThanItsField() {
        ScaleRecord wide = new ScaleRecord(1L << 33, 1, 0);
        byte[] bytes = new byte[ScaleRecord.BYTES];
        assertThatThrownBy(() -> wide.write(bytes, 0, ScaleRecord.Layout.BIAS_32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bias 8589934592 needs more than 32 bits");
    }
}
