package npusim.execution;

import java.time.Duration;
import java.time.Instant;

/** What the operating system has counted for this process; 0 where it does not tell. */
final class ProcessTimes {
    private static final ProcessHandle PROCESS = ProcessHandle.current();

    private ProcessTimes() {}

    /** Seconds since the process was started. */
    static double seconds() {
        Instant now = Instant.now();
        return secondsOf(Duration.between(PROCESS.info().startInstant().orElse(now), now));
    }

    /** Seconds of processor time of all threads, the compiler's and the collector's included. */
    static double cpuSeconds() {
        return secondsOf(PROCESS.info().totalCpuDuration().orElse(Duration.ZERO));
    }

    private static double secondsOf(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
