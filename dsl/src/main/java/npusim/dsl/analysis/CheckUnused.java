package npusim.dsl.analysis;

import java.util.List;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;

/** Warns of constants and imports that nothing uses. Constants of a file that others import may be used there. */
final class CheckUnused {

    private CheckUnused() {}

    static void check(List<FileScope> files, DiagnosticSink sink) {
        for (FileScope file : files) {
            if (sink.hasErrorsIn(file.unit.file())) {
                continue;
            }
            boolean imported =
                    files.stream().anyMatch(other -> other.imports.stream().anyMatch(item -> item.target == file));
            if (!imported) {
                file.constantBindings.forEach((name, binding) -> {
                    if (!binding.used) {
                        sink.report(Diagnostic.of(DiagnosticCode.UNUSED_CONSTANT, binding.span, name));
                    }
                });
            }
            boolean collects = file.things.isEmpty() && file.constants.isEmpty();
            for (FileScope.Import item : file.imports) {
                if (!item.used && !collects) {
                    sink.report(Diagnostic.of(
                            DiagnosticCode.UNUSED_IMPORT, item.directive.pathSpan(), item.directive.path()));
                }
            }
        }
    }
}
