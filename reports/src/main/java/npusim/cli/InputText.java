package npusim.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import npusim.dsl.Compilation;
import npusim.dsl.NpuLanguage;
import npusim.dsl.source.SourceFile;
import npusim.file.WholeFile;

/** The texts that verbs read: files, or standard input where {@code -} stands for one. */
final class InputText {
    private static final String STANDARD_INPUT = "-";

    private InputText() {}

    static boolean isStandardInput(Path file) {
        return file.toString().equals(STANDARD_INPUT);
    }

    /** What diagnostics call the file. */
    static String name(Path file) {
        return isStandardInput(file) ? "<stdin>" : file.toString();
    }

    /** Reads a text; a fault names the file. */
    static String read(Path file) throws IOException {
        byte[] bytes;
        if (isStandardInput(file)) {
            bytes = System.in.readAllBytes();
        } else {
            WholeFile.requireNoDirectory(file);
            bytes = Files.readAllBytes(file);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadInputException(name(file) + ": is no UTF-8 text", e);
        }
    }

    /** Compiles descriptions together with the shipped configurations. */
    static Compilation compile(List<Path> files) {
        if (files.stream().filter(InputText::isStandardInput).count() > 1) {
            throw new BadInputException("standard input can be read once");
        }
        return NpuLanguage.compile(files, file -> {
            try {
                return isStandardInput(file) ? new SourceFile(name(file), read(file)) : null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
