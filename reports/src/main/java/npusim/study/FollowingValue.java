package npusim.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Reference;
import npusim.dsl.syntax.References;

/** Values that follow others: an expression of the language with the names of properties replaced by their values. */
final class FollowingValue {
    private FollowingValue() {}

    /**
     * The expression as text in which every name with a dot is replaced by its value in parentheses.
     *
     * @param valueOf the value of a property as the language writes it
     */
    static String text(Expression expression, UnaryOperator<String> valueOf) {
        List<Reference> uses = new ArrayList<>(properties(expression));
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
        properties(expression).forEach(use -> names.add(use.text()));
    }

    /** Names with a dot that are not called. */
    private static List<Reference> properties(Expression expression) {
        return References.of(expression).stream()
                .filter(reference -> !reference.called() && reference.parts().size() > 1)
                .toList();
    }
}
