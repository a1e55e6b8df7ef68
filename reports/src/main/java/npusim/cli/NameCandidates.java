package npusim.cli;

import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import npusim.dsl.NpuLanguage;

/** Shipped names that a shell completes for an option; looked up only when the shell's script is made. */
abstract class NameCandidates implements Iterable<String> {
    private final Supplier<List<String>> names;

    private NameCandidates(Supplier<List<String>> names) {
        this.names = names;
    }

    private static Supplier<List<String>> shipped(String kind) {
        return () -> NpuLanguage.shipped().names(kind);
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

    /** Names of workloads. */
    static final class Workloads extends NameCandidates {
        Workloads() {
            super(npusim.zoo.Workloads::names);
        }
    }
}
