package npusim.study;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.source.SourceFile;
import npusim.file.FileFaults;
import npusim.file.WholeFile;
import npusim.schedule.SchedulePolicy;
import npusim.trace.run.JsonFaults;

/**
 * Everything that a worker somewhere else needs to evaluate points of a study.
 *
 * @param files descriptions of the user
 * @param study name of the study
 * @param policy whose schedules
 */
public record StudySource(List<Text> files, String study, SchedulePolicy policy) implements Serializable {
    /** Name of the file in a study's directory that holds what was studied. */
    public static final String FILE = "study.json";

    private static final long serialVersionUID = 1L;

    /**
     * A file.
     *
     * @param name path as in diagnostics
     * @param text what is in it
     */
    public record Text(String name, String text) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** A study ready to evaluate. */
    public record Prepared(StudyPlan plan, DesignEvaluator evaluator) {}

    public StudySource {
        files = List.copyOf(files);
    }

    /** The study of a library. */
    public static StudySource of(Library library, String study, SchedulePolicy policy) {
        return new StudySource(
                library.userFiles().stream()
                        .map(file -> new Text(file.name(), file.text()))
                        .toList(),
                study,
                policy);
    }

    /**
     * Compiles the descriptions.
     *
     * @throws StudyException if the study asks for something that does not go together
     * @throws npusim.dsl.diagnostic.DiagnosticException if it varies what cannot be varied
     */
    public Prepared prepare() {
        return prepare(library());
    }

    /** The plan of the study in a library. */
    StudyPlan plan(Library library) {
        return StudyPlan.of(library, study, policy);
    }

    /** How the points of the study in a library are chosen. */
    public StudyPlan.Strategy strategy(Library library) {
        return plan(library).strategy();
    }

    /** The descriptions compiled. */
    public Library library() {
        return NpuLanguage.compileSources(
                        files.stream()
                                .map(file -> new SourceFile(file.name(), file.text()))
                                .toList(),
                        true)
                .orThrow();
    }

    /**
     * Writes this into a study's directory, which must be there, so that its results can be understood later.
     *
     * @throws StudyException if it cannot be written
     */
    public void save(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            String text = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
            WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StudyException("cannot keep the description of the study: " + FileFaults.describe(e), e);
        }
    }

    /** Whether the directory is that of a study, finished or not. */
    public static boolean isStudy(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    /**
     * Whether a file is one of those that a study is made of.
     *
     * @param isMade whether a directory will be made that may become a study's
     */
    public static boolean isPart(Path file, Predicate<Path> isMade) {
        Path folder = file.getParent();
        return folder != null
                && (isStudy(folder) || isMade.test(folder))
                && Set.of(FILE, StudyRunner.RESULTS, ResultTable.PARQUET)
                        .contains(file.getFileName().toString());
    }

    /**
     * What {@link #save} wrote.
     *
     * @throws StudyException if there is no such file
     */
    public static StudySource load(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            return JsonFaults.strictMapper().readValue(file.toFile(), StudySource.class);
        } catch (IOException e) {
            throw new StudyException(directory + " is no directory of a study: there is no readable " + FILE, e);
        }
    }

    /** As {@link #prepare()} for a library that is compiled already. */
    public Prepared prepare(Library library) {
        StudyPlan plan = plan(library);
        CheckStudy.check(plan, library);
        return new Prepared(plan, new DesignEvaluator(plan, library, policy));
    }
}
