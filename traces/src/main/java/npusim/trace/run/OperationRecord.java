package npusim.trace.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;

/**
 * What is known of a scheduled operation apart from its counters. Its stripes, depth slices and DMA transfers are the
 * {@link #commands}; their samples carry those numbers.
 *
 * @param index running number in the schedule
 * @param name name of its output
 * @param kind unit that does the work, such as {@code convolution}; {@code cpu …} off the NPU
 * @param source TOSA operators it stands for, as {@code OP name}
 * @param group where in the network it belongs, outermost first, such as {@code layer 3} and {@code feed forward 1}
 * @param ofm shape of the output, {@code 1x374x144}
 * @param ifm shape of the first input
 * @param precision bits of the IFM by bits of the weights, {@code 8x8}; empty without multiplications
 * @param ofmElements number of elements it puts out
 * @param block OFM block, empty where none is used
 * @param details further schedule choices in words (traversal, weight buffering, placement)
 * @param producers indices of the operations whose outputs it reads
 * @param commands indices in the command stream of its kernels
 * @param transfers indices in the command stream of the DMA transfers made for it
 * @param window kernel of its sliding window as height by width, {@code 3x3}; empty without one
 * @param chained whether it continues the operation before it through the chaining buffer
 * @param offsets byte offsets in the command stream of the words that start {@link #commands}; empty in a run that no
 *     command stream was kept of
 */
public record OperationRecord(
        @JsonProperty(required = true) int index,
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) String kind,
        List<String> source,
        List<String> group,
        String ofm,
        String ifm,
        String precision,
        long ofmElements,
        String block,
        String details,
        List<Integer> producers,
        List<Integer> commands,
        List<Integer> transfers,
        @JsonSetter(nulls = Nulls.SET) String window,
        @JsonSetter(nulls = Nulls.SET) boolean chained,
        @JsonSetter(nulls = Nulls.SET) List<Long> offsets) {
    /** What the {@link #kind} of an operation of the host starts with. */
    public static final String CPU_PREFIX = "cpu ";

    public OperationRecord {
        source = List.copyOf(source);
        group = List.copyOf(group);
        producers = List.copyOf(producers);
        commands = List.copyOf(commands);
        transfers = List.copyOf(transfers);
        // absent from runs of the first programs that wrote this version
        window = window == null ? "" : window;
        offsets = offsets == null ? List.of() : List.copyOf(offsets);
    }

    /** Whether the host computes it instead of the NPU. */
    public boolean onCpu() {
        return kind.startsWith(CPU_PREFIX);
    }

    /** Names of the outputs of the operators in {@link #source}. */
    public List<String> sourceOutputs() {
        return source.stream()
                .map(text -> text.substring(text.indexOf(' ') + 1))
                .toList();
    }
}
