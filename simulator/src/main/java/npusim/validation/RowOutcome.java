package npusim.validation;

import npusim.simulation.Beats;
import org.jspecify.annotations.Nullable;

/** What became of one row of the corpus. */
public sealed interface RowOutcome {
    /** The measurement. */
    CorpusRow row();

    /**
     * Not replayed.
     *
     * @param row the measurement
     * @param reason one sentence
     */
    record Skipped(CorpusRow row, String reason) implements RowOutcome {}

    /**
     * Replayed.
     *
     * @param row the measurement
     * @param schedule where the command stream came from
     * @param activeCycles simulated NPU ACTIVE
     * @param beats simulated beats
     */
    record Replayed(CorpusRow row, String schedule, long activeCycles, Beats beats) implements RowOutcome {
        /** Whether NPU ACTIVE itself was published; otherwise {@link CorpusRow#basis} stands for it. */
        public boolean exact() {
            return row.activeCycles() != null;
        }

        /** What the published cycles are, in words. */
        public String basis() {
            CorpusRow.Basis basis = row.basis();
            return basis == null ? "" : basis.label();
        }

        /** Published cycles to compare with. */
        public long publishedCycles() {
            return row.publishedCycles();
        }

        /** Error of the simulated cycles in percent. */
        public double errorPercent() {
            return percent(activeCycles, publishedCycles());
        }

        /** Error of the compiler's estimate in percent, or null. */
        public @Nullable Double velaErrorPercent() {
            Long estimate = row.velaCycles();
            return estimate == null ? null : Double.valueOf(percent(estimate, publishedCycles()));
        }

        /** Error of a beat counter in percent, or null when it was not published; 0 = SRAM read … 3 = external write. */
        public @Nullable Double beatErrorPercent(int counter) {
            Long published = publishedBeats(counter);
            return published == null ? null : Double.valueOf(percent(simulatedBeats(counter), published));
        }

        /** A published beat counter, or null. */
        public @Nullable Long publishedBeats(int counter) {
            CorpusRow.Measured measured = row.beats();
            return switch (counter) {
                case 0 -> measured.sramRead();
                case 1 -> measured.sramWrite();
                case 2 -> measured.externalRead();
                default -> measured.externalWrite();
            };
        }

        /** A simulated beat counter. */
        public long simulatedBeats(int counter) {
            return switch (counter) {
                case 0 -> beats.sramRead();
                case 1 -> beats.sramWrite();
                case 2 -> beats.externalRead();
                default -> beats.externalWrite();
            };
        }

        private static double percent(long simulated, long published) {
            if (published == 0) {
                return simulated == 0 ? 0 : 100;
            }
            return 100.0 * (simulated - published) / published;
        }
    }
}
