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
 */
public record CompilationUnit(
        SourceFile file, List<ImportDirective> imports, List<Declaration> declarations, List<String> brokenNames) {

    /** Copies the lists. */
    public CompilationUnit {
        imports = List.copyOf(imports);
        declarations = List.copyOf(declarations);
        brokenNames = List.copyOf(brokenNames);
    }
}
