package npusim.validation;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One published measurement.
 *
 * @param id name in the corpus
 * @param workload network or single layer
 * @param model the network's name in its publication, empty when not given
 * @param height IFM height of a single layer, 0 otherwise
 * @param width IFM width of a single layer, 0 otherwise
 * @param npu such as {@code u85-256}
 * @param platform such as {@code corstone-320}, empty when not given
 * @param platformKind such as {@code FVP}, {@code FPGA} or {@code silicon}, empty when not given
 * @param compiler such as {@code vela-5.0}
 * @param systemConfig system configuration as published
 * @param memoryMode memory mode as published
 * @param arenaCacheBytes staging size, 0 when not given
 * @param adapters fields of the two timing adapters by column name, empty when not given
 * @param adaptersOff whether the measurement was taken without timing adapters
 * @param activeCycles NPU ACTIVE, or null
 * @param totalCycles cycle counter over the inference, or null
 * @param timeCycles cycles of the NPU's clock in the measured time, or null
 * @param beats SRAM read, SRAM write, external read and external write beats, each null when not published
 * @param velaCycles estimate of the compiler, or null
 */
public record CorpusRow(
        String id,
        String workload,
        String model,
        int height,
        int width,
        String npu,
        String platform,
        String platformKind,
        String compiler,
        String systemConfig,
        String memoryMode,
        long arenaCacheBytes,
        Map<String, Integer> adapters,
        boolean adaptersOff,
        @Nullable Long activeCycles,
        @Nullable Long totalCycles,
        @Nullable Long timeCycles,
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

    /** What the simulated cycles are compared with. */
    public enum Basis {
        /** NPU ACTIVE. */
        ACTIVE("NPU ACTIVE"),
        /** The cycle counter of a virtual platform, which counts in steps of 1000 cycles. */
        TOTAL_ON_GRID("total cycles (1000-cycle grid)"),
        /** The cycle counter of hardware. */
        TOTAL("total cycles"),
        /** Time of an inference by the clock. */
        TIME("measured time");

        private final String label;

        Basis(String label) {
            this.label = label;
        }

        /** Its name in a heading. */
        public String label() {
            return label;
        }
    }

    private static final Pattern NO_HARDWARE = Pattern.compile("fvp|model|virtual|simul|emul");

    /** Half the grid on which total cycles are published, and with it the mean distance of ACTIVE from TOTAL. */
    private static final long HALF_GRID_CYCLES = 500;

    /** What is published that is nearest to NPU ACTIVE, or null when no cycles are. */
    public @Nullable Basis basis() {
        if (activeCycles != null) {
            return Basis.ACTIVE;
        }
        if (totalCycles != null) {
            return hardware() ? Basis.TOTAL : Basis.TOTAL_ON_GRID;
        }
        return timeCycles == null ? null : Basis.TIME;
    }

    /** Published cycles by {@link #basis}, 0 when there are none. */
    public long publishedCycles() {
        return switch (basis()) {
            case null -> 0;
            case ACTIVE -> orZero(activeCycles);
            case TOTAL_ON_GRID -> Math.max(1, orZero(totalCycles) - HALF_GRID_CYCLES);
            case TOTAL -> orZero(totalCycles);
            case TIME -> orZero(timeCycles);
        };
    }

    private static long orZero(@Nullable Long cycles) {
        return cycles == null ? 0 : cycles;
    }

    /** Whether the platform is hardware and no model of it. */
    public boolean hardware() {
        return !platformKind.isEmpty()
                && !NO_HARDWARE.matcher(platformKind.toLowerCase(Locale.ROOT)).find();
    }

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
        int dash = npu.indexOf('-');
        return dash < 0 ? npu : npu.substring(0, dash);
    }
}
