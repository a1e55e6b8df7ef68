package npusim.validation;

import npusim.hardware.HardwareConfiguration;
import npusim.schedule.CommandStream;

/** Where the command stream of a measurement comes from. */
public interface ScheduleSource {
    /** A stream, or the reason why there is none. */
    sealed interface Found {}

    /**
     * A stream to time.
     *
     * @param stream command stream
     * @param origin where it comes from
     */
    record Stream(CommandStream stream, String origin) implements Found {}

    /**
     * No stream.
     *
     * @param reason one sentence
     */
    record Missing(String reason) implements Found {}

    /** The stream for {@code row} on {@code hardware}. */
    Found find(CorpusRow row, HardwareConfiguration hardware);
}
