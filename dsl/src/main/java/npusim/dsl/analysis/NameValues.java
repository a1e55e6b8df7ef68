package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.List;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.schema.PropertySpec;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Name;
import npusim.dsl.syntax.Reference;

/** Follows names in expressions: parameters, properties from the inside out, constants, declarations and paths into them. */
final class NameValues {
    private final DiagnosticSink sink;
    private final Evaluator evaluator;
    private final Instantiator instantiator;

    NameValues(DiagnosticSink sink, Evaluator evaluator, Instantiator instantiator) {
        this.sink = sink;
        this.evaluator = evaluator;
        this.instantiator = instantiator;
    }

    /** The value that a name or call of a function stands for. */
    Value value(Expression.Use use, Evaluator.Scope scope) {
        Reference reference = use.reference();
        if (reference.called()) {
            return function(use, scope);
        }
        if (reference.parts().size() == 1) {
            return simpleName(use, scope, reference.text());
        }
        return qualifiedName(use, scope);
    }

    private Value simpleName(Expression.Use use, Evaluator.Scope scope, String name) {
        Environment.Binding binding = scope.environment().lookup(name);
        if (binding != null) {
            return evaluator.binding(binding);
        }
        for (Block at = scope.block(); at != null; at = at.parent) {
            Assigned assigned = at.properties.get(name);
            if (assigned != null && assigned != scope.excluded()) {
                return evaluator.value(assigned);
            }
            PropertySpec spec = at.type.properties().get(name);
            if (assigned == null && spec != null && spec.defaultValue() != null) {
                return evaluator.value(evaluator.defaulted(at, spec));
            }
            if (spec != null && assigned == null && at.root().isAbstract) {
                return Value.Broken.INSTANCE;
            }
        }
        Environment.Binding constant = scope.environment().file.findConstant(name);
        if (constant != null) {
            return evaluator.binding(constant);
        }
        if (scope.environment().file.findThing(name) != null) {
            return new Value.Symbol(name);
        }
        if (scope.block() != null
                && scope.block().root().isAbstract
                && scope.block().type.open() != null) {
            return Value.Broken.INSTANCE;
        }
        String truth = Advice.truth(name);
        if (truth != null) {
            sink.report(Diagnostic.of(DiagnosticCode.UNKNOWN_NAME, use.span(), name)
                    .withEdit("did you mean " + truth + "?", use.span(), truth));
        } else if (!scope.environment().file.isBrokenName(name)) {
            sink.report(Advice.nearest(
                    Diagnostic.of(DiagnosticCode.UNKNOWN_NAME, use.span(), name),
                    name,
                    Advice.namesInScope(scope),
                    use.span()));
        }
        return Value.Broken.INSTANCE;
    }

    private Value qualifiedName(Expression.Use use, Evaluator.Scope scope) {
        List<Name> parts = use.reference().parts();
        String first = parts.getFirst().text();
        FileScope namespace = scope.environment().file.namespace(first);
        if (namespace != null) {
            String second = parts.get(1).text();
            Environment.Binding constant = namespace.findConstant(second);
            if (constant != null && parts.size() == 2) {
                return evaluator.binding(constant);
            }
            FileScope.Found thing = namespace.findThing(second);
            if (thing != null) {
                return parts.size() == 2 ? new Value.Symbol(second) : insideDeclaration(thing, use, 2);
            }
        }
        for (Block at = scope.block(); at != null; at = at.parent) {
            Block child = at.children.get(first);
            if (child != null) {
                return insideBlock(child, use, 1);
            }
        }
        FileScope.Found found = scope.environment().file.findThing(first);
        if (found != null) {
            return insideDeclaration(found, use, 1);
        }
        if (!scope.environment().file.isBrokenName(first)) {
            sink.report(Advice.nearest(
                    Diagnostic.of(
                            DiagnosticCode.UNKNOWN_NAME,
                            use.span(),
                            use.reference().text()),
                    first,
                    Advice.blocksInScope(scope),
                    parts.getFirst().span()));
        }
        return Value.Broken.INSTANCE;
    }

    private Value insideDeclaration(FileScope.Found found, Expression.Use use, int from) {
        if (instantiator.isGrowing(found)) {
            sink.report(Diagnostic.of(
                    DiagnosticCode.CYCLIC_VALUE, use.span(), use.reference().text()));
            return Value.Broken.INSTANCE;
        }
        return insideBlock(instantiator.instance(found), use, from);
    }

    private Value insideBlock(Block start, Expression.Use use, int from) {
        Block block = start;
        List<Name> parts = use.reference().parts();
        for (int i = from; i < parts.size() - 1; i++) {
            Block child = block.children.get(parts.get(i).text());
            if (child == null) {
                sink.report(Advice.nearest(
                        Diagnostic.of(
                                DiagnosticCode.UNKNOWN_PATH,
                                parts.get(i).span(),
                                block.name,
                                parts.get(i).text()),
                        parts.get(i).text(),
                        block.children.keySet(),
                        parts.get(i).span()));
                return Value.Broken.INSTANCE;
            }
            block = child;
        }
        Name last = parts.getLast();
        Value value = evaluator.property(block, last.text());
        if (value == null) {
            if (!block.root().isAbstract && !block.root().broken) {
                sink.report(Advice.nearest(
                        Diagnostic.of(DiagnosticCode.UNKNOWN_PATH, last.span(), block.name, last.text()),
                        last.text(),
                        block.properties.keySet(),
                        last.span()));
            }
            return Value.Broken.INSTANCE;
        }
        return value;
    }

    private Value function(Expression.Use use, Evaluator.Scope scope) {
        List<Value> arguments = new ArrayList<>();
        for (var argument : use.reference().arguments()) {
            Value value = evaluator.evaluate(argument.value(), scope);
            if (value instanceof Value.Broken) {
                return value;
            }
            arguments.add(value);
        }
        return new Functions(sink).apply(use.reference(), arguments);
    }
}
