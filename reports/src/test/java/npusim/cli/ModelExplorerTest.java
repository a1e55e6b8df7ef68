package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import npusim.report.ExampleRun;
import npusim.report.RunResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the export to the fields that Model Explorer's loader asks for. */
class ModelExplorerTest {
    @TempDir
    static Path directory;

    private static RunResult run;
    private static JsonNode collection;

    @BeforeAll
    static void export() throws IOException {
        Path trace = directory.resolve("run");
        CommandRun.of("run", "ad_medium_int8", "--timing-only", "--trace", trace.toString());
        CommandRun export = CommandRun.of(
                "trace", "export", "--model-explorer", "-o", directory.resolve("ad.json") + "", trace.toString());
        assertThat(export.err()).isEmpty();
        assertThat(export.out()).hasLineCount(4);
        run = RunResult.load(trace);
        collection = read("ad.json");
    }

    @Test
    void noFileIsWrittenWhereOneCannotBe() throws IOException {
        Path folder =
                Files.createDirectories(directory.resolve("taken/x_stall.json")).getParent();
        CommandRun export = CommandRun.of(
                "trace",
                "export",
                "--model-explorer",
                "-o",
                folder.resolve("x.json") + "",
                directory.resolve("run") + "");
        assertThat(export.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(export.err()).contains("x_stall.json: is a directory, not a file");
        assertThat(export.out()).isEmpty();
        assertThat(folder.toFile().list()).containsExactly("x_stall.json");
    }

    @Test
    void collectionHoldsThreeGraphsWhoseEdgesLeadToNodes() {
        assertThat(collection.get("label").asText()).isEqualTo("ad_medium on Ethos_U85_256");
        assertThat(collection.get("graphs")).hasSize(3);
        for (JsonNode graph : collection.get("graphs")) {
            Set<String> ids = ids(graph);
            assertThat(ids).hasSameSizeAs(graph.get("nodes")).isNotEmpty();
            for (JsonNode node : graph.get("nodes")) {
                assertThat(node.get("label").asText()).isNotEmpty();
                assertThat(node.get("namespace").isTextual()).isTrue();
                node.path("incomingEdges")
                        .forEach(edge -> assertThat(ids)
                                .contains(edge.get("sourceNodeId").asText()));
                node.path("attrs").forEach(attribute -> {
                    assertThat(attribute.get("key").asText()).isNotEmpty();
                    assertThat(attribute.get("value").asText()).isNotEmpty();
                });
            }
        }
    }

    @Test
    void everyOperatorButTheFirstReadsAnother() {
        JsonNode tosa = graph("main");
        int unconnected = 0;
        for (JsonNode node : tosa.get("nodes")) {
            unconnected += node.path("incomingEdges").isEmpty() ? 1 : 0;
        }
        assertThat(unconnected).isEqualTo(1);
    }

    @Test
    void valuesOfEachGraphAddUpToTheRun() throws IOException {
        long attributed = run.operations()
                .select(operation -> operation.index() >= 0)
                .sumOfLong(operation -> operation.activeCycles());
        JsonNode cycles = read("ad_cycles.json");
        JsonNode beats = read("ad_beats.json");
        Map<String, Long> beatsByGraph = new HashMap<>();
        for (String id : Set.of("main", "operations", "partition")) {
            long sum = 0;
            for (Map.Entry<String, JsonNode> result :
                    cycles.at("/" + id + "/results").properties()) {
                assertThat(ids(graph(id))).contains(result.getKey());
                sum += result.getValue().get("value").longValue();
            }
            assertThat(sum).as(id).isEqualTo(attributed);
            for (JsonNode result : beats.at("/" + id + "/results")) {
                beatsByGraph.merge(id, result.get("value").longValue(), Long::sum);
            }
        }
        assertThat(beatsByGraph.values()).hasSize(3).containsOnly(beatsByGraph.get("main"));
        for (JsonNode result : read("ad_stall.json").at("/operations/results")) {
            assertThat(result.get("value").asText()).isNotEmpty();
        }
    }

    @Test
    void runWithoutItsNetworkIsRefused() throws IOException {
        Path old = new ExampleRun("Example_256", 256, 100, false).write(directory.resolve("old"));
        CommandRun export = CommandRun.of(
                "trace", "export", "--model-explorer", "-o", directory.resolve("old.json") + "", old.toString());
        assertThat(export.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(export.err())
                .isEqualTo("error: " + old + " does not hold its network; record it again with 'npusim run'\n");
        assertThat(directory.resolve("old.json")).doesNotExist();
    }

    private static JsonNode graph(String id) {
        for (JsonNode graph : collection.get("graphs")) {
            if (graph.get("id").asText().equals(id)) {
                return graph;
            }
        }
        throw new AssertionError("no graph " + id);
    }

    private static Set<String> ids(JsonNode graph) {
        Set<String> ids = new TreeSet<>();
        graph.get("nodes").forEach(node -> ids.add(node.get("id").asText()));
        return ids;
    }

    private static JsonNode read(String name) throws IOException {
        return new ObjectMapper().readTree(directory.resolve(name).toFile());
    }
}
