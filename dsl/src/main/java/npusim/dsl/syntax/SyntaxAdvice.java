package npusim.dsl.syntax;

import java.util.List;
import java.util.Map;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.NearestNames;
import npusim.dsl.grammar.NpuLexer;
import npusim.dsl.grammar.NpuParser;
import npusim.dsl.schema.Schemas;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Advice on frequent slips, from the tokens around the first that does not fit. */
final class SyntaxAdvice {

    private static final List<String> KEYWORDS =
            List.of("const", "require", "vary", "minimize", "maximize", "import", "abstract", "if");

    /** Words of other languages with ours. */
    private static final Map<String, String> FOREIGN = Map.ofEntries(
            Map.entry("include", "import"),
            Map.entry("using", "import"),
            Map.entry("use", "import"),
            Map.entry("from", "import"),
            Map.entry("let", "const"),
            Map.entry("var", "const"),
            Map.entry("def", "const"),
            Map.entry("define", "const"),
            Map.entry("assert", "require"),
            Map.entry("ensure", "require"),
            Map.entry("check", "require"),
            Map.entry("sweep", "vary"),
            Map.entry("optimize", "minimize"),
            Map.entry("optimise", "minimize"));

    private final SourceFile file;
    private final List<Token> stream;
    private final int index;
    private final Token token;
    private final @Nullable ParserRuleContext context;
    private final Diagnostic plain;

    private SyntaxAdvice(
            Diagnostic plain, Token token, List<Token> stream, @Nullable ParserRuleContext context, SourceFile file) {
        this.plain = plain;
        this.token = token;
        this.stream = stream;
        this.context = context;
        this.file = file;
        this.index = stream.indexOf(token);
    }

    /** {@code plain} with what to do about it, or another problem that is nearer to the cause. */
    static Diagnostic refine(
            Diagnostic plain, Token token, List<Token> stream, @Nullable ParserRuleContext context, SourceFile file) {
        SyntaxAdvice advice = new SyntaxAdvice(plain, token, stream, context, file);
        Diagnostic misspelt = advice.misspeltKeyword();
        return misspelt != null ? misspelt : advice.refined();
    }

    private Diagnostic refined() {
        int before = type(index - 1);
        boolean head =
                isIn(NpuParser.RULE_declaration) && !isIn(NpuParser.RULE_block) && !isIn(NpuParser.RULE_parameter);
        return switch (token.getType()) {
            case NpuParser.COMMA -> comma(before, head);
            case NpuParser.MINUS -> isHyphen(index) ? hyphen() : plain;
            case NpuParser.UNIT -> unit(before);
            case NpuParser.RBRACE ->
                index == 0 ? Diagnostic.of(DiagnosticCode.UNOPENED_BRACE, plain.span()) : loneName();
            case NpuParser.ASSIGN -> head ? inheritance() : assign();
            case NpuParser.EQ -> plain.withEdit("a value is given with one equals sign, =", plain.span(), "=");
            case NpuParser.BAR ->
                type(index + 1) == NpuParser.BAR ? plain.withEdit("write or", both(index, index + 1), "or") : plain;
            case NpuParser.LBRACE ->
                before == NpuParser.ASSIGN ? plain.withEdit("a block has no equals sign", span(index - 1), "") : plain;
            case NpuParser.LBRACKET -> index == 0 ? plain.withNote("npusim import-vela reads a vela.ini") : separated();
            case NpuParser.STRING ->
                head ? plain.withEdit("names stand without quotes", plain.span(), unquoted()) : separated();
            case NpuParser.NUMBER, NpuParser.DIMENSIONS -> number(before, head);
            case NpuParser.IF ->
                before == Token.INVALID_TYPE || !sameLine(index - 1)
                        ? plain
                        : plain.withNote("a choice is written if condition then value else value");
            case NpuParser.IDENTIFIER -> name(before, head);
            case Token.EOF ->
                plain.arguments().getLast().contains("'{'")
                        ? plain.withNote("a declaration ends with a block, { } when there is nothing to say")
                        : plain;
            default -> before == NpuParser.IMPORT ? unquotedPath() : separated();
        };
    }

    private Diagnostic name(int before, boolean head) {
        if (before == NpuParser.IMPORT) {
            return unquotedPath();
        }
        if (isIn(NpuParser.RULE_member) && token.getText().equals("from")) {
            return plain.withEdit("values follow in", plain.span(), "in");
        }
        return head && before == NpuParser.IDENTIFIER ? inheritance() : separated();
    }

    private Diagnostic number(int before, boolean head) {
        if (head) {
            return plain.withNote("names start with a letter");
        }
        boolean range = before == NpuParser.UNIT || before == NpuParser.IDENTIFIER;
        return range && stream.get(index - 1).getText().equals("to")
                ? plain.withEdit("a range is written with ..", span(index - 1), "..")
                : separated();
    }

    private Diagnostic inheritance() {
        return plain.withEdit("a declaration takes over another one with extends", plain.span(), "extends");
    }

    /** A name that is the whole of a member says nothing; the brace behind it is not to blame. */
    private Diagnostic loneName() {
        boolean alone = context != null
                && index > 1
                && context.getStart() == stream.get(index - 1)
                && Scanner.isName(type(index - 1));
        if (!alone) {
            return plain;
        }
        Diagnostic lone = Diagnostic.of(
                DiagnosticCode.UNEXPECTED_TOKEN,
                span(index - 1),
                Parser.quote(stream.get(index - 1).getText()),
                "a property, a block or '}'");
        int first = firstOfLine(index - 1);
        return type(first) == NpuParser.MINIMIZE || type(first) == NpuParser.MAXIMIZE
                ? lone.withNote("several objectives are separated by commas")
                : lone.withNote("a property is a name, an equals sign and a value");
    }

    /** Whether a declaration that starts with {@code first} was likely meant to be an import. */
    static boolean startsImport(Token first) {
        return first.getType() == NpuParser.IMPORT || keyword(first.getText()).equals("import");
    }

    /** The keyword that {@code word} nearly is; empty when it is none. */
    private static String keyword(String word) {
        String own = FOREIGN.get(word);
        if (own != null) {
            return own;
        }
        List<String> near = NearestNames.of(word, KEYWORDS, 1);
        return near.isEmpty() ? "" : near.getFirst();
    }

    /** Whether the last of {@code tokens} stands where a declaration may say what it extends. */
    static boolean isHead(List<Token> tokens) {
        int line = tokens.getLast().getLine();
        List<Token> head = tokens.stream()
                .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL)
                .filter(token -> token.getLine() == line && token.getType() != NpuLexer.ABSTRACT)
                .toList();
        long opened =
                head.stream().filter(token -> Scanner.opens(token.getType())).count();
        long closed =
                head.stream().filter(token -> Scanner.closes(token.getType())).count();
        return head.size() >= 3
                && Schemas.kinds().containsKey(head.getFirst().getText())
                && Scanner.isName(head.get(1).getType())
                && opened == closed;
    }

    /** A word at the start of the line that is nearly a keyword explains whatever does not fit behind it. */
    private @Nullable Diagnostic misspeltKeyword() {
        int first = firstOfLine(index);
        if (index == 0 || first == index || type(first) != NpuParser.IDENTIFIER) {
            return null;
        }
        int next = type(first + 1);
        boolean member = next == NpuParser.ASSIGN || next == NpuParser.LBRACE || next == NpuParser.DOT;
        String word = stream.get(first).getText();
        String near = member || Schemas.kinds().containsKey(word) ? "" : keyword(word);
        return near.isEmpty()
                ? null
                : Diagnostic.of(
                                DiagnosticCode.UNEXPECTED_TOKEN,
                                span(first),
                                Parser.quote(word),
                                ExpectedWords.summarize(context))
                        .withEdit("did you mean " + near + "?", span(first), near);
    }

    private int firstOfLine(int at) {
        int first = at;
        while (first > 0 && stream.get(first - 1).getLine() == stream.get(at).getLine()) {
            first--;
        }
        return first;
    }

    private boolean sameLine(int at) {
        return stream.get(at).getLine() == token.getLine();
    }

    private Diagnostic comma(int before, boolean head) {
        if (before == NpuParser.ASSIGN) {
            return plain;
        }
        if (head) {
            return plain.withNote("a declaration extends one other");
        }
        if (isIn(NpuParser.RULE_primary)) {
            return plain.withNote("a list stands in brackets, [ ]");
        }
        if (!isIn(NpuParser.RULE_block)) {
            return plain;
        }
        if (before == NpuParser.NUMBER && type(index + 1) == NpuParser.NUMBER && touches(index) && touches(index + 1)) {
            return plain.withEdit("digits are grouped with _", plain.span(), "_");
        }
        if (type(firstOfLine(index)) == NpuParser.REQUIRE && type(index + 1) == NpuParser.STRING) {
            return plain.withEdit("a message follows else", plain.span(), " else");
        }
        return plain.withEdit("members need no separator: remove the comma", plain.span(), "");
    }

    private Diagnostic unit(int before) {
        if (before == NpuParser.UNIT) {
            return plain.withNote("units are joined by '/', as in B/cycle");
        }
        return before == NpuParser.RBRACKET
                ? plain.withNote("each element of a list has its own unit, as in [1 " + token.getText() + ", 2 "
                        + token.getText() + "]")
                : plain;
    }

    /** Two equals signs on two lines: the first has no value. */
    private Diagnostic assign() {
        if (index < 2 || type(index - 2) != NpuParser.ASSIGN) {
            return plain;
        }
        Token earlier = stream.get(index - 2);
        return earlier.getLine() < stream.get(index - 1).getLine()
                ? Diagnostic.of(
                        DiagnosticCode.MISSING_VALUE,
                        span(index - 2),
                        index > 2 ? stream.get(index - 3).getText() : "the property")
                : plain;
    }

    private boolean isHyphen(int at) {
        return type(at) == NpuParser.MINUS
                && at > 0
                && at + 1 < stream.size()
                && touches(at)
                && touches(at + 1)
                && type(at - 1) != NpuParser.RBRACKET
                && type(at + 1) != Token.EOF;
    }

    /** {@code My-Npu} where a name is meant. */
    private Diagnostic hyphen() {
        int last = index + 1;
        while (isHyphen(last + 1)) {
            last += 2;
        }
        Span name = both(index - 1, last);
        String better = name.text().replace('-', '_');
        return plain.withEdit("names are made of letters, digits and _: " + better, name, better);
    }

    private Diagnostic unquotedPath() {
        boolean angled = token.getType() == NpuParser.LT;
        int last = index;
        while (last + 1 < stream.size()
                && type(last + 1) != Token.EOF
                && stream.get(last + 1).getLine() == token.getLine()
                && touches(last + 1)) {
            last++;
        }
        Span path = both(index, last);
        String text = angled ? path.text().replaceAll("[<>]", "") : path.text();
        return plain.withEdit("a path stands in quotes", path, '"' + text + '"');
    }

    private Diagnostic separated() {
        boolean inList = context != null
                && context.getRuleIndex() == NpuParser.RULE_primary
                && context.getStart().getType() == NpuParser.LBRACKET;
        return inList ? plain.withNote("elements of a list are separated by commas") : plain;
    }

    private String unquoted() {
        String text = token.getText();
        return text.substring(1, text.length() - 1);
    }

    private boolean isIn(int rule) {
        for (ParserRuleContext at = context; at != null; at = at.getParent()) {
            if (at.getRuleIndex() == rule) {
                return true;
            }
        }
        return false;
    }

    /** Whether no white space is before the token at {@code at}. */
    private boolean touches(int at) {
        return stream.get(at - 1).getStopIndex() + 1 == stream.get(at).getStartIndex();
    }

    private int type(int at) {
        return at < 0 || at >= stream.size()
                ? Token.INVALID_TYPE
                : stream.get(at).getType();
    }

    private Span span(int at) {
        return both(at, at);
    }

    private Span both(int from, int to) {
        return new Span(file, stream.get(from).getStartIndex(), stream.get(to).getStopIndex() + 1);
    }
}
