package npusim.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import npusim.graph.Graph;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.trace.run.OperatorRecord;

/** What a run keeps of its network. */
final class DescribeGraph {
    private DescribeGraph() {}

    /** The operators of the main block without constants. */
    static List<OperatorRecord> of(Graph graph) {
        List<OperatorRecord> records = new ArrayList<>();
        int index = -1;
        for (Operator operator : graph.operators()) {
            index++;
            if (operator.outputs().isEmpty() || operator.isConstant()) {
                continue;
            }
            Value output = operator.outputs().getFirst();
            records.add(new OperatorRecord(
                    index,
                    operator.code().name(),
                    output.name(),
                    shape(output),
                    output.dtype().name(),
                    NetworkBlocks.of(output.name()),
                    operator.inputs()
                            .select(input -> graph.constant(input) == null)
                            .collect(Value::name)
                            .castToList()));
        }
        return records;
    }

    static String shape(Value value) {
        return Arrays.stream(value.shape().toArray())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining("x"));
    }
}
