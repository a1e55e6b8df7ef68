package npusim.replay;

import java.util.Map;
import npusim.graph.Graph;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleOptions;

/**
 * A scheduled network with what is known of where it came from.
 *
 * @param workload name of the network
 * @param digest SHA-256, hexadecimal, that is equal for equal networks and data
 * @param arguments settings of the network by name
 * @param seed seed of generated weights and inputs
 * @param inputSeconds length of the audio that it takes in; 0 if it takes none
 * @param graph the network
 * @param scheduling how it was scheduled
 * @param schedule what the NPU is told to do for it
 */
public record Program(
        String workload,
        String digest,
        Map<String, String> arguments,
        long seed,
        double inputSeconds,
        Graph graph,
        ScheduleOptions scheduling,
        Schedule schedule) {}
