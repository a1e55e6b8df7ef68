package npusim.conformer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import npusim.graph.Graph;
import npusim.graph.OpCode;
import npusim.graph.Operator;
import npusim.graph.Value;

/** Operators as text, to compare graphs by what they compute and not by names. */
public final class OperatorLines {
    private OperatorLines() {}

    /** Kind, types and shapes of operands and results, attributes left out, constants left out. */
    public static List<String> of(Graph graph) {
        List<String> lines = new ArrayList<>();
        for (Operator operator : graph.operators()) {
            if (operator.code() != OpCode.CONST && operator.code() != OpCode.CONST_SHAPE) {
                lines.add(operator.code() + " " + types(operator.inputs().castToList()) + " -> "
                        + types(operator.outputs().castToList()));
            }
        }
        return lines;
    }

    /** Number of operators of each kind. */
    public static Map<OpCode, Integer> histogram(Graph graph) {
        Map<OpCode, Integer> histogram = new TreeMap<>();
        graph.operators().forEach(operator -> histogram.merge(operator.code(), 1, Integer::sum));
        return histogram;
    }

    private static String types(List<Value> values) {
        StringBuilder text = new StringBuilder();
        for (Value value : values) {
            text.append(value.dtype()).append(value.shape()).append(' ');
        }
        return text.toString().strip();
    }
}
