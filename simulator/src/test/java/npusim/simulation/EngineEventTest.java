package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EngineEventTest {
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\\b(?!_)");

    /** {@code docs/pmu-counters.md} says of each event what it is worth. */
    @Test
    void documentedEventsAreThoseThatAreCounted() throws IOException {
        List<String> documented;
        try (var lines = Files.lines(Path.of("..", "docs", "pmu-counters.md"))) {
            documented = lines.filter(line -> line.startsWith("| "))
                    .map(line -> line.substring(0, line.indexOf('|', 1)))
                    .flatMap(cell -> NAME.matcher(cell).results().map(MatchResult::group))
                    .toList();
        }
        List<EngineEvent> events = List.of(EngineEvent.values());
        assertThat(events).allSatisfy(event -> assertThat(documented).contains(event.names()[0]));
        assertThat(documented)
                .allSatisfy(name -> assertThat(events)
                        .anyMatch(event -> Arrays.asList(event.names()).contains(name)));
    }
}
