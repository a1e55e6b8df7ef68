package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.syntax.Member;
import org.jspecify.annotations.Nullable;

/** {@code +=} and {@code -=} on inherited lists and tables. */
final class ListEdits {

    private ListEdits() {}

    static Value apply(@Nullable Value inherited, Assigned.Edit edit, Value operand, DiagnosticSink sink) {
        if (operand instanceof Value.Broken || inherited instanceof Value.Broken) {
            return Value.Broken.INSTANCE;
        }
        boolean append = edit.kind() == Member.Edit.APPEND;
        if (inherited instanceof Value.Elements base && operand instanceof Value.Elements change) {
            List<Value> all = new ArrayList<>(base.elements());
            if (append) {
                all.addAll(change.elements());
                return new Value.Elements(all);
            }
            for (Value removed : change.elements()) {
                if (!all.remove(removed)) {
                    sink.report(Diagnostic.of(
                            DiagnosticCode.NOTHING_TO_REMOVE, edit.expression().span(), removed));
                    return Value.Broken.INSTANCE;
                }
            }
            return new Value.Elements(all);
        }
        if (append && inherited instanceof Value.Table base && operand instanceof Value.Table change) {
            List<Map<String, Value>> rows = new ArrayList<>(change.rows());
            rows.addAll(base.rows());
            return new Value.Table(rows);
        }
        sink.report(Diagnostic.of(
                DiagnosticCode.NOTHING_TO_EDIT,
                edit.span(),
                append ? "+=" : "-=",
                inherited == null ? "no value" : inherited.describe()));
        return Value.Broken.INSTANCE;
    }
}
