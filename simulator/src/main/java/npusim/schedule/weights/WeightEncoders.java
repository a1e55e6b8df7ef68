package npusim.schedule.weights;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import npusim.hardware.Accelerator;

/** Encoders that accelerators with the same order of weights share, so that each size is measured once. Thread-safe. */
public final class WeightEncoders {
    private final Map<Key, WeightEncoder> known = new ConcurrentHashMap<>();

    private record Key(StreamOrder order, int scaleBytes, int scaleRounding, int alignmentBytes) {}

    /** The encoder for the weight decoders of {@code accelerator}. */
    public WeightEncoder of(Accelerator accelerator) {
        Key key = new Key(
                StreamOrder.of(accelerator),
                accelerator.weightDecoder().scaleBytes(),
                accelerator.weightDecoder().scaleCountRounding(),
                accelerator.weightDecoder().streamAlignmentBytes());
        return known.computeIfAbsent(
                key,
                found -> new WeightEncoder(
                        found.order(), found.scaleBytes(), found.scaleRounding(), found.alignmentBytes()));
    }
}
