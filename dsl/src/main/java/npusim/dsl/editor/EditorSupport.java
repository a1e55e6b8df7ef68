package npusim.dsl.editor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import npusim.dsl.Compilation;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.ResolvedProperty;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.quantity.Unit;
import npusim.dsl.quantity.Units;
import npusim.dsl.schema.BlockType;
import npusim.dsl.schema.PropertySpec;
import npusim.dsl.schema.PropertyType;
import npusim.dsl.schema.Schemas;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.CompilationUnit;
import npusim.dsl.syntax.Declaration;
import npusim.dsl.syntax.Formatter;
import npusim.dsl.syntax.Member;
import npusim.dsl.syntax.Parser;
import npusim.dsl.syntax.Word;
import org.jspecify.annotations.Nullable;

/** Answers an editor's questions about one file, compiled together with the shipped configurations. */
public final class EditorSupport {

    private final SourceFile file;
    private final Compilation compilation;
    private final Set<String> imported = new HashSet<>();

    /**
     * Compiles {@code file}; its name is its path, so that imports beside it are found.
     *
     * @param unsaved what the editor holds of an imported file, by its path with forward slashes; null for what is on disk
     */
    public EditorSupport(SourceFile file, Function<String, @Nullable SourceFile> unsaved) {
        this.file = file;
        this.compilation = NpuLanguage.compileSource(file, name -> {
            imported.add(name);
            return unsaved.apply(name);
        });
    }

    /** Whether the file at this path, with forward slashes, is imported, also by an imported one. */
    public boolean imports(String name) {
        return imported.contains(name);
    }

    /**
     * A proposal.
     *
     * @param label what is inserted
     * @param kind {@code property, block, word, name, unit, kind}
     * @param detail type and unit in a few words
     * @param documentation one line
     */
    public record Completion(String label, String kind, String detail, String documentation) {}

    /**
     * A text about a word.
     *
     * @param markdown the text
     * @param span the word
     */
    public record Hover(String markdown, Span span) {}

    /**
     * A declaration or block.
     *
     * @param name its name
     * @param kind its kind
     * @param span all of it
     * @param nameSpan its name
     * @param children inner blocks
     */
    public record Symbol(String name, String kind, Span span, Span nameSpan, List<Symbol> children) {}

    /** Problems in this file. */
    public List<Diagnostic> diagnostics() {
        return compilation.diagnostics().stream()
                .filter(diagnostic -> diagnostic.span().file().name().equals(file.name()))
                .toList();
    }

    /** What may stand at {@code offset}. */
    public List<Completion> completions(int offset) {
        if (isProse(offset)) {
            return List.of();
        }
        Place place = Place.at(file, offset);
        List<Completion> all = new ArrayList<>();
        Word before = place.before();
        if (before != null && before.is("extends")) {
            String extending = Schemas.kinds().containsKey(String.valueOf(place.kind())) ? place.kind() : null;
            compilation.library().allNames().forEach((name, kind) -> {
                if (extending == null || kind.equals(extending)) {
                    all.add(new Completion(name, "name", kind, ""));
                }
            });
        } else if (before != null && before.kind() == Word.Kind.NUMBER && place.property() != null) {
            units(place.property().type(), all);
        } else if (place.property() != null) {
            values(place.property().type(), all);
        } else if (place.block() != null) {
            List<Completion> within = isStudy(place) ? StudyWords.within(file, offset, compilation.library()) : null;
            if (within != null) {
                return within;
            }
            members(place.block(), all);
            if (isStudy(place)) {
                all.addAll(StudyWords.statements());
            }
        } else {
            Schemas.kinds().values().forEach(kind -> all.add(new Completion(kind.name(), "kind", "", kind.meaning())));
            for (String keyword : List.of("import", "const", "abstract")) {
                all.add(new Completion(keyword, "kind", "", ""));
            }
        }
        return all;
    }

    private static boolean isStudy(Place place) {
        return place.block() != null && place.block().name().equals("study");
    }

    /** Whether what is typed at {@code offset} belongs to a comment or a text. */
    private boolean isProse(int offset) {
        return Word.of(file).stream()
                .filter(word -> word.span().start() < offset)
                .anyMatch(word -> switch (word.kind()) {
                    case COMMENT ->
                        offset < word.span().end()
                                || (offset == word.span().end() && word.text().startsWith("//"));
                    case TEXT -> offset < word.span().end();
                    case NAME, KEYWORD, UNIT, NUMBER, SYMBOL, FOREIGN -> false;
                });
    }

    private static void members(BlockType block, List<Completion> all) {
        properties(block, all);
        if (!block.name().equals("study")) {
            all.add(new Completion("require", "kind", "condition", "what must hold for this block"));
        }
    }

    static void properties(BlockType block, List<Completion> all) {
        for (PropertySpec spec : block.properties().values()) {
            all.add(new Completion(
                    spec.name(),
                    "property",
                    spec.type().describe() + (spec.defaultValue() == null ? "" : ", default " + spec.defaultValue()),
                    spec.meaning()));
        }
        for (BlockType.Inner inner : block.inner().values()) {
            all.add(new Completion(
                    inner.type().name(), "block", "", inner.type().meaning()));
        }
    }

    private void values(PropertyType type, List<Completion> all) {
        switch (type) {
            case PropertyType.Symbol symbol -> {
                Set<String> words = new LinkedHashSet<>(symbol.words());
                if (symbol.open()) {
                    words.addAll(compilation.library().memoryKinds());
                }
                words.forEach(word -> all.add(new Completion(word, "word", symbol.noun(), "")));
            }
            case PropertyType.ObjectName name ->
                compilation
                        .library()
                        .names(name.kind())
                        .forEach(known -> all.add(new Completion(known, "name", name.kind(), "")));
            case PropertyType.ListOf list -> values(list.element(), all);
            case PropertyType.OrAny any -> {
                all.add(new Completion("any", "word", "", ""));
                values(any.inner(), all);
            }
            case PropertyType.Flag _ -> {
                all.add(new Completion("true", "word", "", ""));
                all.add(new Completion("false", "word", "", ""));
            }
            case PropertyType.Table table ->
                table.columns()
                        .forEach(column -> all.add(new Completion(
                                column.name(), "word", column.type().describe(), column.meaning())));
            case PropertyType.BlockName _,
                    PropertyType.Measure _,
                    PropertyType.Text _,
                    PropertyType.Extents _,
                    PropertyType.Lanes _,
                    PropertyType.Call _ -> {
                // free text
            }
        }
    }

    private static void units(PropertyType type, List<Completion> all) {
        for (Unit unit : Units.all()) {
            if (!(type instanceof PropertyType.Measure measure)
                    || measure.dimension().equals(unit.dimension())) {
                all.add(new Completion(unit.name(), "unit", unit.meaning(), ""));
            }
        }
    }

    /** What is known about the word at {@code offset}, or null. */
    public @Nullable Hover hover(int offset) {
        Place place = Place.at(file, offset);
        Word word = place.word();
        if (word == null) {
            return null;
        }
        if (word.kind() == Word.Kind.UNIT) {
            Unit unit = Units.find(word.text());
            return unit == null ? null : new Hover("`" + unit.name() + "`: " + unit.meaning(), word.span());
        }
        String inStudy = isStudy(place) && place.property() == null ? StudyWords.meaning(file, offset, word) : null;
        if (inStudy != null) {
            return new Hover(inStudy, word.span());
        }
        if (word.kind() != Word.Kind.NAME) {
            return null;
        }
        BlockType block = place.block();
        PropertySpec spec = block == null || place.property() != null ? null : block.property(word.text());
        if (spec != null) {
            return new Hover(describe(spec) + resolved(place, spec), word.span());
        }
        if (block != null && block.inner().containsKey(word.text())) {
            return new Hover(block.inner().get(word.text()).type().meaning(), word.span());
        }
        BlockType kind = Schemas.kinds().get(word.text());
        if (kind != null && place.block() == null) {
            return new Hover(kind.meaning(), word.span());
        }
        Library library = compilation.library();
        String declared = library.kindOf(word.text());
        if (declared == null) {
            return null;
        }
        String documentation = library.documentation(word.text());
        return new Hover(
                "**" + word.text() + "**: " + declared + (documentation.isEmpty() ? "" : "\n\n" + documentation),
                word.span());
    }

    static String describe(PropertySpec spec) {
        String interval = spec.type() instanceof PropertyType.Measure measure ? measure.interval() : "";
        return "**" + spec.name() + "**: " + spec.meaning() + "\n\n"
                + spec.type().describe()
                + (interval.isEmpty() ? "" : ", " + interval)
                + (spec.defaultValue() == null
                        ? (spec.required() ? ", required" : "")
                        : ", default `" + spec.defaultValue() + "`");
    }

    private String resolved(Place place, PropertySpec spec) {
        String declaration = place.declaration();
        if (declaration == null || compilation.library().kindOf(declaration) == null) {
            return "";
        }
        List<String> path = new ArrayList<>(place.path());
        path.add(spec.name());
        try {
            for (ResolvedProperty property : compilation.library().properties(declaration)) {
                if (property.path().equals(String.join(".", path))) {
                    return "\n\nresolves to `" + property.value() + "` (" + property.origin() + ")"
                            + (property.documentation().isEmpty() ? "" : "\n\n" + property.documentation());
                }
            }
        } catch (DiagnosticException broken) {
            return "";
        }
        return "";
    }

    /** Where the name at {@code offset} is declared, or null. */
    public @Nullable Span definition(int offset) {
        Word word = Place.at(file, offset).word();
        return word == null || word.kind() != Word.Kind.NAME
                ? null
                : compilation.library().declaration(word.text());
    }

    /** The name at {@code offset}, or null. */
    public @Nullable String nameAt(int offset) {
        Word word = Place.at(file, offset).word();
        return word == null || word.kind() != Word.Kind.NAME ? null : word.text();
    }

    /** Whether a declaration may be called {@code text}. */
    public static boolean isName(String text) {
        List<Word> words = Word.of(new SourceFile("name", text));
        return words.size() == 1
                && words.getFirst().kind() == Word.Kind.NAME
                && words.getFirst().text().equals(text);
    }

    /** Where {@code name} is declared as this file sees it, or null. */
    public @Nullable Span declaration(String name) {
        return compilation.library().declaration(name);
    }

    /** The places that a rename of the declaration, constant or parameter at {@code offset} changes here; empty for none. */
    public List<Span> occurrences(int offset) {
        String name = nameAt(offset);
        return name == null ? List.of() : occurrences(name, false);
    }

    /** The places in this file that mean the declaration or constant {@code name}, wherever it is declared. */
    public List<Span> uses(String name) {
        return occurrences(name, true);
    }

    private List<Span> occurrences(String name, boolean declaredElsewhere) {
        List<Word> words = Word.of(file).stream()
                .filter(w -> w.kind() != Word.Kind.COMMENT)
                .toList();
        List<Span> spans = new ArrayList<>();
        boolean declared = declaredElsewhere;
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            if (word.kind() != Word.Kind.NAME || !word.text().equals(name)) {
                continue;
            }
            boolean declares = i > 0
                    && (words.get(i - 1).is("const")
                            || Schemas.kinds().containsKey(words.get(i - 1).text()));
            boolean parameter = i > 0
                    && (words.get(i - 1).is("(") || words.get(i - 1).is(","))
                    && i + 1 < words.size()
                    && (words.get(i + 1).is("=")
                            || words.get(i + 1).is(")")
                            || words.get(i + 1).is(","));
            boolean assigned = i + 1 < words.size()
                    && (words.get(i + 1).is("=")
                            || words.get(i + 1).is("+=")
                            || words.get(i + 1).is("-="));
            boolean behindDot = i > 1
                    && words.get(i - 1).is(".")
                    && !isNamespace(words.get(i - 2).text(), words);
            declared |= declares || parameter;
            if (declares || (parameter && !declaredElsewhere) || (!assigned && !behindDot)) {
                spans.add(word.span());
            }
        }
        return declared ? spans : List.of();
    }

    private static boolean isNamespace(String name, List<Word> words) {
        for (int i = 1; i < words.size(); i++) {
            if (words.get(i).text().equals(name) && words.get(i - 1).is("as")) {
                return true;
            }
        }
        return false;
    }

    /** The laid-out text, or null when the file has syntax errors. */
    public @Nullable String formatted() {
        return Formatter.format(file, new DiagnosticSink());
    }

    /** Declarations with their blocks. */
    public List<Symbol> symbols() {
        CompilationUnit unit = Parser.parse(file, new DiagnosticSink());
        List<Symbol> symbols = new ArrayList<>();
        for (Declaration declaration : unit.declarations()) {
            switch (declaration) {
                case Declaration.Constant constant ->
                    symbols.add(new Symbol(
                            constant.name().text(),
                            "const",
                            constant.span(),
                            constant.name().span(),
                            List.of()));
                case Declaration.Thing thing ->
                    symbols.add(new Symbol(
                            thing.name().text(),
                            thing.kind().text(),
                            thing.span(),
                            thing.name().span(),
                            blocks(thing.members())));
            }
        }
        return symbols;
    }

    private static List<Symbol> blocks(List<Member> members) {
        List<Symbol> symbols = new ArrayList<>();
        for (Member member : members) {
            if (member instanceof Member.Nested nested) {
                var label = nested.label() == null ? nested.kind() : nested.label();
                symbols.add(new Symbol(
                        label.text(), nested.kind().text(), nested.span(), label.span(), blocks(nested.members())));
            }
        }
        return symbols;
    }
}
