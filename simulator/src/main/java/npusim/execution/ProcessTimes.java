package npusim.execution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** What the operating system has counted for this process; 0 where it does not tell. */
final class ProcessTimes {
    private static final ProcessHandle PROCESS = ProcessHandle.current();
    private static final Path LINUX_PROCESS = Path.of("/proc/self/stat");
    private static final Path LINUX_UPTIME = Path.of("/proc/uptime");

    /** Place of the start time among what follows the program's name in parentheses (proc(5): field 22, the first is 3). */
    private static final int START_FIELD = 22 - 3;

    /** The unit of the times in {@code /proc}, the same for every architecture that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private ProcessTimes() {}

    /** Seconds since the process was started. */
    static double seconds() {
        double seconds = linuxSeconds();
        if (seconds >= 0) {
            return seconds;
        }
        Instant now = Instant.now();
        return secondsOf(Duration.between(PROCESS.info().startInstant().orElse(now), now));
    }

    /** Java would count from the time of boot, which Linux tells in whole seconds; -1 elsewhere. */
    private static double linuxSeconds() {
        try {
            return linuxSeconds(
                    Files.readString(LINUX_PROCESS, StandardCharsets.ISO_8859_1),
                    Files.readString(LINUX_UPTIME, StandardCharsets.ISO_8859_1));
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    /**
     * Seconds since a start.
     *
     * @param process the line of {@code /proc/PID/stat}
     * @param uptime the line of {@code /proc/uptime}
     */
    static double linuxSeconds(String process, String uptime) {
        String[] fields = process.substring(process.lastIndexOf(')') + 2).split(" ");
        return Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')))
                - Long.parseLong(fields[START_FIELD]) / TICKS_PER_SECOND;
    }

    /** Seconds of processor time of all threads, the compiler's and the collector's included. */
    static double cpuSeconds() {
        return secondsOf(PROCESS.info().totalCpuDuration().orElse(Duration.ZERO));
    }

    private static double secondsOf(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
