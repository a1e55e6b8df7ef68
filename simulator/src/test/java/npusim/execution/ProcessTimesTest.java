package npusim.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessTimesTest {
    /** Two ticks, in which the system counts. */
    private static final double TICKS = 0.02;

    /** Prints how long it has lived and how long it has certainly lived. */
    static final class Child {
        private Child() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] args) throws InterruptedException {
            long begin = System.nanoTime();
            Thread.sleep(200);
            double certain = (System.nanoTime() - begin) / 1e9;
            System.out.println(ProcessTimes.seconds());
            System.out.println(certain);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessIsNoOlderThanItsStartAndNoYoungerThanItsWork() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        double atMost = (System.nanoTime() - begin) / 1e9;
        assertThat(Double.parseDouble(said.getFirst()))
                .isBetween(Double.parseDouble(said.getLast()) - TICKS, atMost + TICKS);
    }

    @Test
    void aNameMayHoldSpacesAndParentheses() {
        String process = "71 (a) b (c)) S 70 71 70 0 -1 4194560 9 0 0 0 123 45 0 0 20 0 17 0 12345 3456789 77 1 2 3\n";
        assertThat(ProcessTimes.linuxSeconds(process, "130.00 200.50\n")).isCloseTo(6.55, within(1e-9));
    }
}
