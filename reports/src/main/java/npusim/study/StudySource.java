package npusim.study;

import java.io.Serializable;
import java.util.List;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.source.SourceFile;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;

/**
 * Everything that a worker somewhere else needs to evaluate points of a study.
 *
 * @param files descriptions of the user
 * @param study name of the study
 * @param policy whose schedules
 */
public record StudySource(List<Text> files, String study, SchedulePolicy policy) implements Serializable {
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
     */
    public Prepared prepare() {
        return prepare(NpuLanguage.compileSources(
                        files.stream()
                                .map(file -> new SourceFile(file.name(), file.text()))
                                .toList(),
                        true)
                .orThrow());
    }

    /** As {@link #prepare()} for a library that is compiled already. */
    public Prepared prepare(Library library) {
        StudyPlan plan = StudyPlan.of(library, study, policy);
        return new Prepared(plan, new DesignEvaluator(plan, library, ScheduleOptions.of(policy)));
    }
}
