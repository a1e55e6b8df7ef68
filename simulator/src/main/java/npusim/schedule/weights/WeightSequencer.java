package npusim.schedule.weights;

import java.util.Arrays;

/**
 * Puts the weights of one depth slice into the order in which one core consumes them, padding included. An instance
 * serves one walk.
 */
abstract sealed class WeightSequencer permits ChannelSplitSequencer, MicroBlockSplitSequencer {
    /** Room behind a section, for what ends beyond it. */
    private static final int SLACK = 64;

    final WeightTensor tensor;
    final StreamOrder order;
    final WeightStreamParameters parameters;
    final int firstChannel;
    final int channels;
    final int stream;
    final int subKernelHeight;
    final int subKernelWidth;

    private final byte[] data;
    private final int zeroPoint;
    private final int sectionWeights;
    private final SectionSink sink;
    private short[] buffer;
    private int used;

    WeightSequencer(Walk walk, SectionSink sink) {
        this.tensor = walk.tensor();
        this.order = walk.order();
        this.parameters = walk.parameters();
        this.firstChannel = walk.firstChannel();
        this.channels = walk.channels();
        this.stream = walk.stream();
        this.subKernelHeight = Math.max(1, order.subKernelHeight() / parameters.dilationY());
        this.subKernelWidth = Math.max(1, order.subKernelWidth() / parameters.dilationX());
        this.data = tensor.data();
        this.zeroPoint = tensor.zeroPoint();
        this.sectionWeights = walk.sectionWeights();
        this.sink = sink;
        long expected = (long) channels * tensor.kernelHeight() * tensor.kernelWidth() * tensor.inputChannels();
        this.buffer = new short[(int) Math.min(sectionWeights, expected / order.cores()) + SLACK];
    }

    /**
     * One walk.
     *
     * @param tensor the weights
     * @param order what the hardware wants
     * @param parameters block configuration
     * @param firstChannel first OFM channel of the depth slice
     * @param channels OFM channels of the depth slice
     * @param stream core
     * @param sectionWeights weights in a section
     */
    record Walk(
            WeightTensor tensor,
            StreamOrder order,
            WeightStreamParameters parameters,
            int firstChannel,
            int channels,
            int stream,
            int sectionWeights) {}

    /** The sequencer for the split of {@code walk}'s hardware. */
    static WeightSequencer of(Walk walk, SectionSink sink) {
        return switch (walk.order().facts().split()) {
            case CHANNELS -> new ChannelSplitSequencer(walk, sink);
            case MICROBLOCK -> new MicroBlockSplitSequencer(walk, sink);
        };
    }

    /** Walks all weights and hands them to the sink. */
    final void run() {
        walk();
        if (used > 0) {
            sink.section(buffer, used);
            used = 0;
        }
    }

    abstract void walk();

    /** Appends {@code length} input channels from {@code input} on of a channel of the tensor, zero beyond the depth. */
    final void row(int channel, int y, int x, int input, int length) {
        int valid = Math.min(length, tensor.inputChannels() - input);
        if (used + length > buffer.length) {
            grow(length);
        }
        short[] target = buffer;
        int at = used;
        if (valid > 0) {
            int source = tensor.index(channel, y, x, input);
            for (int i = 0; i < valid; i++) {
                target[at + i] = (short) (data[source + i] - zeroPoint);
            }
        }
        for (int i = Math.max(valid, 0); i < length; i++) {
            target[at + i] = 0;
        }
        used = at + length;
        if (used >= sectionWeights) {
            flush();
        }
    }

    /** Appends {@code count} zeros. */
    final void zeros(int count) {
        int left = count;
        while (left > 0) {
            if (used + Math.min(left, SLACK) > buffer.length) {
                grow(SLACK);
            }
            int now = Math.min(left, buffer.length - used);
            Arrays.fill(buffer, used, used + now, (short) 0);
            used += now;
            left -= now;
            if (used >= sectionWeights) {
                flush();
            }
        }
    }

    private void grow(int length) {
        buffer = Arrays.copyOf(buffer, Math.min(sectionWeights, 2 * buffer.length) + Math.max(SLACK, length));
    }

    private void flush() {
        sink.section(buffer, sectionWeights);
        used -= sectionWeights;
        System.arraycopy(buffer, sectionWeights, buffer, 0, used);
    }

    static int roundUp(int value, int unit) {
        return (value + unit - 1) / unit * unit;
    }

    static int ceilingDivide(int value, int divisor) {
        return (value + divisor - 1) / divisor;
    }
}
