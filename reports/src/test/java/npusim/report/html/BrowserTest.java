package npusim.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import npusim.report.ExampleRun;
import npusim.report.RunResult;
import npusim.report.validation.ValidationData;
import npusim.validation.ErrorSummary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report as a person gets it: opened in a browser, sorted, searched, switched to dark. */
class BrowserTest {
    @TempDir
    static Path directory;

    private static Browser browser;
    private static RunResult run;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> executable = Browser.executable();
        assumeTrue(executable.isPresent(), "no Chromium on the PATH: install the package chromium to test the report");
        browser = Browser.start(executable.get(), directory.resolve("profile"));
        run = ExampleRun.load(directory.resolve("run"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void oneRunIsDrawnWithoutErrorsOrRequests() throws Exception {
        open(List.of(run), "one.html");
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.requests()).isEmpty();
        assertThat(texts("#sections a"))
                .containsExactly(
                        "Headline",
                        "PMU counters",
                        "Where the cycles go",
                        "Roofline",
                        "Over time",
                        "Operators",
                        "Design");
        assertThat(browser.evaluate(
                                "[...document.querySelectorAll('.chart')].every(box => box.querySelector('svg path'))")
                        .asBoolean())
                .isTrue();
        HtmlReportTest.keep("one-run.png", browser.screenshot());
    }

    @Test
    void marksOfAxesHaveThreeDigits() throws Exception {
        RunResult large =
                RunResult.load(new ExampleRun("Example", 256, 147_001, false).write(directory.resolve("large")));
        open(List.of(large), "large.html");
        List<String> marks = texts(".chart svg text").stream()
                .filter(text -> text.matches("[\\d.]+ [kMGT]"))
                .toList();
        assertThat(marks)
                .hasSizeGreaterThan(10)
                .allMatch(mark -> mark.replaceAll("\\D", "").length() <= 3);
    }

    @Test
    void countersOnThePageAreThoseOfTheModel() throws Exception {
        open(List.of(run), "one.html");
        assertThat(texts("#counters tbody tr:first-child td").getFirst()).isEqualTo("NPU ACTIVE");
        assertThat(texts("#counters tbody tr:first-child td").get(1).replace("\u202f", ""))
                .isEqualTo(Long.toString(run.activeCycles()));
    }

    @Test
    void headingsSortTheOperators() throws Exception {
        open(List.of(run), "one.html");
        List<Long> descending = cycles();
        assertThat(descending)
                .isSortedAccordingTo((a, b) -> Long.compare(b, a))
                .hasSize(run.operations().size());
        click("#operators th:nth-child(5) button");
        assertThat(cycles()).isSorted();
        assertThat(browser.evaluate("document.querySelector('#operators th:nth-child(5)').getAttribute('aria-sort')")
                        .asText())
                .isEqualTo("ascending");
        click("#operators th:nth-child(2) button");
        assertThat(texts("#operators tbody td:nth-child(2) .wrap")).isSorted();
    }

    @Test
    void searchAndKindFilterTheOperators() throws Exception {
        open(List.of(run), "one.html");
        browser.evaluate("{const box = document.getElementById('operators-search'); box.value = 'layer1.op3';"
                + " box.dispatchEvent(new Event('input'));}");
        assertThat(texts("#operators tbody td:nth-child(2) .wrap")).containsExactly("layer1.op3");
        browser.evaluate("{const box = document.getElementById('operators-search'); box.value = '';"
                + " box.dispatchEvent(new Event('input')); const kind = document.getElementById('operators-kind');"
                + " kind.value = 'pooling'; kind.dispatchEvent(new Event('change'));}");
        assertThat(texts("#operators tbody td:nth-child(3)")).hasSize(6).containsOnly("pooling");
        assertThat(texts("#operators [role=status]").getFirst()).startsWith("6 of 25 operations, ");
    }

    @Test
    void detailsOpenAndClose() throws Exception {
        open(List.of(run), "one.html");
        click("#operators tbody tr:nth-child(2) td:nth-child(2) button");
        assertThat(texts("#operators .detail").getFirst()).contains("TOSA: CONV2D layer");
        click("#operators tbody tr:nth-child(2) td:nth-child(2) button");
        assertThat(texts("#operators .detail")).isEmpty();
    }

    @Test
    void runsAreComparedSideBySide() throws Exception {
        List<RunResult> runs = new ArrayList<>();
        for (int size : new int[] {128, 256, 512, 1024, 2048}) {
            runs.add(RunResult.load(new ExampleRun("Example_" + size, size, 25_600 / size, false)
                    .write(directory.resolve("run" + size))));
        }
        open(runs, "several.html");
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.requests()).isEmpty();
        assertThat(texts("#sections a"))
                .containsExactly(
                        "Side by side",
                        "Operators that differ most",
                        "Example_128",
                        "Example_256",
                        "Example_512",
                        "Example_1024",
                        "Example_2048");
        assertThat(texts("#comparison thead th")).hasSize(6).doesNotContain("");
        assertThat(texts("#differences tbody tr")).hasSize(25);
        assertThat(texts("section")).hasSize(2);
        click("#run-2 summary");
        assertThat(browser.evaluate("new Promise(done => setTimeout(() =>"
                                + " done(document.querySelectorAll('#run-2 section').length), 500))")
                        .asInt())
                .isEqualTo(7);
        assertThat(browser.errors()).isEmpty();
        HtmlReportTest.keep("several-runs.png", browser.screenshot());
    }

    @Test
    void everythingHasANameAndEnoughContrastInBothThemes() throws Exception {
        open(List.of(run), "one.html");
        assertThat(texts("button:not([aria-label])"))
                .allSatisfy(text -> assertThat(text).isNotBlank());
        assertThat(browser.evaluate("[...document.querySelectorAll('input, select')].every(box => box.labels.length)")
                        .asBoolean())
                .isTrue();
        assertThat(browser.evaluate(
                                "[...document.querySelectorAll('[role=img]')].every(box => box.getAttribute('aria-label'))")
                        .asBoolean())
                .isTrue();
        assertThat(lowestContrast()).isGreaterThanOrEqualTo(4.5);
        assertThat(lowestContrastOfSeries()).isGreaterThanOrEqualTo(3);
        click("#theme");
        assertThat(browser.evaluate("document.documentElement.dataset.theme").asText())
                .isEqualTo("dark");
        assertThat(lowestContrast()).isGreaterThanOrEqualTo(4.5);
        assertThat(lowestContrastOfSeries()).isGreaterThanOrEqualTo(3);
        assertThat(browser.errors()).isEmpty();
        HtmlReportTest.keep("one-run-dark.png", browser.screenshot());
    }

    @Test
    void keyboardReachesAndWorksEveryControl() throws Exception {
        open(List.of(run), "keys.html");
        List<String> reached = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            browser.press("Tab", 9);
            reached.add(browser.evaluate("(document.activeElement.textContent || document.activeElement.id).trim()")
                    .asText());
        }
        assertThat(reached.getFirst()).isEqualTo("Skip to the content");
        assertThat(reached)
                .contains("Dark", "Print", "Headline", "Operators", "SVG", "PNG", "operators-search", "Cycles");
        browser.evaluate("document.querySelector('#operators th:nth-child(5) button').focus()");
        browser.press("Enter", 13);
        assertThat(cycles()).isSorted();
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void pageOfLongNamesIsNoWiderThanAPhone() throws Exception {
        String name = "An_accelerator_with_a_name_that_is_much_longer_than_a_phone_is_wide";
        RunResult named = RunResult.load(new ExampleRun(name, 256, 100, true).write(directory.resolve("named")));
        browser.resize(390, 900);
        for (List<RunResult> runs : List.of(List.of(named), List.of(named, run))) {
            open(runs, "phone.html");
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(390);
        }
        browser.resize(1360, 1000);
    }

    @Test
    void tablesFitTheirPlaceOnADesk() throws Exception {
        browser.resize(1250, 900);
        open(List.of(run), "desk.html");
        assertThat(browser.evaluate(
                                "[...document.querySelectorAll('.scroll, .wide')].every(box => box.scrollWidth <= box.clientWidth)")
                        .asBoolean())
                .isTrue();
        browser.resize(1360, 1000);
    }

    @Test
    void markUpIsValidAndItsRegionsHaveNamesOfTheirOwn() throws Exception {
        open(List.of(run, run), "twice.html");
        assertThat(browser.evaluate("document.querySelectorAll('span div, span p, span table').length")
                        .asInt())
                .isZero();
        open(List.of(run), "one.html");
        List<String> names = new ArrayList<>(texts("h2"));
        browser.evaluate(
                        "[...document.querySelectorAll('[role=region]')].map(region => region.getAttribute('aria-label'))")
                .forEach(label -> names.add(label.asText()));
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void coloursThatMeanSomethingArePrinted() throws Exception {
        open(List.of(run), "print.html");
        browser.medium("print");
        assertThat(browser.evaluate("[...document.querySelectorAll('.legend i, .bar span')]"
                                + ".every(mark => getComputedStyle(mark).printColorAdjust === 'exact')")
                        .asBoolean())
                .isTrue();
        browser.medium("");
    }

    @Test
    void labelsAreThereAtOnceWhenThePaperNeedsThem() throws Exception {
        open(List.of(run), "one.html");
        assertThat(browser.evaluate(
                                "dispatchEvent(new Event('beforeprint')),"
                                        + " [...document.querySelectorAll('.chart svg text')].map(text =>"
                                        + " Number(text.getAttribute('fill-opacity') ?? 1)).filter(opacity => opacity < 1).length")
                        .asInt())
                .isZero();
    }

    @Test
    void everyMemoryHasAScaleOfItsOwn() throws Exception {
        open(List.of(run), "one.html");
        assertThat(texts("#timeline figcaption strong")).containsExactly("Bandwidth", "Sram in use");
    }

    @Test
    void seriesDifferInMoreThanColour() throws Exception {
        open(List.of(run), "one.html");
        assertThat(browser.evaluate("new Set([...Array(30).keys()].map(i => JSON.stringify(charts.mark(i)))).size")
                        .asInt())
                .isEqualTo(30);
        assertThat(browser.evaluate(
                                "new Set(" + options("roofline") + ".series.filter(series => series.type === 'scatter')"
                                        + ".map(series => series.symbol)).size")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void bandwidthBelowOneByteIsNotRounded() throws Exception {
        open(List.of(run), "one.html");
        assertThat(browser.evaluate(options("timeline") + ".tooltip[0].valueFormatter(0.529)")
                        .asText())
                .isEqualTo("0.529 B/cycle");
    }

    @Test
    void logarithmicAxisMarksMoreThanPowersOfTen() throws Exception {
        open(List.of(run), "one.html");
        for (String values : List.of("[149, 558]", "[0.03, 0.03]", "[1, 1e9]", "[2.5e-7, 9e-7]")) {
            JsonNode axis = browser.evaluate("(({min, max, axisLabel}) => ({min, max, marks: axisLabel.customValues}))"
                    + "(charts.logAxis({}, 'x', " + values + "))");
            assertThat(axis.get("marks")).as(values).hasSizeBetween(2, 10);
        }
        assertThat(browser.evaluate("charts.logAxis({}, 'x', [149, 558]).axisLabel.customValues")
                        .toString())
                .isEqualTo("[100,200,500,1000]");
    }

    /** The options of the first figure of a section. */
    private static String options(String section) {
        return "echarts.getInstanceByDom(document.querySelector('#" + section + " .chart')).getOption()";
    }

    @Test
    void figuresFitThePaper() throws Exception {
        open(List.of(run), "print.html");
        browser.medium("print");
        browser.resize(700, 1000);
        String boxes =
                "[...document.querySelectorAll('.chart')].map(box => box.querySelector('svg').getBoundingClientRect().toJSON())";
        for (JsonNode box : browser.evaluate(boxes)) {
            assertThat(box.path("left").asDouble()).as(box.toString()).isGreaterThanOrEqualTo(0);
            assertThat(box.path("right").asDouble()).as(box.toString()).isLessThanOrEqualTo(701);
            assertThat(box.path("height").asDouble()).as(box.toString()).isGreaterThan(40);
        }
        assertThat(browser.evaluate("getComputedStyle(document.querySelector('nav')).display")
                        .asText())
                .isEqualTo("none");
        browser.medium("");
        browser.resize(1360, 1000);
    }

    @Test
    void validationIsDrawnSortedAndSearched() throws Exception {
        ErrorSummary group = ErrorSummary.of("u85", List.of(2.0, -10.0));
        ValidationData data = new ValidationData(
                group,
                List.of(group),
                List.of(group),
                List.of(row("a", true, 1_000, 1_020, 2.0, 30.0), row("b", true, 20_000, 18_000, -10.0, null)),
                List.of(new ValidationData.Skipped("c", "there is no such network")),
                List.of(),
                List.of());
        openValidation(data);
        assertThat(texts("#headline .against").getLast())
                .isEqualTo("2 rows, worst 10.0 %, the compiler's estimate 30.0 % over 1");
        assertThat(texts("#rows tbody td:first-child")).containsExactly("b", "a");
        assertThat(texts("#rows tbody td:nth-child(7)")).containsExactly("\u221210.0 %", "+2.0 %");
        click("#rows th:nth-child(1) button");
        assertThat(texts("#rows tbody td:first-child")).containsExactly("a", "b");
        assertThat(texts("#skipped tbody td")).containsExactly("c", "there is no such network");
        browser.evaluate("{const box = document.getElementById('rows-search'); box.value = 'net_b';"
                + " box.dispatchEvent(new Event('input'));}");
        assertThat(texts("#rows tbody td:first-child")).containsExactly("b");
        HtmlReportTest.keep("validation.png", browser.screenshot());
    }

    @Test
    void validationWithoutPublishedActiveCyclesIsDrawn() throws Exception {
        ErrorSummary none = ErrorSummary.of("ACTIVE", List.of());
        ValidationData data = new ValidationData(
                none,
                List.of(),
                List.of(),
                List.of(row("total", false, 1_000, 1_020, 2.0, null)),
                List.of(),
                List.of(),
                List.of());
        openValidation(data);
        assertThat(texts("#headline .against")).containsExactly("active cycles are published of none");
        assertThat(texts("#rows tbody td:nth-child(4)")).containsExactly("total cycles");
        assertThat(texts("#errors figure, #scatter figure")).hasSize(2);
    }

    private static void openValidation(ValidationData data) throws Exception {
        Path file = directory.resolve("validation.html");
        Files.writeString(file, HtmlPage.render("Validation", "", "npusim test", List.of("validation.js"), data));
        browser.open(file);
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.requests()).isEmpty();
    }

    private static ValidationData.Row row(
            String id, boolean exact, long published, long simulated, double error, @Nullable Double vela) {
        return new ValidationData.Row(
                id,
                "u85-256",
                "u85",
                "net_" + id,
                "ours",
                exact,
                exact ? "NPU ACTIVE" : "total cycles",
                published,
                simulated,
                error,
                vela,
                List.of(1L, 2L, 3L, 4L),
                Arrays.asList(0.1, null, null, null));
    }

    private static double lowestContrast() throws Exception {
        return lowestContrast(
                "['--ink', '--soft', '--accent', '--good', '--bad'].map(colour)",
                "['--card', '--page', '--stripe'].map(colour)");
    }

    private static double lowestContrastOfSeries() throws Exception {
        return lowestContrast("charts.seriesColours", "[colour('--card')]");
    }

    /** WCAG 2 contrast ratio of colours against the grounds they stand on. */
    private static double lowestContrast(String colours, String grounds) throws Exception {
        return browser.evaluate("""
                        (() => {
                          const style = getComputedStyle(document.documentElement);
                          const colour = name => style.getPropertyValue(name).trim();
                          const luminance = code => {
                            const hex = code.slice(1);
                            const [r, g, b] = [0, 2, 4].map(i => parseInt(hex.slice(i, i + 2), 16) / 255)
                              .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                          };
                          const ratios = COLOURS.flatMap(text =>
                            GROUNDS.map(ground => {
                              const [low, high] = [luminance(text), luminance(ground)].sort((a, b) => a - b);
                              return (high + 0.05) / (low + 0.05);
                            }));
                          return Math.min(...ratios);
                        })()
                        """.replace("COLOURS", colours).replace("GROUNDS", grounds))
                .asDouble();
    }

    private static void open(List<RunResult> runs, String name) throws Exception {
        Path file = directory.resolve(name);
        Files.writeString(file, HtmlReport.render(runs, "npusim test"));
        browser.open(file);
    }

    private static List<Long> cycles() throws Exception {
        return texts("#operators tbody td:nth-child(5)").stream()
                .map(text -> Long.parseLong(text.replace("\u202f", "")))
                .toList();
    }

    private static void click(String selector) throws Exception {
        browser.evaluate("document.querySelector(" + quote(selector) + ").click()");
    }

    private static List<String> texts(String selector) throws Exception {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : browser.evaluate(
                "[...document.querySelectorAll(" + quote(selector) + ")].map(node => node.textContent)")) {
            texts.add(text.asText());
        }
        return texts;
    }

    private static String quote(String text) {
        return "`" + text + "`";
    }
}
