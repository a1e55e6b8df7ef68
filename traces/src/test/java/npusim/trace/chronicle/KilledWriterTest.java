package npusim.trace.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import npusim.trace.PmuScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that dies in the middle of writing leaves a log that opens, says so and has every committed sample. */
class KilledWriterTest {
    private static final int ENOUGH_SAMPLES = 100_000;
    private static final int SAMPLES_A_PAUSE = 1000;

    @TempDir
    Path directory;

    /** Writes numbered samples until it is killed. */
    public static final class Writer {
        public static void main(String[] arguments) throws InterruptedException {
            try (ChronicleTraceWriter writer = ChronicleTraceWriter.create(Path.of(arguments[0]))) {
                for (long i = 0; i < Long.MAX_VALUE; i++) {
                    writer.record(i, (int) i, PmuScope.OPERATION, 35, ~i);
                    if (i % SAMPLES_A_PAUSE == 0) {
                        Thread.sleep(1); // the log stays short while the other side waits
                    }
                }
            }
        }
    }

    @Test
    void everyCommittedSampleSurvives() throws IOException, InterruptedException {
        Process process = start();
        try {
            waitForSamples(process);
        } finally {
            process.destroyForcibly(); // SIGKILL
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        long[] next = new long[1];
        try (ChronicleTraceReader reader = ChronicleTraceReader.open(directory)) {
            reader.replay((cycle, unit, scope, event, value) -> {
                if (cycle != next[0] || unit != (int) next[0] || value != ~next[0] || event != 35) {
                    throw new AssertionError("sample " + next[0] + " is cycle " + cycle + ", value " + value);
                }
                next[0]++;
            });
            assertThat(next[0]).isGreaterThanOrEqualTo(ENOUGH_SAMPLES);
            assertThat(next[0] % SampleBatchDescriptor.SAMPLES_PER_BATCH).isZero();
            assertThat(reader.state().complete()).isFalse();
            assertThat(reader.state().samples()).isEqualTo(next[0]);
        }
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--") || argument.startsWith("-Dchronicle"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                directory.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void waitForSamples(Process process) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        long[] seen = new long[1];
        while (!Files.exists(directory.resolve("metadata.cq4t"))) {
            alive(process, end);
        }
        try (ChronicleTraceReader reader = ChronicleTraceReader.open(directory)) {
            while (seen[0] < ENOUGH_SAMPLES) {
                alive(process, end);
                reader.poll((cycle, unit, scope, event, value) -> seen[0]++);
            }
        }
    }

    private static void alive(Process process, long end) throws InterruptedException {
        assertThat(process.isAlive() && System.nanoTime() < end).isTrue();
        Thread.sleep(10);
    }
}
