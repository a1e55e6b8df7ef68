package npusim.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.hardware.HardwareConfiguration;
import npusim.report.html.Browser;
import npusim.schedule.SchedulePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyReportTest {
    private static final String NO_BROWSER = "no Chromium on the PATH: install the package chromium to test the report";
    private static final String STUDY = """
            import "ethos-u85.npu"

            accelerator Mine extends Ethos_U85_128 {}

            /// Which buffers are worth it?
            study buffers {
              workload dnn_s
              STRATEGY
              vary accelerator in [Mine, Ethos_U85_256]
              vary accelerator.buffers.chaining in [512 B, 768 B]
              vary timing.axi1.read_latency in 100 cycles .. 400 cycles step 100 cycles
              vary engine.start_cycles in [100 cycles, 200 cycles]
              minimize latency, energy
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void bestDesignsAreDescriptionsOfTheSameHardware() throws IOException {
        StudySource source = source("strategy = grid");
        Library library = source.library();
        List<StudyReport.Best> best = run(source);
        assertThat(best).isNotEmpty();
        for (StudyReport.Best point : best) {
            List<String> arguments = point.runs().getFirst().arguments();
            Library described = NpuLanguage.compile(List.of(point.file())).orThrow();
            HardwareConfiguration written = described.configure(Selection.of(option(arguments, "--npu"))
                    .withPlatform(option(arguments, "--platform"))
                    .withSystem(option(arguments, "--system"))
                    .withMemoryMode(option(arguments, "--memory-mode"))
                    .withTimingProfile(option(arguments, "--timing-profile")));
            StudyPlan plan = source.plan(library);
            HardwareConfiguration studied = library.configure(
                    new PointDesigns(plan, library).selection(plan.points().point(point.point())));
            assertThat(written.timingProfile().adapters())
                    .isEqualTo(studied.timingProfile().adapters());
            assertThat(written.accelerator().buffers())
                    .isEqualTo(studied.accelerator().buffers());
            assertThat(written.accelerator().timing().cycles("start_cycles"))
                    .isEqualTo(studied.accelerator().timing().cycles("start_cycles"));
            assertThat(written.system()).isEqualTo(studied.system());
        }
    }

    @Test
    void effectsOfMorrisAreThoseOfALinearModel() {
        StudyPlan plan = source("strategy = morris  budget = 60")
                .plan(source("strategy = morris  budget = 60").library());
        Sensitivity sensitivity = new Sensitivity(plan);
        for (long i = 0; i < plan.points().count(); i++) {
            int[] c = plan.points().point(i).choice();
            sensitivity.add(plan.points().point(i), new double[] {6 * c[0] - 2 * c[2], c[0] * c[3]});
        }
        List<Sensitivity.Effect> effects = sensitivity.effects();
        Sensitivity.Effect accelerator = effects.get(0);
        assertThat(accelerator.muStar()).isCloseTo(6, within(1e-9));
        assertThat(accelerator.sigma()).isCloseTo(0, within(1e-9));
        Sensitivity.Effect latency = effects.get(2);
        assertThat(latency.mu()).as("two for each of three steps").isCloseTo(-6, within(1e-9));
        assertThat(latency.muStar()).isCloseTo(6, within(1e-9));
        assertThat(effects.get(1).muStar()).isZero();
        assertThat(effects.get(4).sigma()).as("acts together with another").isGreaterThan(0.1);
    }

    @Test
    void pageShowsTheFrontAndThePointThatIsChosen() throws Exception {
        Optional<Path> executable = Browser.executable();
        assumeTrue(executable.isPresent(), NO_BROWSER);
        StudySource source = source("strategy = grid");
        long replayed = run(source).getFirst().point();
        Path run = Files.createDirectories(folder.resolve("out/runs/point-" + replayed));
        Files.writeString(run.resolve("report.html"), "a full run");
        List<StudyReport.Best> best = run(source);
        try (Browser browser = Browser.start(executable.get(), folder.resolve("profile"))) {
            browser.open(folder.resolve("out").resolve(StudyReport.PAGE));
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.requests()).isEmpty();
            assertThat(texts(browser, "#sections a"))
                    .containsExactly(
                            "Study", "Pareto front", "All dimensions", "By value", "Sensitivity", "Best designs");
            assertThat(browser.evaluate(
                                    "[...document.querySelectorAll('.chart')].every(box => box.querySelector('svg path'))")
                            .asBoolean())
                    .isTrue();
            assertThat(texts(browser, "#designs tbody td:first-child"))
                    .containsExactlyElementsOf(
                            best.stream().map(point -> "" + point.point()).toList());
            browser.evaluate("document.querySelector('#designs tbody button').click()");
            assertThat(texts(browser, "#selected h3"))
                    .containsExactly("Point " + best.getFirst().point());
            assertThat(texts(browser, "#selected pre").getFirst())
                    .isEqualTo(Files.readString(best.getFirst().file()));
            assertThat(browser.evaluate(
                                    "[...document.querySelectorAll('#selected a')].map(link => link.getAttribute('href'))")
                            .toString())
                    .contains("runs/point-" + replayed + "/report.html");
            browser.evaluate("{const box = document.getElementById('front-x'); box.value = '2';"
                    + " box.dispatchEvent(new Event('change'));}");
            browser.evaluate("document.getElementById('theme').click()");
            assertThat(browser.errors()).isEmpty();
            Path pictures = Files.createDirectories(Path.of("target", "report-pictures"));
            Files.write(pictures.resolve("study.png"), browser.screenshot());
        }
    }

    @Test
    void namesOfAFamilyAreToldApart() throws Exception {
        assumeTrue(Browser.executable().isPresent(), NO_BROWSER);
        run(source(
                "strategy = grid",
                "[Mine, Ethos_U85_256]",
                "[Ethos_U85_128, Ethos_U85_256, Ethos_U85_512, Ethos_U85_1024, Ethos_U85_2048]"));
        try (Browser browser = opened("out")) {
            assertThat(texts(browser, "#scaling figure:first-child svg text"))
                    .contains("Ethos_U85_", "128", "256", "512", "1024", "2048");
            String row = "[...document.querySelectorAll('#scaling figure:first-child svg text')]"
                    + ".filter(text => /^%s$/.test(text.textContent)).map(text => text.getBoundingClientRect().%s)[0]";
            assertThat(browser.evaluate(row.formatted("Ethos_U85_", "bottom")).asDouble())
                    .isLessThanOrEqualTo(
                            browser.evaluate(row.formatted("128", "top")).asDouble() + 1);
            browser.resize(420, 900);
            browser.open(folder.resolve("out").resolve(StudyReport.PAGE));
            assertThat(texts(browser, "#scaling svg text")).contains("512 B", "768 B");
            String labels =
                    "[...document.querySelectorAll('#parallel svg text')].filter(text => /%s/.test(text.textContent))"
                            + ".map(text => text.getBoundingClientRect().%s)";
            assertThat(browser.evaluate("Math.max(..." + labels.formatted("^Ethos_U85_1024$", "right") + ")")
                            .asDouble())
                    .isLessThan(browser.evaluate("Math.min(..." + labels.formatted("^(512|768) B$", "left") + ")")
                            .asDouble());
        }
    }

    @Test
    void choosingAPointLeavesTheOtherFiguresAlone() throws Exception {
        assumeTrue(Browser.executable().isPresent(), NO_BROWSER);
        run(source("strategy = grid"));
        try (Browser browser = opened("out")) {
            browser.evaluate(
                    "void (window.before = echarts.getInstanceByDom(document.querySelector('#parallel .chart')))");
            browser.evaluate("document.querySelector('#designs tbody button').click()");
            assertThat(browser.evaluate(
                                    "echarts.getInstanceByDom(document.querySelector('#parallel .chart')) === before")
                            .asBoolean())
                    .as("what was brushed stays")
                    .isTrue();
            assertThat(texts(browser, "#front svg text")).contains("latency \u2193", "energy \u2193");
        }
    }

    @Test
    void manyValuesHaveShadesAndWhatIsLeftOutIsSaid() throws Exception {
        assumeTrue(Browser.executable().isPresent(), NO_BROWSER);
        String longName = "Mine_with_a_name_that_is_longer_than_its_place_below_an_axis";
        StudySource source = source(
                "strategy = grid",
                "step 100 cycles",
                "step 5 cycles",
                "Mine",
                longName,
                "latency, energy",
                "latency\n maximize energy");
        run(source, "it's", point -> {
            int[] c = point.choice();
            double latency = 1e-3 * (1 + c[2]) + 1e-6 * (c[0] + c[1] + c[3]);
            return new PointOutcome(
                    point,
                    null,
                    Map.of("minimize latency", latency, "maximize energy", 1e-3 * (1 + c[2]), "latency", latency));
        });
        try (Browser browser = opened("it's")) {
            assertThat(texts(browser, "#designs .note").getFirst()).contains(" 50 of the 61 points are shown.");
            assertThat(texts(browser, "#front svg text")).contains("latency \u2193", "energy \u2191");
            assertThat(texts(browser, "#scaling figure:first-child svg text"))
                    .contains("Ethos_U85_256")
                    .anyMatch(text -> text.startsWith("Mine_with_a_name") && text.endsWith("..."));
            browser.evaluate("{const box = document.getElementById('front-colour'); box.value = '2';"
                    + " box.dispatchEvent(new Event('change'));}");
            assertThat(browser.evaluate("echarts.getInstanceByDom(document.querySelector('#front .chart'))"
                                    + ".getOption().visualMap.map(shades => shades.max)")
                            .toString())
                    .isEqualTo("[60]");
            browser.evaluate("document.querySelector('#designs tbody button').click()");
            assertThat(texts(browser, "#selected code").getFirst()).contains("it'\\''s/designs/point-");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void studyWithoutFeasiblePointsSaysWhyAndDrawsNothing() throws Exception {
        assumeTrue(Browser.executable().isPresent(), NO_BROWSER);
        run(source("strategy = grid"), "out", point -> new PointOutcome(point, "too slow", Map.of()));
        try (Browser browser = opened("out")) {
            assertThat(texts(browser, "#sections a")).containsExactly("Study", "Infeasible points");
            assertThat(texts(browser, "#infeasible td")).containsExactly("32", "too slow");
            assertThat(texts(browser, "figure")).isEmpty();
            assertThat(browser.errors()).isEmpty();
        }
    }

    private Browser opened(String directory) throws Exception {
        Browser browser = Browser.start(Browser.executable().orElseThrow(), folder.resolve("profile"));
        try {
            browser.open(folder.resolve(directory).resolve(StudyReport.PAGE));
            return browser;
        } catch (Exception | AssertionError e) {
            browser.close();
            throw e;
        }
    }

    private List<StudyReport.Best> run(StudySource source) {
        return run(source, "out", point -> {
            int[] c = point.choice();
            double latency = 0.010 / (1 + c[0]) + 0.0001 * c[2] + 0.0002 * c[3];
            double energy = 0.001 * (1 + c[0]) + 0.0001 * c[1];
            return new PointOutcome(
                    point,
                    null,
                    Map.of("minimize latency", latency, "minimize energy", energy, "latency", latency, "area", 1e-6));
        });
    }

    private List<StudyReport.Best> run(StudySource source, String name, PointEvaluator model) {
        StudyPlan plan = source.plan(source.library());
        Path directory = folder.resolve(name);
        try (PointEngine engine = new LocalEngine(model, () -> "", 2)) {
            new StudyRunner(plan, engine, directory).run(done -> {});
        }
        return StudyReport.write(source, source.library(), directory, "npusim test", List.of())
                .best();
    }

    /** The study with some of its text replaced by other text, in pairs. */
    private StudySource source(String strategy, String... replaced) {
        String text = STUDY.replace("STRATEGY", strategy);
        for (int i = 0; i < replaced.length; i += 2) {
            text = text.replace(replaced[i], replaced[i + 1]);
        }
        try {
            Path file = Files.writeString(folder.resolve("study.npu"), text);
            return StudySource.of(NpuLanguage.compile(List.of(file)).orThrow(), "buffers", SchedulePolicy.VELA_4_4);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String option(List<String> arguments, String name) {
        return arguments.get(arguments.indexOf(name) + 1);
    }

    private static List<String> texts(Browser browser, String selector) throws Exception {
        List<String> texts = new ArrayList<>();
        for (JsonNode text :
                browser.evaluate("[...document.querySelectorAll(`" + selector + "`)].map(node => node.textContent)")) {
            texts.add(text.asText());
        }
        return texts;
    }
}
