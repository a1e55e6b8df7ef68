package npusim.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The files of a test set, in a directory or in a zip archive, by their path relative to the manifest's folder, or to the root of
 * a set that has none.
 */
sealed interface TestFiles extends AutoCloseable {
    String MANIFEST = "MANIFEST.csv";

    byte[] read(String path) throws IOException;

    /** Whether there is a manifest. */
    boolean manifest();

    /** The paths of all files of a name, sorted. */
    List<String> named(String name) throws IOException;

    @Override
    void close() throws IOException;

    /** Opens a directory or archive; a manifest lies at its root or in one folder below it. */
    static TestFiles open(Path path) throws IOException {
        return Files.isDirectory(path) ? InDirectory.open(path) : InArchive.open(path);
    }

    /** Files of a directory. */
    record InDirectory(Path root, boolean manifest) implements TestFiles {
        private static InDirectory open(Path path) throws IOException {
            try (Stream<Path> below = Files.list(path)) {
                Optional<Path> folder = Stream.concat(Stream.of(path), below.sorted())
                        .filter(each -> Files.exists(each.resolve(MANIFEST)))
                        .findFirst();
                return new InDirectory(folder.orElse(path), folder.isPresent());
            }
        }

        @Override
        public byte[] read(String path) throws IOException {
            Path file = root.resolve(path).normalize();
            if (!file.startsWith(root.normalize())) {
                throw new NoSuchFileException(path + " is outside the test set");
            }
            return Files.readAllBytes(file);
        }

        @Override
        public List<String> named(String name) throws IOException {
            try (Stream<Path> all = Files.walk(root)) {
                return all.filter(file -> file.endsWith(name))
                        .map(file -> root.relativize(file).toString().replace('\\', '/'))
                        .sorted()
                        .toList();
            }
        }

        @Override
        public void close() {}
    }

    /** Files of an archive; {@code prefix} is the manifest's folder in it, ending in a slash unless it is the root. */
    record InArchive(ZipFile zip, String prefix, boolean manifest) implements TestFiles {
        private static InArchive open(Path path) throws IOException {
            if (!Files.isRegularFile(path)) {
                throw new NoSuchFileException(path.toString());
            }
            ZipFile zip;
            try {
                zip = new ZipFile(path.toFile());
            } catch (ZipException e) {
                throw new TestSetException(path + " is no zip archive: " + e.getMessage());
            }
            Optional<String> manifest = entries(zip, MANIFEST)
                    .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
            String prefix = manifest.map(name -> name.substring(0, name.length() - MANIFEST.length()))
                    .orElse("");
            return new InArchive(zip, prefix, manifest.isPresent());
        }

        private static Stream<String> entries(ZipFile zip, String name) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(entry -> entry.equals(name) || entry.endsWith("/" + name));
        }

        @Override
        public byte[] read(String path) throws IOException {
            ZipEntry entry = zip.getEntry(prefix + path);
            if (entry == null) {
                throw new NoSuchFileException(prefix + path + " is not in the archive");
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return in.readAllBytes();
            }
        }

        @Override
        public List<String> named(String name) {
            return entries(zip, name)
                    .filter(entry -> entry.startsWith(prefix))
                    .map(entry -> entry.substring(prefix.length()))
                    .sorted()
                    .toList();
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }
}
