package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher tells the JVM how to compile some methods by name; a name that is gone would only make programs slow. */
final class LauncherTest {
    private static final Path LAUNCHER =
            Path.of(System.getenv().getOrDefault("NPUSIM_ROOT", "..")).resolve("npusim");
    private static final String JDK = "jdk";
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
        Path launcher = launcherOf(root, "echo \"$LC_ALL $LC_CTYPE $LC_MESSAGES $LANG $LC_NUMERIC\"\n");
        String notInstalled = "xx_XX.UTF-8";
        for (Map<String, String> locale : List.of(
                Map.of("LC_ALL", ""),
                Map.of("LC_ALL", "C"),
                Map.of("LC_ALL", notInstalled),
                Map.of("LC_CTYPE", notInstalled),
                Map.of("LANG", notInstalled),
                Map.of("LANG", "C.UTF-8", "LC_NUMERIC", notInstalled))) {
            ProcessBuilder start = new ProcessBuilder("bash", launcher.toString(), "check").redirectErrorStream(true);
            start.environment().clear();
            start.environment()
                    .putAll(Map.of(
                            "PATH", System.getenv("PATH"),
                            "NPUSIM_JDK", root.resolve(JDK).toString(),
                            "NPUSIM_NO_REBUILD", "1"));
            start.environment().putAll(locale);
            Process process = start.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said.lines().toList().getLast()).isEqualTo(" C.UTF-8 C  ");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFolderThatIsNoJdkIsRefused(@TempDir Path root) throws Exception {
        Path launcher = launcherOf(root, "echo started\n");
        assertThat(said(launcher, root.toString(), "1"))
                .isEqualTo("npusim: NPUSIM_JDK is " + root
                        + ", which holds no JDK 25 or newer; set it to the folder of one, or not at all.\n");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFailedBuildIsBegunAnew(@TempDir Path root) throws Exception {
        Path launcher = launcherOf(root, "echo started\n");
        Path maven = Files.writeString(root.resolve("mvnw"), "#!/bin/sh\necho '[ERROR] broken'\nexit 1\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        Path stamp = root.resolve("reports/target/launcher.stamp");
        Files.setLastModifiedTime(stamp, FileTime.fromMillis(0));
        Files.createFile(root.resolve("pom.xml"));
        String jdk = root.resolve(JDK).toString();
        assertThat(said(launcher, jdk, "1")).contains("started");
        for (String noRebuild : new String[] {"0", "1"}) {
            assertThat(said(launcher, jdk, noRebuild))
                    .contains("[ERROR] broken", "the build failed")
                    .doesNotContain("started");
            assertThat(stamp).doesNotExist();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whyJavaCannotStartIsSaidOnStandardError(@TempDir Path root) throws Exception {
        Path launcher = launcherOf(root, "exec '" + System.getProperty("java.home") + "/bin/java' -Xmx1m \"$@\"\n");
        Path directives = Files.createDirectories(root.resolve("reports/src/main/jvm"));
        try (Stream<Path> files = Files.list(LAUNCHER.resolveSibling("reports/src/main/jvm"))) {
            for (Path file : files.toList()) {
                Files.copy(file, directives.resolve(file.getFileName()));
            }
        }
        ProcessBuilder start = new ProcessBuilder("bash", launcher.toString(), "check");
        start.environment().put("NPUSIM_JDK", root.resolve(JDK).toString());
        start.environment().put("NPUSIM_NO_REBUILD", "1");
        Process process = start.start();
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("Too small maximum heap");
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
        assertThat(process.waitFor()).isNotZero();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void noiseOfJavaIsLeftOutAndTheRestIsNot(@TempDir Path root) throws Exception {
        Path launcher = launcherOf(root, """
                echo '1 compiler directives added' >&2
                echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2
                printf 'a line\\n50 %%' >&2
                """);
        assertThat(said(launcher, root.resolve(JDK).toString(), "1")).isEqualTo("a line\n50 %");
    }

    /** From there Java would find no files beside the classes: no library of the database, and not what a study rests on. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void classesKeptReadyAreNotReadFromAFolderThatWasMoved(@TempDir Path folder) throws Exception {
        Path root = Files.createDirectory(folder.resolve("clone"));
        Path launcher = launcherOf(root, "echo \"$@\"\n");
        Path archive = Files.createFile(root.resolve("reports/target/launcher.jsa"));
        Files.writeString(
                archive.resolveSibling("launcher.jsa.root"), root.toRealPath().toString());
        String read = "-XX:SharedArchiveFile=";
        assertThat(said(launcher, root.resolve(JDK).toString(), "1")).contains(read);
        Path moved = Files.move(root, folder.resolve("moved"));
        assertThat(said(moved.resolve("npusim"), moved.resolve(JDK).toString(), "1"))
                .contains("Main check")
                .doesNotContain(read);
    }

    /** Options may be abbreviated. */
    @ParameterizedTest
    @DisabledOnOs(OS.WINDOWS)
    @CsvSource({
        "study a.npu --engine spark, true",
        "study --eng spark a.npu, true",
        "study a.npu --e=spark, true",
        "study a.npu --engine local, false",
        "study a.npu --engine, false",
        "study spark --engine, false",
        "check --engine spark, false"
    })
    void studiesOnSparkAloneTakeTheModuleForIt(String arguments, boolean spark, @TempDir Path root) throws Exception {
        Path launcher = launcherOf(root, "echo \"$@\"\n");
        Files.createDirectories(root.resolve("cluster/target"));
        Files.createFile(root.resolve("cluster/target/launcher.stamp"));
        assertThat(said(launcher, root.resolve(JDK).toString(), "1", arguments.split(" ")))
                .contains("Main " + arguments)
                .contains((spark ? "/cluster" : "/reports") + "/target/lib/*");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Timeout(60)
    void ofSeveralStartedAtOnceOneBuilds(@TempDir Path root) throws Exception {
        assumeThat(Path.of("/usr/bin/flock"))
                .as("there is something to take turns by")
                .exists();
        Path launcher = launcherOf(root, "echo started\n");
        Path builds = root.resolve("builds");
        Path maven = Files.writeString(root.resolve("mvnw"), "#!/bin/sh\necho build >>" + builds + "\nsleep 1\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        Files.delete(root.resolve("reports/target/launcher.stamp"));
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ProcessBuilder start = new ProcessBuilder("bash", launcher.toString(), "check").redirectErrorStream(true);
            start.environment().put("NPUSIM_JDK", root.resolve(JDK).toString());
            start.environment().put("NPUSIM_NO_REBUILD", "0");
            starts.add(start.start());
        }
        for (Process start : starts) {
            String said = new String(start.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said).contains("started");
            assertThat(start.waitFor()).isZero();
        }
        assertThat(Files.readAllLines(builds)).hasSize(1);
    }

    /** As cron and services start programs. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void buildsWithoutHomeAndSaysWhyNot(@TempDir Path root) throws Exception {
        Path launcher = launcherOf(root, "echo started\n");
        Files.delete(root.resolve("reports/target/launcher.stamp"));
        Path maven = Files.writeString(root.resolve("mvnw"), "#!/bin/sh\necho \"home is $HOME\"\nexit 1\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        ProcessBuilder start = new ProcessBuilder("bash", launcher.toString(), "check").redirectErrorStream(true);
        start.environment().remove("HOME");
        start.environment().put("NPUSIM_JDK", root.resolve(JDK).toString());
        Process process = start.start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("\nhome is /", "the build failed");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aSourceThatChangesDuringTheBuildIsBuiltTheNextTime(@TempDir Path root) throws Exception {
        Path launcher = launcherOf(root, "echo started\n");
        Path changed = Files.createFile(root.resolve("pom.xml"));
        Path maven = Files.writeString(root.resolve("mvnw"), "#!/bin/sh\nsleep 0.1\ntouch " + changed + "\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        String jdk = root.resolve(JDK).toString();
        for (int i = 0; i < 2; i++) {
            assertThat(said(launcher, jdk, "0")).contains("building", "started");
        }
    }

    /** What a start with this JDK says on both outputs. */
    private static String said(Path launcher, String jdk, String noRebuild, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", launcher.toString()));
        command.addAll(arguments.length == 0 ? List.of("check") : List.of(arguments));
        ProcessBuilder start = new ProcessBuilder(command).redirectErrorStream(true);
        start.environment().put("NPUSIM_JDK", jdk);
        start.environment().put("NPUSIM_NO_REBUILD", noRebuild);
        Process process = start.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    /** Ctrl-C on a terminal is sent to every process that belongs to the command. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Timeout(60)
    void lastWordsOfAnInterruptedProgramReachTheTerminal(@TempDir Path root) throws Exception {
        Path launcher = launcherOf(root, """
                trap 'sleep 0.5; echo last words >&2; exit 130' INT
                echo incubator >&2
                echo ready >&2
                while :; do sleep 0.1; done
                """);
        Map<String, String> environment = Map.of("NPUSIM_JDK", root.resolve(JDK).toString(), "NPUSIM_NO_REBUILD", "1");
        assertThat(CtrlC.pressed("ready", environment, "exec bash '" + launcher + "' check"))
                .contains("last words");
    }

    /** The launcher beside a JDK whose {@code java} is a script. */
    private static Path launcherOf(Path root, String script) throws IOException {
        Files.createDirectories(root.resolve("reports/target"));
        Files.createFile(root.resolve("reports/target/launcher.stamp"));
        Path java = Files.createDirectories(root.resolve(JDK).resolve("bin")).resolve("java");
        Files.writeString(root.resolve(JDK).resolve("release"), "JAVA_VERSION=\"25\"\n");
        Files.writeString(java, "#!/bin/sh\n" + script);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return Files.copy(LAUNCHER, root.resolve("npusim"));
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
