package npusim.simulation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import npusim.schedule.CommandStream;
import npusim.schedule.HostCommand;

/**
 * A command stream with what a run finds out about it whatever the timing of the design: which of its kernels are alike. Worth
 * keeping where a stream is timed more than once. May be used by several threads.
 */
public final class PreparedStream {
    private final CommandStream stream;
    private final Map<AccessWidths, AlikeKernels> alike;

    private final long bytes;
    private final boolean onHost;

    private PreparedStream(CommandStream stream, Map<AccessWidths, AlikeKernels> alike) {
        this.stream = stream;
        this.alike = alike;
        bytes = stream.bytes();
        onHost = stream.commands().anySatisfy(HostCommand.class::isInstance);
    }

    /** Prepares {@code stream}. */
    public static PreparedStream of(CommandStream stream) {
        return new PreparedStream(stream, new ConcurrentHashMap<>());
    }

    /** The stream. */
    public CommandStream stream() {
        return stream;
    }

    /** Length in bytes as fetched by the NPU. */
    long bytes() {
        return bytes;
    }

    PreparedStream atClock(long hertz) {
        return onHost ? new PreparedStream(stream.atClock(hertz), alike) : this;
    }

    AlikeKernels alike(AccessWidths widths) {
        return alike.computeIfAbsent(
                widths, key -> new AlikeKernels(stream.commands().castToList(), key));
    }
}
