package npusim.study;

import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Engines that are not part of this module. Each is found on the class path as a service.
 */
public interface PointEngines {
    /** Name for {@code --engine}. */
    String name();

    /**
     * Starts the engine for a study.
     *
     * @param source what to compile on each worker
     * @param planKey of the plan that it compiles to here; a worker that gets another one refuses its points
     * @param master where the engine runs, in its own terms; null for what its surroundings say or else its default
     * @throws StudyException if it cannot be started
     */
    PointEngine start(StudySource source, String planKey, @Nullable String master);

    /**
     * The engine of a name.
     *
     * @throws StudyException if there is none on the class path
     */
    static PointEngines of(String name) {
        return find(name).orElseThrow(() -> missing(name));
    }

    /**
     * Refuses a name that is neither on the class path nor known to the launcher.
     *
     * @throws StudyException if it is such
     */
    static void requireKnown(String name) {
        if (!name.equals("spark") && find(name).isEmpty()) {
            throw missing(name);
        }
    }

    private static Optional<PointEngines> find(String name) {
        return ServiceLoader.load(PointEngines.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(engines -> engines.name().equals(name))
                .findFirst();
    }

    private static StudyException missing(String name) {
        return new StudyException("there is no engine '" + name + "' on the class path; besides 'local', the launcher"
                + " 'npusim' knows 'spark', whose module it builds when it is first asked for");
    }
}
