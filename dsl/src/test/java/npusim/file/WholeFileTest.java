package npusim.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileTest {

    @TempDir
    private Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private String[] names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toArray(String[]::new);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aNameThatIsTooLongIsRefusedBeforeAnythingIsWritten() {
        Path file = folder.resolve("x".repeat(300));
        assertThatThrownBy(() -> WholeFile.requirePlace(file))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file + ": File name too long");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void followsALinkAndKeepsPermissions() throws IOException {
        Path file = folder.resolve("file");
        Files.write(file, bytes("old"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x---"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));

        WholeFile.write(link, bytes("new"));

        assertThat(link).isSymbolicLink();
        assertThat(file).isRegularFile().hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-x---");
        assertThat(names()).containsExactly("file", "link");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Timeout(60)
    void writesIntoAPipeInsteadOfReplacingIt() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        Path read = folder.resolve("read");
        assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process reader = new ProcessBuilder("cat", pipe.toString())
                .redirectOutput(read.toFile())
                .start();
        try {
            WholeFile.write(pipe, bytes("text"));

            assertThat(Files.isRegularFile(pipe)).isFalse();
            assertThat(reader.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(read).hasContent("text");
        } finally {
            reader.destroy();
        }
    }

    @Test
    void isNotDisturbedByAnotherWriterOfTheSameFile() throws IOException {
        Path file = folder.resolve("file");
        WholeFile.write(file, part -> {
            Files.write(part, bytes("slow"));
            WholeFile.write(file, bytes("quick"));
            assertThat(file).hasContent("quick");
        });
        assertThat(file).hasContent("slow");
        assertThat(names()).containsExactly("file");
    }

    @Test
    void takesANameOfTheGreatestLength() throws IOException {
        Path file = folder.resolve("n".repeat(255));
        WholeFile.write(file, bytes("text"));
        assertThat(file).hasContent("text");
    }

    @Test
    void aFaultNamesTheFileThatWasAskedForOrAnotherThatWasRead() {
        Path file = folder.resolve("file");
        Path input = folder.resolve("input");
        assertThatThrownBy(() -> WholeFile.write(file, part -> {
                    Files.delete(part);
                    Files.readAllBytes(part);
                }))
                .isInstanceOfSatisfying(
                        FileSystemException.class,
                        fault -> assertThat(fault.getFile()).isEqualTo(file.toString()));
        assertThatThrownBy(() -> WholeFile.write(file, part -> Files.copy(input, part)))
                .isInstanceOfSatisfying(
                        NoSuchFileException.class,
                        fault -> assertThat(fault.getFile()).isEqualTo(input.toString()));
    }

    @Test
    void leavesTheOldFileWhenTheNewOneFails() throws IOException {
        Path file = folder.resolve("file");
        WholeFile.write(file, bytes("old"));
        assertThatThrownBy(() -> WholeFile.write(file, part -> {
                    Files.write(part, bytes("half"));
                    throw new IOException("No space left on device");
                }))
                .hasMessage(file + ": No space left on device");
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("file");
    }

    /** Begins to write the file in its argument and says so; goes on with it and with another one while the test ends it. */
    static final class Interrupted {
        private Interrupted() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            CountDownLatch ending = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                ending.countDown();
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            }));
            write(Path.of(args[0]), ending, Duration.ofMillis(200));
        }

        private static void write(Path file, CountDownLatch ending, Duration later)
                throws IOException, InterruptedException {
            WholeFile.<InterruptedException>write(file, part -> {
                Files.write(part, bytes("half"));
                System.out.println("writing");
                ending.await();
                Thread.sleep(later);
                Files.write(part, bytes("more"));
                write(file.resolveSibling("other"), ending, Duration.ofMinutes(1));
            });
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Timeout(60)
    void leavesNothingWhenInterrupted() throws IOException, InterruptedException {
        Process writer = program(Interrupted.class, folder.resolve("file"));
        try {
            assertThat(writer.getInputStream().readNBytes("writing".length())).isEqualTo(bytes("writing"));
            assertThat(names()).hasSize(1);
            writer.destroy();
            assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(names()).isEmpty();
        } finally {
            writer.destroyForcibly();
        }
    }

    /** Writes the file in its argument, the first of this program, while the program ends. */
    static final class Late {
        private Late() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            CountDownLatch ending = new CountDownLatch(1);
            CountDownLatch written = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                ending.countDown();
                try {
                    written.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
            Thread.ofPlatform().daemon().start(() -> System.exit(3));
            ending.await();
            WholeFile.write(Path.of(args[0]), bytes("text"));
            System.out.println("written");
            written.countDown();
        }
    }

    @Test
    @Timeout(60)
    void writesWhileTheProgramEnds() throws IOException, InterruptedException {
        Process writer = program(Late.class, folder.resolve("file"));
        try {
            assertThat(new String(writer.getInputStream().readAllBytes(), UTF_8))
                    .isEqualToIgnoringNewLines("written");
            assertThat(names()).containsExactly("file");
        } finally {
            writer.destroyForcibly();
        }
    }

    private static Process program(Class<?> type, Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        type.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
    }
}
