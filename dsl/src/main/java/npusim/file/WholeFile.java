package npusim.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that are there whole or not at all: beside their place first, moved there when complete. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes a file's content to the path that it is given.
     *
     * @param <X> how else it may fail
     */
    @FunctionalInterface
    public interface Content<X extends Exception> {
        /** Writes all of it. */
        void write(Path part) throws IOException, X;
    }

    /**
     * Writes {@code data}.
     *
     * @throws FileSystemException naming {@code file} if nothing can be written there
     */
    public static void write(Path file, byte[] data) throws IOException {
        write(file, part -> Files.write(part, data));
    }

    /**
     * Writes what {@code content} writes.
     *
     * @throws FileSystemException naming {@code file} if nothing can be written there
     */
    public static <X extends Exception> void write(Path file, Content<X> content) throws IOException, X {
        requirePlace(file);
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        create(part, file);
        try {
            content.write(part);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Checks that a file could be put there, for a run that ends long after its options were read.
     *
     * @throws FileSystemException naming {@code file} if its folder is missing or it is itself a folder
     */
    public static void requirePlace(Path file) throws FileSystemException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a directory, not a file");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new FileSystemException(file.toString(), null, "there is no directory " + folder);
        }
    }

    private static void create(Path part, Path file) throws IOException {
        try {
            Files.deleteIfExists(part);
            Files.createFile(part);
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(file.toString());
        } catch (FileSystemException e) {
            throw new FileSystemException(file.toString(), null, "cannot be written");
        }
    }
}
