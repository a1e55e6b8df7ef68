package npusim.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            "Write the report of a study: its front, sensitivities, and the best designs as descriptions.",
            "A study does so at its end; this adds full runs of the best points, to which the report links."
        })
final class StudyReportCommand extends Verb {
    @Parameters(paramLabel = "STUDY", description = "Directory of the study.")
    @SuppressWarnings("NullAway.Init")
    private Path study;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Replay the N best points by the first objective completely (default: ${DEFAULT-VALUE}).")
    private int runs = 0;

    private record Summary(String report, List<Long> runs) {}

    @Override
    public Integer call() {
        if (runs < 0) {
            throw new BadInputException("--runs must not be negative, is " + runs);
        }
        StudySource source = StudySource.load(study);
        Library library = source.library();
        List<StudyReport.Best> best =
                StudyReport.write(source, library, study, Version.name()).best();
        List<Long> done = new ArrayList<>();
        try (Progress progress = progress("full runs", Math.min(runs, best.size()))) {
            for (StudyReport.Best point : best.subList(0, Math.min(runs, best.size()))) {
                replay(point);
                done.add(point.point());
                progress.step();
            }
        }
        if (!done.isEmpty()) {
            StudyReport.write(source, library, study, Version.name());
        }
        out().println("Report   " + study.resolve(StudyReport.PAGE));
        done.forEach(point -> out().println("Run      point " + point));
        writeJson(new Summary(study.resolve(StudyReport.PAGE).toString(), done));
        return ExitCode.SUCCESS;
    }

    /** The command that the report shows for a point, in this process. */
    private void replay(StudyReport.Best point) {
        List<String> arguments = new ArrayList<>(point.runArguments());
        arguments.addAll(List.of("--trace", point.run().toString()));
        int exitCode = Main.run(new PrintWriter(Writer.nullWriter()), err(), arguments.toArray(String[]::new));
        if (exitCode != ExitCode.SUCCESS) {
            throw new BadInputException(
                    "point " + point.point() + " could not be replayed: npusim " + String.join(" ", arguments));
        }
    }
}
