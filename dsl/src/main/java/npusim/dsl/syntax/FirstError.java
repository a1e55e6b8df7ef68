package npusim.dsl.syntax;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/** Stops the parser at its first error and puts the error into words. */
final class FirstError extends DefaultErrorStrategy {

    private static final int MAX_EXPECTATIONS = 7;

    private final SourceFile file;
    private @Nullable Token token;
    private @Nullable IntervalSet expected;
    private @Nullable ParserRuleContext context;

    FirstError(SourceFile file) {
        this.file = file;
    }

    /** The offending token; throws when the parser did not stop. */
    Token token() {
        Token known = token;
        if (known == null) {
            throw new IllegalStateException("the parser did not stop");
        }
        return known;
    }

    @Override
    public void recover(Parser recognizer, RecognitionException exception) {
        stop(recognizer, exception);
    }

    @Override
    public Token recoverInline(Parser recognizer) {
        InputMismatchException mismatch = new InputMismatchException(recognizer);
        stop(recognizer, mismatch);
        throw new ParseCancellationException(mismatch);
    }

    @Override
    protected @Nullable Token singleTokenDeletion(Parser recognizer) {
        return null;
    }

    @Override
    protected void reportUnwantedToken(Parser recognizer) {
        stop(recognizer, new InputMismatchException(recognizer));
    }

    @Override
    public void reportError(Parser recognizer, RecognitionException exception) {
        // reported by the caller
    }

    private void stop(Parser recognizer, RecognitionException exception) {
        token = exception.getOffendingToken();
        if (token == null) {
            token = recognizer.getCurrentToken();
        }
        context = recognizer.getContext();
        try {
            expected = recognizer.getExpectedTokens();
        } catch (IllegalArgumentException unknownState) {
            expected = null;
        }
        throw new ParseCancellationException(exception);
    }

    Diagnostic diagnostic(List<Token> stream) {
        Token at = token();
        boolean end = at.getType() == Token.EOF;
        int start = Math.min(at.getStartIndex(), file.text().length());
        Span span = new Span(file, start, end ? start : at.getStopIndex() + 1);
        int index = stream.indexOf(at);
        Token before = index > 0 ? stream.get(index - 1) : null;
        String what = end ? "end" : npusim.dsl.syntax.Parser.quote(at.getText());
        return SyntaxAdvice.refine(
                Diagnostic.of(DiagnosticCode.UNEXPECTED_TOKEN, span, what, expectation(before)),
                at,
                stream,
                context,
                file);
    }

    /** {@code before} is the token before the one that does not fit, or null. */
    private String expectation(@Nullable Token before) {
        Set<String> names = new TreeSet<>();
        IntervalSet types = expected;
        if (types != null) {
            for (int type : types.toArray()) {
                names.add(ExpectedWords.describe(type));
            }
        }
        ParserRuleContext inside = context;
        if (names.contains("'require'") && before != null && inside != null && inside.getStart() == before) {
            return "'=', '.' or '{'";
        }
        return names.isEmpty()
                        || names.size() > MAX_EXPECTATIONS
                        || names.contains("'require'")
                        || names.contains("'import'")
                ? ExpectedWords.summarize(context)
                : String.join(", ", names);
    }
}
