package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.schema.PropertyType;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Name;
import npusim.dsl.syntax.Reference;

/** Names where a property's type says what kind of name is meant. */
final class TypedNames {
    private final DiagnosticSink sink;
    private final Evaluator evaluator;
    private final Instantiator instantiator;
    private final TypeCheck typeCheck;

    TypedNames(DiagnosticSink sink, Evaluator evaluator, Instantiator instantiator, TypeCheck typeCheck) {
        this.sink = sink;
        this.evaluator = evaluator;
        this.instantiator = instantiator;
        this.typeCheck = typeCheck;
    }

    /** A word of a fixed set, or a name whose value is one. */
    Value symbol(Expression.Use use, Evaluator.Scope scope, PropertyType.Symbol type) {
        Reference reference = use.reference();
        if (reference.parts().size() == 1 && !reference.called()) {
            String word = reference.text();
            boolean known = scope.environment().lookup(word) != null
                    || scope.environment().file.findConstant(word) != null;
            if (type.words().isEmpty() || type.words().contains(word) || (type.open() && !known)) {
                return new Value.Symbol(word);
            }
            if (!known) {
                sink.report(Advice.unknownWord(word, type, use.span()));
                return Value.Broken.INSTANCE;
            }
        }
        return typeCheck.check(evaluator.evaluate(use, scope), type, use.span(), scope.block());
    }

    /** Whether a plain name stands for nothing that has a value. */
    boolean isNew(Expression.Use use, Evaluator.Scope scope) {
        Reference reference = use.reference();
        for (Block at = scope.block(); at != null; at = at.parent) {
            if (at.type.properties().containsKey(reference.text())) {
                return false;
            }
        }
        return reference.parts().size() == 1
                && !reference.called()
                && scope.environment().lookup(reference.text()) == null
                && scope.environment().file.findConstant(reference.text()) == null;
    }

    /** Reports a plain name where {@code type} wants a text or list of words. */
    Value refuse(Expression.Use use, PropertyType type) {
        sink.report(Advice.wrongType(new Value.Symbol(use.reference().text()), type, use.span()));
        return Value.Broken.INSTANCE;
    }

    /** The name of a declaration. */
    Value objectName(Expression.Use use, Evaluator.Scope scope, PropertyType.ObjectName type) {
        Reference reference = use.reference();
        if (reference.parts().size() == 1) {
            Environment.Binding binding = scope.environment().lookup(reference.text());
            if (binding != null) {
                return typeCheck.check(evaluator.binding(binding), type, use.span(), scope.block());
            }
        }
        FileScope.Found found = instantiator.find(reference, scope.environment().file, type.kind());
        if (found == null) {
            return Value.Broken.INSTANCE;
        }
        return new Value.Symbol(found.thing().name().text());
    }

    /** The label of a block around, such as a memory of the system. */
    Value blockName(Expression.Use use, Evaluator.Scope scope, PropertyType.BlockName type) {
        Block block = scope.block();
        String word = use.reference().text();
        for (Block at = block; at != null; at = at.parent) {
            Block child = at.children.get(word);
            if (child != null && child.type.name().equals(type.kind())) {
                return new Value.Symbol(word);
            }
        }
        Environment.Binding binding = scope.environment().lookup(word);
        if (binding != null && evaluator.binding(binding) instanceof Value.Symbol symbol) {
            return symbol;
        }
        if (block != null && !block.root().isAbstract && !block.root().broken) {
            List<String> names = new ArrayList<>();
            for (Block at = block; at != null; at = at.parent) {
                at.children.values().stream()
                        .filter(child -> child.type.name().equals(type.kind()))
                        .forEach(child -> names.add(child.name));
            }
            sink.report(Advice.nearest(
                    Diagnostic.of(
                            DiagnosticCode.UNKNOWN_BLOCK,
                            use.span(),
                            type.kind(),
                            word,
                            block.root().name,
                            names.isEmpty() ? "none" : String.join(", ", names)),
                    word,
                    names,
                    use.span()));
        }
        return Value.Broken.INSTANCE;
    }

    /** A name with named arguments, such as a workload. */
    Value call(Expression.Use use, Evaluator.Scope scope) {
        Reference reference = use.reference();
        Map<String, Value> arguments = new LinkedHashMap<>();
        for (var argument : reference.arguments()) {
            Name name = argument.name();
            if (name == null) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.ARGUMENT_WITHOUT_NAME, argument.value().span(), reference.text()));
                return Value.Broken.INSTANCE;
            }
            Value value = evaluator.evaluate(argument.value(), scope);
            if (value instanceof Value.Broken) {
                return value;
            }
            if (arguments.put(name.text(), value) != null) {
                sink.report(Diagnostic.of(DiagnosticCode.DUPLICATE_PROPERTY, name.span(), name.text()));
                return Value.Broken.INSTANCE;
            }
        }
        return new Value.Call(reference.text(), arguments);
    }
}
