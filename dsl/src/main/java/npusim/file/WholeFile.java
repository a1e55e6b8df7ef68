package npusim.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes files that are there whole or not at all: beside their place first, moved there when complete. A link is followed, a
 * file that is replaced keeps its permissions, and what is no file, such as a pipe or a device, is written into.
 */
public final class WholeFile {
    /** What is being written, removed if the program is interrupted. */
    private static final Set<Path> PARTS = ConcurrentHashMap.newKeySet();

    private static volatile boolean ending = !EndOfProgram.run(WholeFile::discardAll);

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
        writeAll(Map.of(file, content));
    }

    /**
     * Writes several files, none of which is moved to its place before all are complete.
     *
     * @throws FileSystemException naming the file where nothing can be written
     */
    public static <X extends Exception> void writeAll(Map<Path, Content<X>> contents) throws IOException, X {
        Map<Part, Content<X>> parts = new LinkedHashMap<>();
        try {
            for (Map.Entry<Path, Content<X>> content : contents.entrySet()) {
                parts.put(Part.of(content.getKey()), content.getValue());
            }
            for (Map.Entry<Part, Content<X>> content : parts.entrySet()) {
                content.getKey().write(content.getValue());
            }
            for (Part part : parts.keySet()) {
                part.complete();
            }
        } finally {
            for (Part part : parts.keySet()) {
                Files.deleteIfExists(part.path());
                PARTS.remove(part.path());
            }
        }
    }

    /**
     * A file on its way.
     *
     * @param name what it was called
     * @param path where it is written first
     * @param target its place, no link
     * @param isStream whether the place is no file
     */
    private record Part(Path name, Path path, Path target, boolean isStream) {
        static Part of(Path file) throws IOException {
            requirePlace(file);
            boolean present = Files.exists(file);
            boolean stream = WholeFile.isStream(file);
            Path target = present && !stream ? file.toRealPath() : file;
            Path path = stream ? Files.createTempFile("npusim", ".part") : create(target, file);
            PARTS.add(path);
            if (ending) {
                discardAtLast(path);
            }
            return new Part(file, path, target, stream);
        }

        /** A full disk is reported without the name of a file, or with that of this one, which nobody has given. */
        <X extends Exception> void write(Content<X> content) throws IOException, X {
            try {
                content.write(path);
            } catch (UncheckedIOException e) {
                throw named(Objects.requireNonNull(e.getCause()));
            } catch (IOException e) {
                throw named(e);
            }
        }

        private IOException named(IOException cause) {
            String reason = cause.getMessage();
            if (cause instanceof FileSystemException fault) {
                if (!path.toString().equals(fault.getFile())) {
                    return cause;
                }
                reason = fault.getReason();
            }
            FileSystemException fault = new FileSystemException(name.toString(), null, reason);
            fault.initCause(cause);
            return fault;
        }

        void complete() throws IOException {
            if (isStream) {
                copy(path, target);
            } else {
                keepPermissions(target, path);
                Files.move(path, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** Whether the place is no file, such as a pipe or a device, and will be written into. */
    public static boolean isStream(Path file) throws IOException {
        return Files.exists(file)
                && Files.readAttributes(file, BasicFileAttributes.class).isOther();
    }

    /**
     * Reads all of a file.
     *
     * @throws FileSystemException naming {@code file} also if it is a folder, of which the system names only the kind
     */
    public static byte[] read(Path file) throws IOException {
        requireNoDirectory(file);
        return Files.readAllBytes(file);
    }

    /**
     * Opens a file to read it.
     *
     * @throws FileSystemException naming {@code file} also if it is a folder
     */
    public static InputStream open(Path file) throws IOException {
        requireNoDirectory(file);
        return Files.newInputStream(file);
    }

    /**
     * Checks that it is no folder: the system would not say which file it means.
     *
     * @throws FileSystemException naming {@code file} if it is one
     */
    public static void requireNoDirectory(Path file) throws FileSystemException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a directory, not a file");
        }
    }

    /**
     * Checks that a file could be put there, for a run that ends long after its options were read.
     *
     * @throws FileSystemException naming {@code file} if its folder is missing, it is itself a folder, or nobody may write it
     */
    public static void requirePlace(Path file) throws IOException {
        requireNoDirectory(file);
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new FileSystemException(file.toString(), null, "there is no directory " + folder);
        }
        boolean present = Files.exists(file);
        if (!present) {
            requirePossible(file);
        }
        boolean replaced = !present || Files.isRegularFile(file);
        Path beside = present && replaced ? file.toRealPath().getParent() : folder;
        if ((present && !Files.isWritable(file)) || (replaced && !Files.isWritable(beside))) {
            throw new AccessDeniedException(file.toString());
        }
    }

    /** Throws if there can be no such file, as of a name that is too long. */
    private static void requirePossible(Path file) throws IOException {
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            // so it can be made
        }
    }

    /** A new file beside {@code target} with a name of its own, as another program may be writing the same. */
    private static Path create(Path target, Path file) throws IOException {
        Path part = target.resolveSibling(".npusim-" + Long.toString(System.nanoTime(), Character.MAX_RADIX) + ".part");
        try {
            return Files.createFile(part);
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(file.toString());
        } catch (FileSystemException e) {
            throw new FileSystemException(file.toString(), null, "cannot be written");
        }
    }

    private static void copy(Path part, Path stream) throws IOException {
        try (OutputStream out = Files.newOutputStream(stream)) {
            Files.copy(part, out);
        } catch (IOException e) {
            throw new FileSystemException(stream.toString(), null, e.getMessage());
        }
    }

    private static void keepPermissions(Path target, Path part) throws IOException {
        PosixFileAttributeView from = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        PosixFileAttributeView to = Files.getFileAttributeView(part, PosixFileAttributeView.class);
        if (from != null && to != null && Files.exists(target)) {
            to.setPermissions(from.readAttributes().permissions());
        }
    }

    private static void discardAll() {
        ending = true;
        PARTS.forEach(WholeFile::discardAtLast);
    }

    /** Removes it when all else has ended: who writes it does so until the very end, and may make it anew. */
    private static void discardAtLast(Path part) {
        part.toFile().deleteOnExit();
    }
}
