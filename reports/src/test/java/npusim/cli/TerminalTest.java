package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void coloursAreForTerminalsThatKnowThemAndWhoWantsThem() {
        assertThat(Terminal.coloursWanted(Map.of())).isTrue();
        assertThat(Terminal.coloursWanted(Map.of("TERM", "xterm", "NO_COLOR", "")))
                .isTrue();
        assertThat(Terminal.coloursWanted(Map.of("TERM", "xterm", "NO_COLOR", "1")))
                .isFalse();
        assertThat(Terminal.coloursWanted(Map.of("TERM", "dumb"))).isFalse();
    }
}
