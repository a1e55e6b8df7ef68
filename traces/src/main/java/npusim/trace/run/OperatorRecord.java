package npusim.trace.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;

/**
 * One operator of the network as its file gives it.
 *
 * @param index position in the file's main block, which is in topological order
 * @param op TOSA operator, {@code CONV2D}
 * @param name name of its first output
 * @param shape shape of that output, {@code 1x374x144}
 * @param dtype element type of that output
 * @param group where in the network it belongs, outermost first
 * @param inputs names of what it reads: outputs of other operators or inputs of the network, constants left out
 */
public record OperatorRecord(
        @JsonProperty(required = true) int index,
        @JsonProperty(required = true) String op,
        @JsonProperty(required = true) String name,
        String shape,
        String dtype,
        @JsonSetter(nulls = Nulls.SET) List<String> group,
        List<String> inputs) {
    public OperatorRecord {
        group = group == null ? List.of() : List.copyOf(group);
        inputs = List.copyOf(inputs);
    }
}
