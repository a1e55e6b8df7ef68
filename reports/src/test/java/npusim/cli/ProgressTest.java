package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ProgressTest {
    /** Shows a bar until the test ends it. */
    static final class Working {
        private Working() {}

        public static void main(String[] args) throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("cleaned up")));
            try (Progress progress = Progress.start("working", 10)) {
                progress.step();
                Thread.sleep(Duration.ofMinutes(1));
            }
        }
    }

    @Test
    @Timeout(60)
    void barIsRemovedAndTheProgramCleansUpOnCtrlC() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = "exec '" + java + "' -cp \"$TEST_CLASS_PATH\" '" + Working.class.getName() + "'";
        String rest = CtrlC.pressed("1/10", Map.of("TEST_CLASS_PATH", System.getProperty("java.class.path")), command);
        assertThat(rest).contains("cleaned up");
        String lastLine = rest.substring(rest.lastIndexOf("working"));
        assertThat(lastLine).as("what follows the bar").contains("\r\033[K");
    }
}
