package npusim.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code npusim classpath}: what scripts in Java need to find the classes. */
@Command(
        name = "classpath",
        description = "Prints the class path for scripts, such as: jshell --class-path \"$(npusim classpath)\".")
final class ClassPathCommand extends Verb {
    @Override
    public Integer call() {
        String path = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().normalize().toString())
                .collect(Collectors.joining(File.pathSeparator));
        out().println(path);
        writeJson(path.split(File.pathSeparator));
        return ExitCode.SUCCESS;
    }
}
