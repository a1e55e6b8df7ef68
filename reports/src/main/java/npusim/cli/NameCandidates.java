package npusim.cli;

import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import npusim.dsl.NpuLanguage;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.schema.Schemas;
import npusim.simulation.Ablation;

/** Shipped names that a shell completes for an option; looked up only when the shell's script is made. */
abstract class NameCandidates implements Iterable<String> {
    private final Supplier<List<String>> names;

    private NameCandidates(Supplier<List<String>> names) {
        this.names = names;
    }

    private static Supplier<List<String>> shipped(String... kinds) {
        return () -> Stream.of(kinds)
                .flatMap(kind -> NpuLanguage.shipped().names(kind).stream())
                .toList();
    }

    @Override
    public final Iterator<String> iterator() {
        return names.get().iterator();
    }

    /** Names of accelerators. */
    static final class Accelerators extends NameCandidates {
        Accelerators() {
            super(shipped("accelerator"));
        }
    }

    /** Names of platforms. */
    static final class Platforms extends NameCandidates {
        Platforms() {
            super(shipped("platform"));
        }
    }

    /** Names of system configurations. */
    static final class Systems extends NameCandidates {
        Systems() {
            super(shipped("system"));
        }
    }

    /** Names of memory modes. */
    static final class MemoryModes extends NameCandidates {
        MemoryModes() {
            super(shipped("memory_mode"));
        }
    }

    /** Names of timing adapters, and the word for none. */
    static final class TimingProfiles extends NameCandidates {
        TimingProfiles() {
            super(() -> Stream.concat(shipped("timing_profile").get().stream(), Stream.of("none"))
                    .toList());
        }
    }

    /** Names of everything that is declared. */
    static final class Declarations extends NameCandidates {
        Declarations() {
            super(shipped(Schemas.kinds().keySet().toArray(String[]::new)));
        }
    }

    /** Names of what a {@code vela.ini} can hold. */
    static final class Exported extends NameCandidates {
        static final List<String> KINDS = List.of("system", "memory_mode");

        Exported() {
            super(shipped(KINDS.toArray(String[]::new)));
        }
    }

    /** Codes of diagnostics. */
    static final class Diagnostics extends NameCandidates {
        Diagnostics() {
            super(() -> Stream.of(DiagnosticCode.values())
                    .map(DiagnosticCode::label)
                    .toList());
        }
    }

    /** Mechanisms of the timing engine that can be left out, and the word for all. */
    static final class Mechanisms extends NameCandidates {
        Mechanisms() {
            super(() -> Stream.concat(
                            Stream.of(Ablation.Mechanism.values()).map(Ablation.Mechanism::label), Stream.of("all"))
                    .toList());
        }
    }

    /** Engines of studies that the launcher knows. */
    static final class Engines extends NameCandidates {
        Engines() {
            super(() -> List.of("local", "spark"));
        }
    }

    /** TOSA levels. */
    static final class Levels extends NameCandidates {
        Levels() {
            super(() -> List.of("8K", "none"));
        }
    }

    /** Names of workloads. */
    static final class Workloads extends NameCandidates {
        Workloads() {
            super(npusim.zoo.Workloads::names);
        }
    }
}
