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

/** Renders data and the scripts that draw it as a single HTML file that makes no request to any network. */
public final class HtmlPage {
    private HtmlPage() {}

    /**
     * The page.
     *
     * @param program what the footer says made it
     * @param scripts names of resources beside this class that define {@code layout}, in order
     * @param data document for the scripts, written as JSON
     */
    public static String render(String title, String subtitle, String program, List<String> scripts, Object data) {
        Stream<String> all = Stream.of(Stream.of("format.js", "charts.js"), scripts.stream(), Stream.of("page.js"))
                .flatMap(s -> s);
        ReportPage page = new ReportPage(
                title,
                subtitle,
                program,
                resource("report.css"),
                resource("vendor/echarts.min.js"),
                all.map(HtmlPage::resource).collect(Collectors.joining("\n")),
                packed(data));
        return ReportPageRenderer.of().execute(page);
    }

    private static String packed(Object data) {
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
        try (InputStream stream = HtmlPage.class.getResourceAsStream(name)) {
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
