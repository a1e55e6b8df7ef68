package npusim.cluster;

import npusim.study.PointEngine;
import npusim.study.PointEngines;
import npusim.study.StudySource;
import org.jspecify.annotations.Nullable;

/** Makes {@code --engine spark} known. */
public final class SparkEngines implements PointEngines {
    @Override
    public String name() {
        return "spark";
    }

    @Override
    public PointEngine start(StudySource source, String planKey, @Nullable String master) {
        return SparkEngine.start(source, planKey, master);
    }
}
