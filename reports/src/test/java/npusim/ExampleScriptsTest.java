package npusim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the scripts of {@code docs/examples} as a user does, with the classes of this build behind {@code npusim}. */
class ExampleScriptsTest {
    private static final Path EXAMPLES = Path.of(System.getenv().getOrDefault("NPUSIM_ROOT", ".."), "docs", "examples")
            .toAbsolutePath();
    private static final Path JDK = Path.of(System.getProperty("java.home"), "bin");

    @TempDir
    private Path folder;

    private Path npusim;

    @BeforeEach
    void launcher() throws IOException {
        npusim = Files.writeString(
                folder.resolve("npusim"),
                "#!/usr/bin/env bash\nexec '" + JDK.resolve("java") + "' -XX:TieredStopAtLevel=1 "
                        + "--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED "
                        + "--sun-misc-unsafe-memory-access=allow --add-opens=java.base/sun.nio.ch=ALL-UNNAMED "
                        + "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED "
                        + "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED "
                        + "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED -cp '"
                        + System.getProperty("java.class.path") + "' npusim.cli.Main \"$@\" 2>/dev/null\n");
        npusim.toFile().setExecutable(true);
    }

    @Test
    void shellScriptPrintsTheCyclesOfEachAccelerator() throws Exception {
        assumeTrue(onPath("bash"), "no bash on the PATH");
        List<String> lines = run("bash", EXAMPLES.resolve("sizes.sh").toString(), "dnn_s");
        assertThat(lines).hasSize(3).allSatisfy(line -> assertThat(line).matches("Ethos_U\\d\\d_\\d+ +\\d+"));
        NpuSim sim = NpuSim.shipped();
        long cycles =
                sim.simulate(sim.workload("dnn_s"), sim.design("Ethos_U85_256")).cycles();
        assertThat(lines.getLast()).endsWith(" " + cycles);
    }

    @Test
    void jshellScriptPrintsRisingCycles() throws Exception {
        Path jshell = JDK.resolve("jshell");
        assumeTrue(Files.isExecutable(jshell), "this Java has no jshell");
        List<String> lines = run(
                jshell.toString(),
                "--class-path",
                System.getProperty("java.class.path"),
                EXAMPLES.resolve("latency.jsh").toString());
        assertThat(lines).hasSize(4);
        assertThat(lines.stream().map(line -> Long.parseLong(line.split(" ")[2])))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void javaFileRunsAsItIs() throws Exception {
        List<String> lines = run(
                JDK.resolve("java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EXAMPLES.resolve("Sizes.java").toString(),
                "dnn_s");
        assertThat(lines).hasSize(5);
        assertThat(lines.getFirst()).startsWith(" 128 MACs");
    }

    @Test
    void pythonScriptReadsTheStudy() throws Exception {
        assumeTrue(onPath("python3"), "no python3 on the PATH");
        List<String> lines = run("python3", EXAMPLES.resolve("latency.py").toString());
        assertThat(lines).hasSize(8).first().asString().startsWith("Ethos_U85_128 100 ");
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
    }

    private List<String> run(String... command) throws Exception {
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(folder.toFile())
                .redirectError(errors.toFile());
        builder.environment().put("NPUSIM", npusim.toString());
        Process process = builder.start();
        List<String> lines;
        try (var reader = process.inputReader()) {
            lines = reader.lines().toList();
        }
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return lines;
    }
}
