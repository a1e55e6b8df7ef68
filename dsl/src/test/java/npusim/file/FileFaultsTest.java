package npusim.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileFaultsTest {
    /** A verb puts the name of the option before it. */
    @Test
    void sentencesBeginWithTheFileOrSayThatThereIsNone() {
        assertThat(FileFaults.describe(new AccessDeniedException("a/b"))).isEqualTo("a/b: no permission");
        assertThat(FileFaults.describe(new FileSystemException("a/b"))).isEqualTo("a/b: cannot be accessed");
        assertThat(FileFaults.describe(new FileSystemException("a/b", null, "is a pipe")))
                .isEqualTo("a/b: is a pipe");
        assertThat(FileFaults.describe(new NoSuchFileException("a/b"))).isEqualTo("no such file: a/b");
    }
}
