package npusim.schedule.plan;

import java.util.Map;
import npusim.schedule.operation.Extents;

/**
 * Operations that pass stripes to each other through rolling buffers.
 *
 * @param start index of the first operation
 * @param end index of the last operation, which also numbers the cascade
 * @param bytes staging memory while it runs
 * @param localBytes the part of it that is the cascade's own
 * @param buffers rolling buffer of the primary IFM by index of the reading operation
 */
public record Cascade(int start, int end, int bytes, int localBytes, Map<Integer, RollingBuffer> buffers) {
    /**
     * A buffer between two operations of a cascade.
     *
     * @param shape stored shape
     * @param bytes size
     */
    public record RollingBuffer(Extents shape, int bytes) {}
}
