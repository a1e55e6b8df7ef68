package npusim.dsl.syntax;

import java.util.ArrayList;
import java.util.List;

/** Finds the names that an expression speaks of. */
public final class References {

    private References() {}

    /** Every name in {@code expression} in order; of a call both its name and those in its arguments. */
    public static List<Reference> of(Expression expression) {
        List<Reference> found = new ArrayList<>();
        collect(expression, found);
        return found;
    }

    private static void collect(Expression expression, List<Reference> found) {
        switch (expression) {
            case Expression.Use use -> {
                found.add(use.reference());
                use.reference().arguments().forEach(argument -> collect(argument.value(), found));
            }
            case Expression.Chain chain -> {
                collect(chain.first(), found);
                chain.rest().forEach(link -> collect(link.operand(), found));
            }
            case Expression.Prefixed prefixed -> collect(prefixed.operand(), found);
            case Expression.Choice choice -> {
                collect(choice.condition(), found);
                collect(choice.then(), found);
                collect(choice.otherwise(), found);
            }
            case Expression.Elements elements -> elements.elements().forEach(element -> collect(element, found));
            case Expression.Range range -> {
                collect(range.low(), found);
                collect(range.high(), found);
                Expression step = range.step();
                if (step != null) {
                    collect(step, found);
                }
            }
            case Expression.Table table ->
                table.rows().forEach(row -> row.cells().forEach(cell -> collect(cell, found)));
            case Expression.Numeral _, Expression.Truth _, Expression.Extents _, Expression.Text _ -> {
                // no names
            }
        }
    }
}
