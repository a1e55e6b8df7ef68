package npusim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import npusim.dsl.Library;
import npusim.dsl.vela.ExportVela;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim export-vela}: writes systems and memory modes as a {@code vela.ini}. */
@Command(
        name = "export-vela",
        description = "Writes systems and memory modes as a vela.ini; without names, all of them.")
final class ExportVelaCommand extends Verb {
    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            completionCandidates = NameCandidates.Exported.class,
            description = "Systems and memory modes.")
    private List<String> names = List.of();

    @Option(names = "--config", paramLabel = "FILE", description = LanguageSupport.CONFIG)
    private List<Path> files = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write (default: '-', standard output).")
    @Output(standard = true)
    private @Nullable Path output;

    /** What {@code --json} writes. */
    record Result(String text) {}

    @Override
    public Integer call() throws IOException {
        Library library = LanguageSupport.library(files, err());
        List<String> wanted = new ArrayList<>(new LinkedHashSet<>(names));
        if (wanted.isEmpty()) {
            wanted.addAll(library.names("system"));
            wanted.addAll(library.names("memory_mode"));
        }
        for (String name : names) {
            String kind = library.kindOf(name);
            if (kind != null && !NameCandidates.Exported.KINDS.contains(kind)) {
                throw new BadInputException(
                        name + " is of kind " + kind + "; a vela.ini holds systems and memory modes");
            }
        }
        String text = ExportVela.convert(library, wanted);
        writeText(output, text);
        writeJson(new Result(text));
        return ExitCode.SUCCESS;
    }
}
