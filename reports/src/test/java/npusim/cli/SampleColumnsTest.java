package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import npusim.report.ExampleRun;
import npusim.report.OperationResult;
import npusim.report.RunResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples in text say what those in SQL and Parquet say. */
class SampleColumnsTest {
    @TempDir
    Path directory;

    @Test
    void everyFormOfTheSamplesNamesTheOperationOfACommand() throws IOException {
        Path run = directory.resolve("run");
        RunResult result = ExampleRun.load(run);
        Map<Integer, Long> active = result.operations().stream()
                .collect(Collectors.toMap(OperationResult::index, OperationResult::activeCycles));
        active.values().removeIf(cycles -> cycles == 0);
        Map<Integer, Long> csv = new TreeMap<>();
        for (String line : export("--csv", run)) {
            String[] row = line.split(",");
            assertThat(row[3].isEmpty()).as(line).isNotEqualTo(row[1].equals("operation") || row[0].equals("cycle"));
            if (row[1].equals("operation") && row[5].equals("NPU_ACTIVE")) {
                csv.merge(Integer.valueOf(row[3]), Long.valueOf(row[6]), Long::sum);
            }
        }
        assertThat(csv).isEqualTo(active);
        Map<Integer, Long> json = new TreeMap<>();
        for (String line : export("--json-lines", run)) {
            JsonNode row = new ObjectMapper().readTree(line);
            if (!row.get("operation").isNull() && row.get("name").asText().equals("NPU_ACTIVE")) {
                json.merge(row.get("operation").asInt(), row.get("value").asLong(), Long::sum);
            }
        }
        assertThat(json).isEqualTo(active);
    }

    private static List<String> export(String form, Path run) {
        return CommandRun.of("trace", "export", form, "-o", "-", run.toString())
                .out()
                .lines()
                .toList();
    }
}
