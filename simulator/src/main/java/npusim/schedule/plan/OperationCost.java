package npusim.schedule.plan;

import npusim.schedule.BlockConfiguration;
import npusim.schedule.operation.Extents;
import npusim.schedule.weights.EncodedWeights;
import org.jspecify.annotations.Nullable;

/** How one operation runs in a candidate schedule. */
public final class OperationCost {
    private final BlockConfiguration block;
    private final Extents stripe;
    private final Extents stripeInput;
    private final long cycles;
    private final ElementAccess access;
    private final @Nullable ChosenWeights weights;
    private int[] depthSlices;
    private @Nullable EncodedWeights encoded;
    private @Nullable WeightBuffer buffer;
    private long slackCycles;
    private long slackBytes;
    private int cascade;
    private int time = -1;

    OperationCost(
            BlockConfiguration block,
            Extents stripe,
            Extents stripeInput,
            long cycles,
            ElementAccess access,
            @Nullable ChosenWeights weights) {
        this.block = block;
        this.stripe = stripe;
        this.stripeInput = stripeInput;
        this.cycles = cycles;
        this.access = access;
        this.weights = weights;
        this.depthSlices = new int[] {0, stripe.depth()};
    }

    OperationCost copy() {
        OperationCost copy = new OperationCost(block, stripe, stripeInput, cycles, access, weights);
        copy.depthSlices = depthSlices;
        copy.encoded = encoded;
        copy.buffer = buffer;
        copy.slackCycles = slackCycles;
        copy.slackBytes = slackBytes;
        copy.cascade = cascade;
        copy.time = time;
        return copy;
    }

    /** Block configuration. */
    public BlockConfiguration block() {
        return block;
    }

    /** OFM computed at a time. */
    public Extents stripe() {
        return stripe;
    }

    /** Primary IFM that a stripe needs. */
    public Extents stripeInput() {
        return stripeInput;
    }

    /** Estimated cycles of the whole operation. */
    public long cycles() {
        return cycles;
    }

    /** Estimated traffic of the whole operation. */
    public ElementAccess access() {
        return access;
    }

    /** How weights are encoded, or null without weights. */
    public @Nullable WeightChoice weights() {
        return weights == null ? null : weights.get();
    }

    /** Boundaries of the depth slices in which weights are fetched. */
    public int[] depthSlices() {
        return depthSlices;
    }

    /** Weights encoded in these slices, or null without weights. */
    public @Nullable EncodedWeights encoded() {
        if (encoded == null && weights != null) {
            encoded = weights.get().whole();
        }
        return encoded;
    }

    void setSlices(int[] slices, EncodedWeights weightsInSlices) {
        depthSlices = slices;
        encoded = weightsInSlices;
    }

    /** Staging buffer of the weights, or null. */
    public @Nullable WeightBuffer buffer() {
        return buffer;
    }

    void setBuffer(@Nullable WeightBuffer other) {
        buffer = other;
    }

    /** Cycles during which the DMA unit can fill buffers of the next operation. */
    long slackCycles() {
        return slackCycles;
    }

    void setSlackCycles(long other) {
        slackCycles = other;
    }

    /** Staging bytes left while the operation runs. */
    long slackBytes() {
        return slackBytes;
    }

    void setSlackBytes(long other) {
        slackBytes = other;
    }

    /** Cascade it belongs to, 0 for none. */
    public int cascade() {
        return cascade;
    }

    void setCascade(int other) {
        cascade = other;
    }

    /** Time at which it runs. */
    public int time() {
        return time;
    }

    void setTime(int other) {
        time = other;
    }
}
