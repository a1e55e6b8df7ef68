package npusim.replay;

import java.util.List;
import java.util.Map;
import npusim.graph.Graph;
import npusim.schedule.CommandStream;
import org.jspecify.annotations.Nullable;

/**
 * A command stream with what is known of where it came from.
 *
 * @param workload name of the network
 * @param digest SHA-256, hexadecimal, that is equal for equal networks and data
 * @param arguments settings of the network by name
 * @param seed seed of generated weights and inputs
 * @param inputSeconds length of the audio that it takes in; 0 if it takes none
 * @param stream what the NPU is told to do
 * @param graph the network; absent for a stream that another compiler made
 * @param sources outputs of the TOSA operators that an operation of the stream stands for, by operation; empty if the
 *     stream's own names have to do
 */
public record Program(
        String workload,
        String digest,
        Map<String, String> arguments,
        long seed,
        double inputSeconds,
        CommandStream stream,
        @Nullable Graph graph,
        Map<Integer, List<String>> sources) {}
