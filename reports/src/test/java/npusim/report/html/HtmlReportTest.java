package npusim.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import npusim.report.ExampleRun;
import npusim.report.RunResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    @TempDir
    Path directory;

    @Test
    void namesNoOtherFileAndNoAddressToLoad() throws IOException {
        String page = HtmlReport.render(List.of(ExampleRun.load(directory.resolve("run"))), "npusim test");
        assertThat(page).doesNotContainPattern("<script[^>]*\\ssrc=");
        assertThat(page).doesNotContainPattern("<link[^>]*href=\"(?!data:,)");
        assertThat(page).doesNotContain("@import", "fetch(");
        assertThat(page.length()).isLessThan(3_000_000);
    }

    @Test
    void textFromTheRunIsEscaped() throws IOException {
        RunResult run = RunResult.load(
                new ExampleRun("<script>alert(1)</script>", 256, 100, false).write(directory.resolve("run")));
        assertThat(HtmlReport.render(List.of(run), "x")).doesNotContain("<script>alert");
    }

    @Test
    void sameRunGivesTheSamePage() throws IOException {
        RunResult run = ExampleRun.load(directory.resolve("run"));
        assertThat(HtmlReport.render(List.of(run), "x")).isEqualTo(HtmlReport.render(List.of(run), "x"));
    }

    @Test
    void vendoredLibraryIsTheOneThatTheReadmeNames() throws Exception {
        byte[] library = read("vendor/echarts.min.js");
        String readme = new String(read("vendor/README.md"), StandardCharsets.UTF_8);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(library));
        assertThat(readme).contains("SHA-256: `" + digest + "`");
        assertThat(read("vendor/echarts.LICENSE")).isNotEmpty();
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream stream = HtmlReport.class.getResourceAsStream(resource)) {
            return stream.readAllBytes();
        }
    }

    /** Keeps the pages that the browser test looked at, for a person to look at too. */
    static void keep(String name, byte[] content) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "report-pictures"));
        Files.write(folder.resolve(name), content);
    }
}
