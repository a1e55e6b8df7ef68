package npusim.dsl.syntax;

import java.util.List;
import npusim.dsl.source.SourceFile;

/**
 * One parsed file.
 *
 * @param file its source
 * @param imports import directives in order
 * @param declarations declarations in order, without those that have syntax errors
 * @param brokenNames names of declarations that were left out because of syntax errors
 * @param lacksImport whether an import was left out because of a syntax error
 */
public record CompilationUnit(
        SourceFile file,
        List<ImportDirective> imports,
        List<Declaration> declarations,
        List<String> brokenNames,
        boolean lacksImport) {

    /** A file in which nothing can be read. */
    static CompilationUnit unreadable(SourceFile file) {
        return new CompilationUnit(file, List.of(), List.of(), List.of(), false);
    }

    /** Copies the lists. */
    public CompilationUnit {
        imports = List.copyOf(imports);
        declarations = List.copyOf(declarations);
        brokenNames = List.copyOf(brokenNames);
    }
}
