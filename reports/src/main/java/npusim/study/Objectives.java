package npusim.study;

import java.util.List;
import npusim.dsl.Study;

/** The objectives of a study as numbers of which smaller ones are better. */
public final class Objectives {
    private final List<Study.Objective> objectives;

    public Objectives(List<Study.Objective> objectives) {
        this.objectives = List.copyOf(objectives);
    }

    /** How many. */
    public int count() {
        return objectives.size();
    }

    /** Names of their columns in the table of results. */
    public List<String> columns() {
        return objectives.stream()
                .map(objective -> (objective.maximize() ? "maximize " : "minimize ") + objective.text())
                .toList();
    }

    /** Values of an outcome as declared. */
    public double[] values(PointOutcome outcome) {
        return objectives.stream()
                .mapToDouble(objective -> ResultExpression.number(objective.expression(), outcome.metrics()))
                .toArray();
    }

    /** Values of an outcome with those to be maximised negated. */
    public double[] minimized(PointOutcome outcome) {
        double[] values = values(outcome);
        for (int i = 0; i < values.length; i++) {
            values[i] = objectives.get(i).maximize() ? -values[i] : values[i];
        }
        return values;
    }
}
