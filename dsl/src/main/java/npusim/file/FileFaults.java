package npusim.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says what is wrong with a file: the messages of Java's exceptions are often the name of the file and nothing else. */
public final class FileFaults {
    private FileFaults() {}

    /** One sentence for a failed file access. */
    public static String describe(IOException exception) {
        return switch (exception) {
            case NoSuchFileException missing -> "no such file: " + missing.getFile();
            case AccessDeniedException denied -> denied.getFile() + ": no permission";
            case NotDirectoryException file -> "not a directory: " + file.getFile();
            case FileAlreadyExistsException existing -> "exists already: " + existing.getFile();
            case FileSystemException other ->
                other.getFile() + ": " + (other.getReason() == null ? "cannot be accessed" : other.getReason());
            default -> exception.getMessage() == null ? exception.toString() : exception.getMessage();
        };
    }
}
