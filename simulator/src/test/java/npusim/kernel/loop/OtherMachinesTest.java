package npusim.kernel.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Machines with narrower vectors or without the Vector API compute the same bytes: each is a JVM of its own here. */
class OtherMachinesTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    private final String expected = "digest: " + MachineDigest.digestOf(InnerLoops.scalar());

    @Test
    void machineOfTheTestComputesTheSameBytes() throws IOException, InterruptedException {
        assertThat(run(MODULE)).contains(expected, "loops: " + fastest());
    }

    @Test
    void machineWithAvx2ComputesTheSameBytes() throws IOException, InterruptedException {
        // On processors other than x86 the flag is unknown and ignored.
        assertThat(run(MODULE, "-XX:+IgnoreUnrecognizedVMOptions", "-XX:UseAVX=2"))
                .contains(expected, "loops: " + fastest().replace("512", "256"));
    }

    @Test
    void machineWithNarrowVectorsFallsBackAndSaysWhy() throws IOException, InterruptedException {
        List<String> output = run(MODULE, "-XX:MaxVectorSize=16");
        assertThat(output)
                .contains(expected, "loops: plain Java")
                .contains(
                        "warning: vectors of this machine have 128 bits and 256 are needed, integer arithmetic runs in"
                                + " plain Java and several times slower; use a machine with AVX2 or remove -XX:UseAVX below 2"
                                + " from the JVM flags");
    }

    @Test
    void machineWithoutTheModuleFallsBackAndNamesTheFlag() throws IOException, InterruptedException {
        assertThat(run())
                .containsExactly(
                        "warning: the Vector API is not available, integer arithmetic runs in plain Java and several"
                                + " times slower; start the JVM with --add-modules=jdk.incubator.vector",
                        "loops: plain Java",
                        expected);
    }

    private static String fastest() {
        return InnerLoops.fastest(sentence -> {}).description();
    }

    /** Lines that {@link MachineDigest} prints on a JVM with the given flags. */
    private static List<String> run(String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MachineDigest.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.lines().toList();
    }
}
