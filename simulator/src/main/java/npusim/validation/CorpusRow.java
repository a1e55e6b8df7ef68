package npusim.validation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One published measurement.
 *
 * @param id name in the corpus
 * @param workload network or single layer
 * @param height IFM height of a single layer, 0 otherwise
 * @param width IFM width of a single layer, 0 otherwise
 * @param npu such as {@code u85-256}
 * @param platform such as {@code corstone-320}
 * @param compiler such as {@code vela-5.0}
 * @param systemConfig system configuration as published
 * @param memoryMode memory mode as published
 * @param arenaCacheBytes staging size, 0 when not given
 * @param adapters fields of the two timing adapters by column name, empty when not given
 * @param activeCycles NPU ACTIVE, or null
 * @param totalCycles cycle counter on a grid of 1000 cycles, or null
 * @param beats SRAM read, SRAM write, external read and external write beats, each null when not published
 * @param velaCycles estimate of the compiler, or null
 */
public record CorpusRow(
        String id,
        String workload,
        int height,
        int width,
        String npu,
        String platform,
        String compiler,
        String systemConfig,
        String memoryMode,
        long arenaCacheBytes,
        Map<String, Integer> adapters,
        @Nullable Long activeCycles,
        @Nullable Long totalCycles,
        Measured beats,
        @Nullable Long velaCycles) {

    /**
     * Published beat counters.
     *
     * @param sramRead SRAM side read beats or null
     * @param sramWrite SRAM side write beats or null
     * @param externalRead external side read beats or null
     * @param externalWrite external side write beats or null
     */
    public record Measured(
            @Nullable Long sramRead,
            @Nullable Long sramWrite,
            @Nullable Long externalRead,
            @Nullable Long externalWrite) {}

    /** Whether the workload is one layer. */
    public boolean singleLayer() {
        return height > 0;
    }

    /** The kind of measurement: the part of the id before the first dash. */
    public String series() {
        int dash = id.indexOf('-');
        return dash < 0 ? id : id.substring(0, dash);
    }

    /** Generation, such as {@code u85}. */
    public String generation() {
        return npu.substring(0, npu.indexOf('-'));
    }
}
