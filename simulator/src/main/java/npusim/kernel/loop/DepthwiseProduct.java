package npusim.kernel.loop;

/**
 * Sums over the taps of a depthwise convolution, channel by channel, with the weights packed; exact for the same reason as
 * {@link MatrixProduct}. Immutable; serves several threads.
 *
 * <p>Inputs are read in slots of {@link InnerLoops#slotChannels} channels. Adjacent pixels meet adjacent slots, and taps come
 * in groups whose slots are adjacent too, so that a slot is read once for all pixels and taps of a group that meet it.
 */
public final class DepthwiseProduct {
    /** Taps of a group. */
    public static final int GROUP_TAPS = 3;

    /** Groups of {@link #multiplyLines}, a row of the kernel each. */
    private static final int LINE_GROUPS = 3;

    /** In a group: no tap here. */
    public static final int NO_TAP = -1;

    /**
     * From one input line of {@link #multiplyLines} to the next: a constant, so that one register addresses them all, and no multiple
     * of a page, whose lines would share the places in a cache.
     */
    public static final int LINE_BYTES = 16_384 + 64;

    private final InnerLoops loops;
    private final int channels;
    private final int slotChannels;
    private final int groups;
    private final int exactGroups;

    /** [blocks of channels, groups, taps of a group, channels of a slot], zero where there is no tap or channel. */
    private final float[] weights;

    /** [blocks of channels, channels of a slot]. */
    private final int[] weightSums;

    /**
     * @param groups [groups, {@link #GROUP_TAPS}] the number of the tap whose slot is that many behind the group's first
     * @param weights [taps, channels]
     */
    public DepthwiseProduct(InnerLoops loops, int[][] groups, int channels, byte[] weights, int weightZeroPoint) {
        this.loops = loops;
        this.channels = channels;
        this.slotChannels = loops.slotChannels();
        this.groups = groups.length;
        int magnitude = PackedMatrix.magnitudeOf(weightZeroPoint);
        this.exactGroups = Tile.exactDepth(PackedMatrix.INT8_MAGNITUDE, magnitude) / GROUP_TAPS;
        this.weightSums = new int[blocks() * slotChannels];
        this.weights = new float[Math.multiplyExact(blocks(), weightsStart(1, 0))];
        for (int position = 0; position < weightSums.length; position++) {
            int channel = channelAt(position);
            for (int group = 0; group < groups.length && channel < channels; group++) {
                int target = weightsStart(position / slotChannels, group) + position % slotChannels;
                for (int i = 0; i < GROUP_TAPS; i++) {
                    int tap = groups[group][i];
                    int weight = tap == NO_TAP ? 0 : weights[tap * channels + channel] - weightZeroPoint;
                    this.weights[target + i * slotChannels] = weight;
                    weightSums[position] += weight;
                }
            }
        }
    }

    private int weightsStart(int block, int group) {
        return (block * groups + group) * GROUP_TAPS * slotChannels;
    }

    /**
     * The {@link Tile#term} of each channel of each block for sums over inputs that still contain their zero point: the bias is
     * less by the zero point times the sum of the channel's weights.
     */
    public int[] terms(int[] bias, int inputZeroPoint) {
        int[] terms = new int[weightSums.length];
        int pieces = Math.ceilDiv(groups, exactGroups);
        for (int position = 0; position < terms.length; position++) {
            int channel = Math.min(channelAt(position), channels - 1);
            terms[position] = Tile.term(bias[channel] - inputZeroPoint * weightSums[position], pieces);
        }
        return terms;
    }

    /** Blocks of channels, as many each as a slot has. */
    public int blocks() {
        return Math.ceilDiv(channels, slotChannels);
    }

    /** The first channel of a block: the last block overlaps the one before where it would reach beyond the last channel. */
    public int firstChannel(int block) {
        boolean mayOverlap = channels >= slotChannels && groups <= exactGroups; // sums are set, not added to
        return mayOverlap ? Math.min(block * slotChannels, channels - slotChannels) : block * slotChannels;
    }

    private int channelAt(int position) {
        return firstChannel(position / slotChannels) + position % slotChannels;
    }

    /** Whether {@link #multiplyLines} computes lines of stride 1, if there are two at least. */
    public boolean takesLines() {
        return groups == LINE_GROUPS && channels >= slotChannels;
    }

    /**
     * Sets {@code sums}, adjacent lines of adjacent pixels, as {@link #multiply} does for groups that are the rows of a kernel.
     *
     * @param inputs lines of {@code pixels + 2} pixels of all channels, {@link #LINE_BYTES} apart, two more than there are output lines
     * @param sumsLine from one line of sums to the next
     */
    public void multiplyLines(
            byte[] inputs, int pixels, int lines, int[] terms, int[] sums, int sumsStart, int sumsLine) {
        for (int next = 0; next < lines; next += 2) {
            int line = Math.min(next, lines - 2);
            for (int block = 0; block < blocks(); block++) {
                int channel = firstChannel(block);
                loops.multiplyTwoLines(
                        inputs,
                        line * LINE_BYTES + channel,
                        weights,
                        weightsStart(block, 0),
                        terms,
                        block * slotChannels,
                        sums,
                        sumsStart + line * sumsLine + channel,
                        sumsLine,
                        pixels,
                        channels);
            }
        }
    }

    /**
     * Sets {@code sums}, lines of adjacent pixels of {@code channels} contiguous int32 each.
     *
     * @param inputs slots; those of channel block b begin at {@code b · blockPitch}. {@link InnerLoops#TILE_PIXELS} pixels are
     *     read at a time, and all slots of a group
     * @param groupStarts for each line, where the first pixel's first slot of each group is
     * @param pixels of a line
     * @param terms {@link #terms}
     */
    public void multiply(
            float[] inputs, int blockPitch, int[][] groupStarts, int pixels, int[] terms, int[] sums, int sumsStart) {
        Tile tile = new Tile(InnerLoops.TILE_PIXELS, slotChannels);
        for (int block = 0; block < blocks(); block++) {
            int channel = firstChannel(block);
            int wanted = Math.min(slotChannels, channels - channel);
            for (int line = 0; line < groupStarts.length; line++) {
                for (int group = 0; group < groups; group += exactGroups) {
                    int groupsAtOnce = Math.min(exactGroups, groups - group);
                    for (int pixel = 0; pixel < pixels; pixel += tile.rows) {
                        int target = sumsStart + (line * pixels + pixel) * channels + channel;
                        if (group == 0) {
                            tile.begin(pixels - pixel, wanted, sums, target, channels, terms, block * slotChannels);
                        } else {
                            tile.beginAdding(pixels - pixel, 0, wanted, sums, target, channels);
                        }
                        loops.multiplyTaps(
                                tile,
                                inputs,
                                block * blockPitch + pixel * slotChannels,
                                groupStarts[line],
                                group,
                                groupsAtOnce,
                                weights,
                                weightsStart(block, group));
                        tile.end(loops);
                    }
                }
            }
        }
    }
}
