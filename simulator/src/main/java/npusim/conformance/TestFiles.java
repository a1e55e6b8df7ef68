package npusim.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The files of a test set, in a directory or in a zip archive, by their path relative to the manifest's folder. */
sealed interface TestFiles extends AutoCloseable {
    String MANIFEST = "MANIFEST.csv";

    byte[] read(String path) throws IOException;

    @Override
    void close() throws IOException;

    /** Opens a directory or archive that holds a manifest, at its root or in one folder below it. */
    static TestFiles open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return new InDirectory(folderOfManifest(path));
        }
        if (!Files.isRegularFile(path)) {
            throw new NoSuchFileException(path.toString());
        }
        ZipFile zip;
        try {
            zip = new ZipFile(path.toFile());
        } catch (ZipException e) {
            throw new ManifestException(path + " is no zip archive: " + e.getMessage());
        }
        Optional<String> manifest = zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.equals(MANIFEST) || name.endsWith("/" + MANIFEST))
                .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
        if (manifest.isEmpty()) {
            zip.close();
            throw new ManifestException(path + " holds no " + MANIFEST);
        }
        String name = manifest.get();
        return new InArchive(zip, name.substring(0, name.length() - MANIFEST.length()));
    }

    private static Path folderOfManifest(Path path) throws IOException {
        if (Files.exists(path.resolve(MANIFEST))) {
            return path;
        }
        try (Stream<Path> below = Files.list(path)) {
            return below.sorted()
                    .filter(folder -> Files.exists(folder.resolve(MANIFEST)))
                    .findFirst()
                    .orElseThrow(() -> new ManifestException(path + " holds no " + MANIFEST));
        }
    }

    /** Files of a directory. */
    record InDirectory(Path root) implements TestFiles {
        @Override
        public byte[] read(String path) throws IOException {
            Path file = root.resolve(path).normalize();
            if (!file.startsWith(root.normalize())) {
                throw new NoSuchFileException(path + " is outside the test set");
            }
            return Files.readAllBytes(file);
        }

        @Override
        public void close() {}
    }

    /** Files of an archive; {@code prefix} is the manifest's folder in it, ending in a slash unless it is the root. */
    record InArchive(ZipFile zip, String prefix) implements TestFiles {
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
        public void close() throws IOException {
            zip.close();
        }
    }
}
