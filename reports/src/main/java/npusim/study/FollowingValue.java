package npusim.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Reference;

/** Values that follow others: an expression of the language with the names of properties replaced by their values. */
final class FollowingValue {
    private FollowingValue() {}

    /**
     * The expression as text in which every name with a dot is replaced by its value in parentheses.
     *
     * @param valueOf the value of a property as the language writes it
     */
    static String text(Expression expression, UnaryOperator<String> valueOf) {
        List<Reference> uses = new ArrayList<>();
        collect(expression, uses);
        uses.sort(Comparator.comparingInt((Reference use) -> use.span().start()).reversed());
        StringBuilder text = new StringBuilder(expression.span().text());
        int origin = expression.span().start();
        for (Reference use : uses) {
            text.replace(use.span().start() - origin, use.span().end() - origin, "(" + valueOf.apply(use.text()) + ")");
        }
        return text.toString();
    }

    /** Names with a dot that are not called. */
    static void names(Expression expression, Collection<String> names) {
        List<Reference> uses = new ArrayList<>();
        collect(expression, uses);
        uses.forEach(use -> names.add(use.text()));
    }

    private static void collect(Expression expression, List<Reference> uses) {
        switch (expression) {
            case Expression.Use use -> {
                if (use.reference().called()) {
                    use.reference().arguments().forEach(argument -> collect(argument.value(), uses));
                } else if (use.reference().parts().size() > 1) {
                    uses.add(use.reference());
                }
            }
            case Expression.Chain chain -> {
                collect(chain.first(), uses);
                chain.rest().forEach(link -> collect(link.operand(), uses));
            }
            case Expression.Prefixed prefixed -> collect(prefixed.operand(), uses);
            case Expression.Choice choice -> {
                collect(choice.condition(), uses);
                collect(choice.then(), uses);
                collect(choice.otherwise(), uses);
            }
            case Expression.Elements elements -> elements.elements().forEach(element -> collect(element, uses));
            case Expression.Numeral numeral -> {}
            case Expression.Truth truth -> {}
            case Expression.Extents extents -> {}
            case Expression.Text text -> {}
            case Expression.Table table -> {}
            case Expression.Range range -> {}
        }
    }
}
