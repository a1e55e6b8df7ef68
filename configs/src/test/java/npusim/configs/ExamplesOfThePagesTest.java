package npusim.configs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import npusim.dsl.NpuLanguage;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.Severity;
import npusim.dsl.schema.Form;
import npusim.dsl.source.SourceFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the generated pages show is so: forms are accepted, examples of diagnostics raise their code. */
class ExamplesOfThePagesTest {

    @TestFactory
    Stream<DynamicTest> everyFormIsAccepted() {
        return Form.all().stream()
                .map(form -> DynamicTest.dynamicTest(
                        form.pattern(),
                        () -> assertThat(compile(form.example()))
                                .as(form.example())
                                .noneMatch(problem -> problem.severity() == Severity.ERROR)));
    }

    @TestFactory
    Stream<DynamicTest> everyExampleOfADiagnosticRaisesIt() {
        return Arrays.stream(DiagnosticCode.values())
                .filter(code -> !code.explanation().example().isEmpty())
                .map(code -> DynamicTest.dynamicTest(
                        code.label(),
                        () -> assertThat(compile(code.explanation().example()))
                                .extracting(Diagnostic::code)
                                .contains(code)));
    }

    private static List<Diagnostic> compile(String text) {
        return NpuLanguage.compileSources(List.of(new SourceFile("example.npu", text)), false)
                .diagnostics();
    }
}
