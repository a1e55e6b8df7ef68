package npusim.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CycleCategoryTest {
    @Test
    void eachReasonIsExplained() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "glossary.md")))
                .contains(Stream.of(CycleCategory.values())
                        .map(reason -> "\n| `" + reason.label() + "` | ")
                        .toList());
    }
}
