package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program on a terminal, as {@code script} of util-linux makes one, on which Ctrl-C is pressed. */
final class CtrlC {
    private CtrlC() {}

    /** What the program put on the terminal from Ctrl-C on, which is pressed when it has put {@code sign} there. */
    static String pressed(String sign, Map<String, String> environment, String command) throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "script has other options elsewhere");
        assumeTrue(hasScript(), "no program script that makes a terminal");
        ProcessBuilder start = new ProcessBuilder("script", "-q", "-e", "-c", command, "/dev/null");
        start.environment().putAll(environment);
        Process process = start.redirectErrorStream(true).start();
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
