package npusim.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import npusim.dsl.Library;
import npusim.study.StudyReport;
import npusim.study.StudySource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim study report}: writes the report of a study anew, with full runs of its best points. */
@Command(
        name = "report",
        description = {
            "Writes the report of a study: its front, sensitivities, and the best designs as descriptions.",
            "A study does so at its end; this adds full runs of the best points, to which the report links."
        })
final class StudyReportCommand extends Verb {
    @Parameters(paramLabel = "STUDY", description = "Directory of the study.")
    @SuppressWarnings("NullAway.Init")
    private Path study;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description =
                    "Replay the N best points of the front by the first objective completely (default: ${DEFAULT-VALUE}).")
    private int runs = 0;

    @Option(
            names = "--point",
            paramLabel = "NUMBER",
            description = "Replay this point completely; may be repeated. The report then holds its description too.")
    private List<Long> points = new ArrayList<>();

    private record Summary(String report, List<Long> runs) {}

    @Override
    public Integer call() {
        requireAtLeast("--runs", runs, 0);
        StudySource source = StudySource.load(study);
        Library library = source.library();
        StudyReport.Written written = StudyReport.write(source, library, study, Version.name(), points);
        Set<StudyReport.Best> chosen = new LinkedHashSet<>(
                written.best().subList(0, Math.min(runs, written.best().size())));
        chosen.addAll(written.asked());
        List<Long> done = new ArrayList<>();
        try (Progress progress = progress("full runs", chosen.size())) {
            for (StudyReport.Best point : chosen) {
                replay(point);
                done.add(point.point());
                progress.step();
            }
        }
        if (!done.isEmpty()) {
            StudyReport.write(source, library, study, Version.name(), List.of());
        }
        out().println("Report   " + study.resolve(StudyReport.PAGE));
        done.forEach(point -> out().println("Run      point " + point));
        writeJson(new Summary(study.resolve(StudyReport.PAGE).toString(), done));
        return ExitCode.SUCCESS;
    }

    /** The commands that the report shows for a point, in this process. */
    private void replay(StudyReport.Best point) {
        for (StudyReport.FullRun run : point.runs()) {
            List<String> arguments = new ArrayList<>(run.arguments());
            arguments.addAll(List.of("--trace", run.directory().toString()));
            int exitCode = Main.run(new PrintWriter(Writer.nullWriter()), err(), arguments.toArray(String[]::new));
            if (exitCode != ExitCode.SUCCESS) {
                throw new BadInputException(
                        "point " + point.point() + " could not be replayed: npusim " + String.join(" ", arguments));
            }
        }
    }
}
