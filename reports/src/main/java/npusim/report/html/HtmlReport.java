package npusim.report.html;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import npusim.report.RunResult;

/** Renders one or several runs as a single HTML file that makes no request to any network. */
public final class HtmlReport {
    private static final List<String> SCRIPTS =
            List.of("format.js", "charts.js", "run-figures.js", "operators.js", "comparison.js", "page.js");

    private HtmlReport() {}

    /**
     * The page.
     *
     * @param runs at least one; two or more are compared, the first is what the others are measured by
     * @param program what the footer says made it
     */
    public static String render(List<RunResult> runs, String program) {
        RunResult first = runs.getFirst();
        String designs = runs.stream().map(RunResult::label).collect(Collectors.joining(", "));
        ReportPage page = new ReportPage(
                first.manifest().workload().name() + " on " + designs,
                runs.size() == 1 ? "One run" : runs.size() + " runs side by side",
                program,
                resource("report.css"),
                resource("vendor/echarts.min.js"),
                SCRIPTS.stream().map(HtmlReport::resource).collect(Collectors.joining("\n")),
                packed(ReportData.of(runs)));
        return ReportPageRenderer.of().execute(page);
    }

    private static String packed(ReportData data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zipped = new GZIPOutputStream(bytes)) {
            new ObjectMapper().writeValue(zipped, data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** Text of a file beside this class; closing tags in scripts are broken up so that they cannot end the element. */
    private static String resource(String name) {
        try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of("</script", "</style")
                    .reduce(text, (result, tag) -> result.replace(tag, "<\\/" + tag.substring(2)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
