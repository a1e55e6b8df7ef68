package npusim.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import npusim.trace.CycleCategory;
import npusim.trace.TraceFormatException;
import npusim.trace.run.OperationRecord;
import npusim.trace.run.OperatorRecord;
import npusim.trace.run.RunDirectory;
import npusim.trace.run.RunManifest;

/**
 * A run for Google's Model Explorer: a collection of three graphs and values for their nodes. {@code main} is the TOSA graph
 * with the node names of the TOSA adapter ({@code main/opN}), {@code operations} what the NPU and the host were given, and
 * {@code partition} the segments between which the work changes sides.
 */
public final class ModelExplorerExport {
    private static final String TOSA = "main";
    private static final String OPERATIONS = "operations";
    private static final String PARTITION = "partition";

    private final RunResult run;
    private final List<OperatorRecord> graph;
    private final List<OperationResult> operations;
    private final Map<String, OperationResult> operationBySource = new HashMap<>();
    private final Map<String, OperatorRecord> operatorByOutput = new HashMap<>();
    private final Map<Integer, Integer> segmentByOperation = new HashMap<>();
    private final ObjectNode cycles = JsonNodeFactory.instance.objectNode();
    private final ObjectNode beats = JsonNodeFactory.instance.objectNode();
    private final ObjectNode stalls = JsonNodeFactory.instance.objectNode();

    /**
     * The files.
     *
     * @param graphs the collection
     * @param nodeData values of nodes, by what they are: one file each
     */
    public record Files(String graphs, Map<String, String> nodeData) {}

    private ModelExplorerExport(RunResult run, List<OperatorRecord> graph) {
        this.run = run;
        this.graph = graph;
        operations = run.operations().select(result -> result.index() >= 0).toSortedListBy(OperationResult::index);
        graph.forEach(operator -> operatorByOutput.put(operator.name(), operator));
        for (OperationResult result : operations) {
            result.operation().sourceOutputs().forEach(source -> operationBySource.putIfAbsent(source, result));
        }
        List<Partition.Segment> segments = Partition.of(run).segments();
        for (int i = 0; i < segments.size(); i++) {
            for (int operation : segments.get(i).operations()) {
                segmentByOperation.put(operation, i);
            }
        }
    }

    /**
     * Describes a run.
     *
     * @throws TraceFormatException if the run did not keep its network
     */
    public static Files of(RunResult run) throws IOException {
        List<OperatorRecord> graph = RunDirectory.of(run.directory()).graph();
        if (graph.isEmpty()) {
            throw new TraceFormatException(
                    run.directory() + " does not hold its network; record it again with 'npusim run'");
        }
        return new ModelExplorerExport(run, graph).files();
    }

    private Files files() throws IOException {
        ObjectNode collection = JsonNodeFactory.instance.objectNode();
        collection.put(
                "label",
                run.manifest().workload().name() + " on "
                        + run.manifest().design().accelerator());
        ArrayNode graphs = collection.putArray("graphs");
        addTosa(graphs.addObject());
        addOperations(graphs.addObject());
        addPartition(graphs.addObject());
        ObjectMapper mapper = new ObjectMapper();
        Map<String, String> data = new LinkedHashMap<>();
        data.put("cycles", mapper.writeValueAsString(cycles));
        data.put("beats", mapper.writeValueAsString(beats));
        data.put("stall", mapper.writeValueAsString(stalls));
        return new Files(mapper.writeValueAsString(collection), data);
    }

    private void addTosa(ObjectNode target) {
        ArrayNode nodes = begin(target, TOSA);
        for (OperatorRecord operator : graph) {
            ObjectNode node = node(nodes, tosaId(operator), operator.op(), operator.group());
            for (String input : operator.inputs()) {
                OperatorRecord producer = operatorByOutput.get(input);
                if (producer != null) {
                    edge(node, tosaId(producer));
                }
            }
            ObjectNode output = node.putArray("outputsMetadata").addObject().put("id", "0");
            attribute(output, "__tensor_tag", operator.name());
            attribute(output, "shape", operator.dtype() + " " + operator.shape());
            OperationResult result = operationBySource.get(operator.name());
            if (result == null) {
                attribute(node, "operation", "none: needs no work");
                continue;
            }
            attribute(node, "operation", OPERATIONS + " " + result.index() + ", " + side(result));
            // an operation's counters stand at the first of its operators, so that sums over the graph stay right
            if (result.operation().sourceOutputs().getFirst().equals(operator.name())) {
                figures(node, TOSA, tosaId(operator), List.of(result));
            }
        }
    }

    private void addOperations(ObjectNode target) {
        ArrayNode nodes = begin(target, OPERATIONS);
        for (OperationResult result : operations) {
            OperationRecord operation = result.operation();
            List<String> place = new ArrayList<>(List.of(side(result)));
            place.addAll(operation.group());
            String id = "operation" + operation.index();
            ObjectNode node = node(nodes, id, operation.kind(), place);
            operation.producers().forEach(producer -> edge(node, "operation" + producer));
            attribute(node, "name", operation.name());
            attribute(node, "operators", String.join(", ", operation.source()));
            attribute(node, "OFM", operation.ofm());
            attribute(node, "IFM", operation.ifm());
            attribute(node, "OFM block", operation.block());
            attribute(node, "schedule", operation.details());
            figures(node, OPERATIONS, id, List.of(result));
        }
    }

    private void addPartition(ObjectNode target) {
        ArrayNode nodes = begin(target, PARTITION);
        Map<Integer, List<OperationResult>> segments = new TreeMap<>();
        for (OperationResult result : operations) {
            segments.computeIfAbsent(segmentByOperation.get(result.index()), key -> new ArrayList<>())
                    .add(result);
        }
        segments.forEach((segment, members) -> {
            String id = "segment" + segment;
            ObjectNode node = node(nodes, id, side(members.getFirst()) + " segment " + (segment + 1), List.of());
            members.stream()
                    .flatMap(member -> member.operation().producers().stream())
                    .map(segmentByOperation::get)
                    .filter(producer -> producer != null && !producer.equals(segment))
                    .distinct()
                    .sorted()
                    .forEach(producer -> edge(node, "segment" + producer));
            attribute(node, "operations", Integer.toString(members.size()));
            attribute(node, "first", members.getFirst().operation().name());
            attribute(node, "last", members.getLast().operation().name());
            figures(node, PARTITION, id, members);
        });
    }

    /** Counters of a node as attributes, and as values that the explorer colours nodes by. */
    private void figures(ObjectNode node, String graphId, String id, List<OperationResult> members) {
        Counters sum = Counters.none(run.manifest().memories().size());
        for (OperationResult member : members) {
            sum = sum.plus(member.counters());
        }
        long allCycles = sum.activeCycles() + sum.host().total();
        attribute(node, "cycles", Long.toString(allCycles));
        value(cycles, graphId, id).put("value", allCycles);
        long allBeats = 0;
        List<RunManifest.Port> ports = run.manifest().memories();
        for (int i = 0; i < ports.size(); i++) {
            RunManifest.Port port = ports.get(i);
            long read = sum.readBytes()[i] / port.beatBytes();
            long written = sum.writeBytes()[i] / port.beatBytes();
            attribute(node, port.side() + " beats read", Long.toString(read));
            attribute(node, port.side() + " beats written", Long.toString(written));
            allBeats += read + written;
        }
        value(beats, graphId, id).put("value", allBeats);
        for (CycleCategory category : CycleCategory.values()) {
            if (sum.cycles(category) > 0) {
                attribute(node, "cycles: " + category.label(), Long.toString(sum.cycles(category)));
            }
        }
        if (sum.activeCycles() > 0) {
            value(stalls, graphId, id).put("value", sum.largestCategory().label());
        }
    }

    private static ObjectNode value(ObjectNode data, String graphId, String id) {
        ObjectNode ofGraph = data.withObject("/" + graphId);
        if (!ofGraph.has("gradient")) {
            ArrayNode gradient = ofGraph.putArray("gradient");
            gradient.addObject().put("stop", 0).put("bgColor", "#ffffff");
            gradient.addObject().put("stop", 1).put("bgColor", "#e8743b");
        }
        ObjectNode results =
                ofGraph.has("results") ? (ObjectNode) ofGraph.get("results") : ofGraph.putObject("results");
        return results.putObject(id);
    }

    private static String side(OperationResult result) {
        return result.operation().onCpu() ? "CPU" : "NPU";
    }

    private static String tosaId(OperatorRecord operator) {
        return TOSA + "/op" + operator.index();
    }

    private static ArrayNode begin(ObjectNode graph, String id) {
        graph.put("id", id);
        return graph.putArray("nodes");
    }

    private static ObjectNode node(ArrayNode nodes, String id, String label, List<String> place) {
        ObjectNode node = nodes.addObject();
        node.put("id", id);
        node.put("label", label);
        node.put("namespace", String.join("/", place));
        return node;
    }

    private static void edge(ObjectNode node, String source) {
        node.withArray("/incomingEdges").addObject().put("sourceNodeId", source);
    }

    private static void attribute(ObjectNode node, String key, String value) {
        if (!value.isEmpty()) {
            node.withArray("/attrs").addObject().put("key", key).put("value", value);
        }
    }
}
