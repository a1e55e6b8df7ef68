package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.schema.PropertyType;
import npusim.dsl.syntax.Expression;
import org.jspecify.annotations.Nullable;

/** Evaluates tables: a heading row, then cells checked against their column. */
final class Tables {

    private final DiagnosticSink sink;
    private final Evaluator evaluator;

    Tables(DiagnosticSink sink, Evaluator evaluator) {
        this.sink = sink;
        this.evaluator = evaluator;
    }

    Value evaluate(Expression.Table table, Evaluator.Scope scope, PropertyType.Table type) {
        if (table.rows().isEmpty()) {
            sink.report(Diagnostic.of(DiagnosticCode.TABLE_WITHOUT_HEADING, table.span()));
            return Value.Broken.INSTANCE;
        }
        List<PropertyType.Column> columns = heading(table.rows().getFirst(), type);
        if (columns == null) {
            return Value.Broken.INSTANCE;
        }
        int[] places = type.columns().stream().mapToInt(columns::indexOf).toArray();
        boolean broken = false;
        List<Map<String, Value>> rows = new ArrayList<>(table.rows().size() - 1);
        for (Expression.Row row : table.rows().subList(1, table.rows().size())) {
            if (row.cells().size() != columns.size()) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.WRONG_ROW_LENGTH, row.span(), row.cells().size(), columns.size()));
                broken = true;
                continue;
            }
            Map<String, Value> cells = new LinkedHashMap<>();
            for (int i = 0; i < places.length; i++) {
                PropertyType.Column column = type.columns().get(i);
                Value value = places[i] < 0
                        ? Value.Any.INSTANCE
                        : evaluator.checked(row.cells().get(places[i]), scope, column.type());
                broken |= value instanceof Value.Broken;
                cells.put(column.name(), value);
            }
            rows.add(cells);
        }
        return broken ? Value.Broken.INSTANCE : new Value.Table(rows);
    }

    private @Nullable List<PropertyType.Column> heading(Expression.Row row, PropertyType.Table type) {
        List<PropertyType.Column> columns = new ArrayList<>();
        boolean sound = true;
        for (Expression cell : row.cells()) {
            String name = cell instanceof Expression.Use use ? use.reference().text() : "";
            PropertyType.Column column = type.column(name);
            if (column == null) {
                List<String> names =
                        type.columns().stream().map(PropertyType.Column::name).toList();
                sink.report(Advice.nearest(
                        Diagnostic.of(
                                DiagnosticCode.UNKNOWN_COLUMN,
                                cell.span(),
                                cell.span().text(),
                                String.join(", ", names)),
                        name,
                        names,
                        cell.span()));
                sound = false;
            } else if (columns.contains(column)) {
                sink.report(Diagnostic.of(DiagnosticCode.DUPLICATE_COLUMN, cell.span(), name));
                sound = false;
            } else {
                columns.add(column);
            }
        }
        if (!sound) {
            return null;
        }
        for (PropertyType.Column column : type.columns()) {
            if (column.required() && !columns.contains(column)) {
                sink.report(Diagnostic.of(DiagnosticCode.MISSING_COLUMN, row.span(), column.name()));
                return null;
            }
        }
        return Objects.requireNonNull(columns);
    }
}
