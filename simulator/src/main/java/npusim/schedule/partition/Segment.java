package npusim.schedule.partition;

import npusim.graph.Graph;

/**
 * A part of a network that one side runs as a whole.
 *
 * @param onHost whether the processor runs it instead of the NPU
 * @param graph its operators; its inputs are outputs of earlier segments or inputs of the network
 */
public record Segment(boolean onHost, Graph graph) {}
