package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher tells the JVM how to compile some methods by name; a name that is gone would only make programs slow. */
final class LauncherTest {
    private static final Path LAUNCHER =
            Path.of(System.getenv().getOrDefault("NPUSIM_ROOT", "..")).resolve("npusim");
    private static final Pattern METHODS = Pattern.compile("(npusim(?:\\.[a-z]+)+)\\.(\\w+)\\*?::([^',]+)");

    @Test
    void namesMethodsThatExist() throws IOException {
        Matcher named = METHODS.matcher(Files.readString(LAUNCHER));
        int found = 0;
        while (named.find()) {
            String type = named.group(2).equals("Vector") ? "VectorLoops" : named.group(2);
            String method = named.group(3).replace("*", ".*");
            assertThat(methods(named.group(1) + "." + type)).as(named.group()).anyMatch(name -> name.matches(method));
            found++;
        }
        assertThat(found).isGreaterThanOrEqualTo(4);
    }

    @Test
    void namesFilesOfDirectivesThatExist() throws IOException {
        Matcher named = Pattern.compile("directives=(\\w+)\n").matcher(Files.readString(LAUNCHER));
        int found = 0;
        while (named.find()) {
            assertThat(LAUNCHER.resolveSibling("reports/src/main/jvm/" + named.group(1) + "-directives.json"))
                    .isRegularFile();
            found++;
        }
        assertThat(found).isEqualTo(3);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void startsWithoutHomeAndReadsNamesAsUtf8WithoutALocaleAndReasonsInEnglish(@TempDir Path root) throws Exception {
        Path launcher = Files.copy(LAUNCHER, root.resolve("npusim"));
        Files.createDirectories(root.resolve("reports/target"));
        Files.createFile(root.resolve("reports/target/launcher.stamp"));
        Path java = Files.createDirectories(root.resolve("jdk/bin")).resolve("java");
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        Files.writeString(java, "#!/bin/sh\necho \"$LC_ALL $LC_CTYPE $LC_MESSAGES\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        for (Map.Entry<String, String> locale : Map.of("", "C.UTF-8", "C", "C.UTF-8", "xx_XX.UTF-8", "xx_XX.UTF-8")
                .entrySet()) {
            ProcessBuilder start = new ProcessBuilder("bash", launcher.toString(), "check").redirectErrorStream(true);
            start.environment().clear();
            start.environment()
                    .putAll(Map.of(
                            "PATH", System.getenv("PATH"),
                            "NPUSIM_JDK", root.resolve("jdk").toString(),
                            "NPUSIM_NO_REBUILD", "1",
                            "LC_ALL", locale.getKey()));
            Process process = start.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said.lines().toList().getLast()).isEqualTo(" " + locale.getValue() + " C");
        }
    }

    private static Iterable<String> methods(String type) {
        try {
            return Arrays.stream(Class.forName(type, false, LauncherTest.class.getClassLoader())
                            .getDeclaredMethods())
                    .map(Method::getName)
                    .toList();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(type + " is gone", e);
        }
    }
}
