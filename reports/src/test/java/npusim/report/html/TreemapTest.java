package npusim.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import npusim.report.ExampleRun;
import npusim.report.OperationResult;
import npusim.report.RunResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreemapTest {
    @TempDir
    private Path directory;

    @Test
    void aTileHasAWholeNameAReadableBeginningOrNothing() throws Exception {
        Optional<Path> executable = Browser.executable();
        assumeTrue(executable.isPresent(), "no Chromium on the PATH: install the package chromium to test the report");
        RunResult run = ExampleRun.load(directory.resolve("run"));
        Path page = directory.resolve("page.html");
        Files.writeString(page, HtmlReport.render(List.of(run), "test"));
        List<String> labels = new ArrayList<>();
        try (Browser browser = Browser.start(executable.orElseThrow(), directory.resolve("profile"))) {
            browser.open(page);
            for (int width : new int[] {1360, 390, 320}) {
                browser.resize(width, 900);
                for (JsonNode text : browser.evaluate("[...document.querySelectorAll('#where figure')]"
                        + ".find(figure => figure.textContent.startsWith('Blocks within'))"
                        + ".querySelectorAll('svg text').values().map(text => text.textContent).toArray()")) {
                    labels.add(text.asText());
                }
            }
        }
        Set<String> names = new HashSet<>(Set.of("all", ""));
        for (OperationResult result : run.operations()) {
            names.add(result.block());
            names.add(result.operation().kind());
            names.addAll(result.operation().group());
        }
        assertThat(labels).hasSizeGreaterThan(names.size()).allSatisfy(label -> {
            if (label.endsWith("...")) {
                assertThat(label).hasSizeGreaterThanOrEqualTo("four...".length());
            } else {
                assertThat(label.replaceFirst(" [0-9.]+ %$", "")).isIn(names);
            }
        });
    }
}
