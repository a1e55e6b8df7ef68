package npusim.cli;

import static npusim.cli.Heading.Topic.DESIGN;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import npusim.dsl.Library;
import npusim.dsl.Selection;
import npusim.hardware.ReferenceRun;
import npusim.replay.AdaptedMemory;
import npusim.replay.Design;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that choose one or several designs. Without any of them the design of the published run is meant. */
@Heading(DESIGN)
final class DesignOptions {
    private static final String ARENA_CACHE = "memory_mode.arena_cache";

    @Option(
            names = "--npu",
            split = ",",
            paramLabel = "ACCELERATOR",
            completionCandidates = NameCandidates.Accelerators.class,
            description =
                    "Accelerator (default: that of the published run); several, separated by commas, give a comparison.")
    private List<String> accelerators = new ArrayList<>();

    @Option(
            names = "--platform",
            paramLabel = "PLATFORM",
            completionCandidates = NameCandidates.Platforms.class,
            description =
                    "Platform with its timing adapters (default: the one that names the accelerator in its defaults).")
    private @Nullable String platform;

    @Option(
            names = "--system",
            paramLabel = "SYSTEM",
            completionCandidates = NameCandidates.Systems.class,
            description = "System configuration: clock and memories (default: the platform's for the accelerator).")
    private @Nullable String system;

    @Option(
            names = "--memory-mode",
            paramLabel = "MODE",
            completionCandidates = NameCandidates.MemoryModes.class,
            description = "Memory mode: what lies in which memory (default: the platform's for the accelerator).")
    private @Nullable String memoryMode;

    @Option(
            names = "--arena-cache",
            paramLabel = "SIZE",
            description = "Size of the staging area, such as 384KiB or 393216 (bytes; default: the memory mode's).")
    private @Nullable String arenaCache;

    @Option(
            names = "--timing-profile",
            paramLabel = "PROFILE",
            completionCandidates = NameCandidates.TimingProfiles.class,
            description = "Timing adapters, or 'none' (default: the platform's).")
    private @Nullable String timingProfile;

    @Option(
            names = "--override",
            paramLabel = "PATH=VALUE",
            description =
                    "Change a property (timing.axi1.read_latency='200 cycles'). May be repeated; 'npusim show NPU --whole' lists"
                            + " properties.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--config", paramLabel = "FILE", description = LanguageSupport.CONFIG)
    private List<Path> files = new ArrayList<>();

    /** The descriptions that names are looked up in. */
    Library library(PrintWriter err) {
        return LanguageSupport.library(files, err);
    }

    /** How many designs are asked for. */
    int count() {
        return Math.max(1, accelerators.size());
    }

    /** The designs that are asked for, at least one. */
    List<Design> designs(Library library) {
        if (arenaCache != null && overrides.containsKey(ARENA_CACHE)) {
            throw new BadInputException(
                    "--arena-cache and --override " + ARENA_CACHE + " say the same: give one of them");
        }
        ReferenceRun reference = library.referenceRun();
        List<String> names = accelerators.isEmpty() ? List.of(reference.accelerator()) : accelerators;
        return names.stream()
                .map(name -> Design.of(library, selection(name, reference)))
                .toList();
    }

    /** What is to be said of overrides that do less than they seem to. */
    List<String> doubts(List<Design> chosen) {
        return chosen.stream()
                .flatMap(design -> AdaptedMemory.doubts(design.hardware(), overrides.keySet()).stream())
                .distinct()
                .map(doubt -> "--override " + doubt)
                .toList();
    }

    /** The published run's settings hold for its own accelerator only; any other has those of its platform. */
    private Selection selection(String name, ReferenceRun reference) {
        Selection selection = name.equals(reference.accelerator()) && chosen() == null
                ? Design.selectionOf(reference)
                : Selection.of(name).withPlatform(platform).withSystem(system).withMemoryMode(memoryMode);
        if (timingProfile != null) {
            selection = selection.withTimingProfile(timingProfile);
        }
        if (arenaCache != null) {
            selection = selection.withOverride(ARENA_CACHE, size(arenaCache));
        }
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            selection = selection.withOverride(override.getKey(), override.getValue());
        }
        return selection;
    }

    private @Nullable String chosen() {
        return platform != null ? platform : system != null ? system : memoryMode;
    }

    /** The language wants a unit, set apart from its number. */
    private static String size(String text) {
        String spaced = text.strip().replaceFirst("^([0-9.]+)\\s*([A-Za-z]+)$", "$1 $2");
        return spaced.matches("[+-]?[0-9.]+") ? spaced + " B" : spaced;
    }
}
