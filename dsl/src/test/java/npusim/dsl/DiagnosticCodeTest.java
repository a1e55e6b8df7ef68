package npusim.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import npusim.dsl.diagnostic.DiagnosticCode;
import org.junit.jupiter.api.Test;

class DiagnosticCodeTest {

    /** Codes that no single file can raise: limits, selections of several parts, {@code vela.ini}. */
    private static final Set<String> ELSEWHERE = Set.of(
            "NPU-0101", // a file of 16 MiB
            "NPU-0203", // two thousand files
            "NPU-0205", // needs two files of the user
            "NPU-0202", // needs two files of the user
            "NPU-0211", // long chains, tested in LimitsTest
            "NPU-0218", // long chains, tested in LimitsTest
            "NPU-0405", // tested in ConfigureTest
            "NPU-0701",
            "NPU-0702",
            "NPU-0703",
            "NPU-0704",
            "NPU-0709",
            "NPU-0707", // tested in ConfigureTest
            "NPU-0801",
            "NPU-0802",
            "NPU-0803",
            "NPU-0804",
            "NPU-0805",
            "NPU-0806");

    @Test
    void numbersAreUnique() {
        Set<String> labels = new HashSet<>();
        for (DiagnosticCode code : DiagnosticCode.values()) {
            assertThat(labels.add(code.label())).as(code.label()).isTrue();
        }
    }

    @Test
    void everyCodeIsExplained() {
        for (DiagnosticCode code : DiagnosticCode.values()) {
            assertThat(code.explanation().text()).as(code.label()).endsWith(".");
        }
    }

    @Test
    void everyCodeHasAWrongFileThatRaisesIt() throws IOException {
        StringBuilder outputs = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of("../configs/src/test/resources/wrong"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".txt")).toList()) {
                outputs.append(Files.readString(file));
            }
        }
        Set<String> missing = new TreeSet<>();
        Arrays.stream(DiagnosticCode.values())
                .map(DiagnosticCode::label)
                .filter(label -> !ELSEWHERE.contains(label) && outputs.indexOf(label) < 0)
                .forEach(missing::add);

        assertThat(missing).isEmpty();
    }
}
