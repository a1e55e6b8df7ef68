package npusim.cli;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import npusim.file.FileFaults;
import npusim.file.WholeFile;
import npusim.study.StudySource;
import npusim.trace.run.RunDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The places that the options of a command name for its outputs. */
final class OutputPlaces {
    private static final String STANDARD_OUTPUT = "-";

    /** The system's names of it: its content would be lost behind what the verb prints there. */
    private static final Set<String> ALSO_STANDARD_OUTPUT = Set.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

    private OutputPlaces() {}

    /** Whether the place is standard output. */
    static boolean isStandardOutput(@Nullable Object place) {
        return place != null
                && (place.toString().equals(STANDARD_OUTPUT) || ALSO_STANDARD_OUTPUT.contains(place.toString()));
    }

    /**
     * Refuses what could not be written, so that it is not found at the end of a long work.
     *
     * @param makes whether the verb makes a directory that no option names
     */
    static void require(CommandSpec command, Predicate<Path> makes) {
        List<Path> made = new ArrayList<>();
        Map<Path, OptionSpec> taken = new HashMap<>();
        Map<OptionSpec, Path> files = new LinkedHashMap<>();
        for (OptionSpec option : command.options()) {
            if (option.userObject() instanceof Field field) {
                Output output = field.getAnnotation(Output.class);
                Object value = option.getValue();
                if (output == null || value == null) {
                    continue;
                }
                boolean standard = isStandardOutput(value);
                Path place = Path.of(standard ? STANDARD_OUTPUT : value.toString());
                OptionSpec other = taken.put(place.toAbsolutePath().normalize(), option);
                if (other != null) {
                    throw new BadInputException(other.longestName() + " and " + option.longestName() + " both write to "
                            + value + ": give each a place of its own");
                }
                if (standard && !output.standard()) {
                    throw new BadInputException(option.longestName() + " " + value
                            + ": does not go to standard output, give a " + option.paramLabel());
                }
                if (standard) {
                    continue;
                }
                if (output.directory()) {
                    check(option, () -> requireDirectory(place));
                    made.add(place.toAbsolutePath().normalize());
                } else {
                    files.put(option, place);
                }
            }
        }
        List<Path> read = inputs(command);
        files.forEach((option, file) -> check(option, () -> {
            requireFile(file, made, makes);
            requireOther(file, read);
            requireNoPart(file, made);
        }));
    }

    /** The files that the words of the command name, apart from its outputs. */
    private static List<Path> inputs(CommandSpec command) {
        List<Path> files = new ArrayList<>();
        for (ArgSpec argument : command.args()) {
            boolean output = argument.userObject() instanceof Field field && field.isAnnotationPresent(Output.class);
            Object value = output ? null : argument.getValue();
            collectFiles(value instanceof Map<?, ?> named ? named.values() : value, files);
        }
        return files;
    }

    private static void collectFiles(@Nullable Object value, List<Path> files) {
        if (value instanceof Collection<?> several) {
            several.forEach(each -> collectFiles(each, files));
        } else if (value instanceof Path file) {
            addFile(file, files);
        } else if (value instanceof String text && (text.contains(".") || text.contains("/"))) {
            addFile(Path.of(text), files); // a graph's
            addFile(Path.of(text.substring(text.indexOf('=') + 1)), files); // NAME=FILE
        }
    }

    private static void addFile(Path file, List<Path> files) {
        if (Files.isRegularFile(file)) {
            files.add(file);
        }
    }

    private static void requireOther(Path file, List<Path> read) throws IOException {
        for (Path input : read) {
            if (Files.exists(file) && Files.isSameFile(file, input)) {
                throw new FileSystemException(file.toString(), null, "is what the verb reads, and would be lost");
            }
        }
    }

    /** The files that make up a run or a study, one that is there or one that the verb makes. */
    private static void requireNoPart(Path given, List<Path> made) throws IOException {
        Path file = Files.exists(given)
                ? given.toRealPath()
                : given.toAbsolutePath().normalize();
        Predicate<Path> makes = folder -> made.stream().anyMatch(folder::startsWith);
        if (RunDirectory.isPart(file, makes.or(RunDirectory::isRun))) {
            throw new FileSystemException(given.toString(), null, "is a file of the run there, which would be lost");
        }
        if (StudySource.isPart(file, makes)) {
            throw new FileSystemException(given.toString(), null, "is a file of the study there, which would be lost");
        }
    }

    /** What is wrong with a place is said by an exception. */
    @FunctionalInterface
    private interface Check {
        void run() throws IOException;
    }

    private static void check(OptionSpec option, Check check) {
        try {
            check.run();
        } catch (IOException e) {
            throw new BadInputException(option.longestName() + " " + FileFaults.describe(e), e);
        }
    }

    private static void requireDirectory(Path directory) throws FileSystemException {
        Path there = directory.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            throw new FileSystemException(directory.toString(), null, there + " is no directory");
        }
        if (!Files.isWritable(there)) {
            throw new AccessDeniedException(directory.toString());
        }
    }

    private static void requireFile(Path file, List<Path> made, Predicate<Path> makes) throws IOException {
        Path folder = file.toAbsolutePath().normalize().getParent();
        boolean later = folder != null
                && !Files.exists(folder)
                && (made.stream().anyMatch(directory -> directory.startsWith(folder)) || makes.test(folder));
        if (!later) {
            WholeFile.requirePlace(file);
        }
    }
}
