package npusim.study;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Reference;
import npusim.dsl.syntax.References;

/** Values that follow others: an expression of the language with the names of properties replaced by their values. */
final class FollowingValue {
    private FollowingValue() {}

    /**
     * The expression as text in which every property and constant is replaced by its value in parentheses.
     *
     * @param constants values by name, as the language writes them
     * @param valueOf the value of a property as the language writes it
     */
    static String text(Expression expression, Map<String, String> constants, UnaryOperator<String> valueOf) {
        List<Reference> uses = References.of(expression).stream()
                .filter(use -> isProperty(use) || isConstant(use, constants))
                .sorted(Comparator.comparingInt((Reference use) -> use.span().start())
                        .reversed())
                .toList();
        StringBuilder text = new StringBuilder(expression.span().text());
        int origin = expression.span().start();
        for (Reference use : uses) {
            String value = constants.get(use.text());
            text.replace(
                    use.span().start() - origin,
                    use.span().end() - origin,
                    "(" + (value == null ? valueOf.apply(use.text()) : value) + ")");
        }
        return text.toString();
    }

    /** The properties that the expression speaks of. */
    static void properties(Expression expression, Collection<String> names) {
        References.of(expression).stream().filter(FollowingValue::isProperty).forEach(use -> names.add(use.text()));
    }

    private static boolean isProperty(Reference reference) {
        return !reference.called() && reference.parts().size() > 1;
    }

    private static boolean isConstant(Reference reference, Map<String, String> constants) {
        return !reference.called() && constants.containsKey(reference.text());
    }
}
