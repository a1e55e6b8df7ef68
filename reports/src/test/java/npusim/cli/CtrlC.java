package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program on a terminal, as {@code script} of util-linux makes one, on which Ctrl-C is pressed. */
final class CtrlC {
    private static final int MOST_SECONDS = 60;

    private CtrlC() {}

    /** What the program put on the terminal from Ctrl-C on, which is pressed when it has put {@code sign} there. */
    static String pressed(String sign, Map<String, String> environment, String command) throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "script has other options elsewhere");
        assumeTrue(hasScript(), "no program script that makes a terminal");
        assumeFalse(
                ignoresInterrupts(),
                "Ctrl-C is ignored here and by what is started from here, as in a job in the background");
        ProcessBuilder start = new ProcessBuilder("script", "-q", "-e", "-c", command, "/dev/null");
        start.environment().putAll(environment);
        Process process = start.redirectErrorStream(true).start();
        CompletableFuture.delayedExecutor(MOST_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        try {
            StringBuilder said = new StringBuilder();
            while (said.indexOf(sign) < 0) {
                int next = process.getInputStream().read();
                assertThat(next).as(said.toString()).isGreaterThanOrEqualTo(0);
                said.append((char) next);
            }
            process.getOutputStream().write('C' - '@');
            process.getOutputStream().flush();
            String rest = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(rest).isEqualTo(130);
            return rest;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Whether this process was started with SIGINT ignored, bit 1 of the mask of ignored signals. */
    private static boolean ignoresInterrupts() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & 2) != 0);
    }

    private static boolean hasScript() throws InterruptedException {
        try {
            return new ProcessBuilder("script", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
