package npusim.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import npusim.dsl.NpuLanguage;
import npusim.file.Sha256;
import npusim.simulation.Simulator;
import npusim.trace.PmuSink;
import npusim.zoo.Workloads;

/** Which program computes the results of a study: a digest of its classes, the same in folders, jars and one large jar. */
final class BuildIdentity {
    private static final List<Class<?>> ONE_OF_EACH_MODULE =
            List.of(NpuLanguage.class, PmuSink.class, Simulator.class, Workloads.class, BuildIdentity.class);
    private static final String OURS = "npusim/";
    private static final List<String> WITHOUT_INFLUENCE =
            List.of("npusim/cli/", "npusim/languageserver/", "npusim/report/html/", "npusim/cluster/");
    private static final String CLASS = ".class";
    private static final String TEXT = text();

    private BuildIdentity() {}

    /** 64 hexadecimal digits. */
    static String get() {
        return TEXT;
    }

    private static String text() {
        Map<String, Long> checksums = new TreeMap<>();
        try {
            for (Class<?> type : ONE_OF_EACH_MODULE) {
                CodeSource source = type.getProtectionDomain().getCodeSource();
                if (source != null) {
                    Path place = Path.of(source.getLocation().toURI());
                    if (Files.isDirectory(place)) {
                        addFolder(place, checksums);
                    } else {
                        addJar(place, checksums);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the classes of this program", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("classes come from no file", e);
        }
        return Sha256.hex(checksums.toString());
    }

    private static void addFolder(Path folder, Map<String, Long> checksums) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            if (counts(name)) {
                CRC32 checksum = new CRC32();
                checksum.update(Files.readAllBytes(file));
                checksums.put(name, checksum.getValue());
            }
        }
    }

    private static void addJar(Path file, Map<String, Long> checksums) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (counts(entry.getName())) {
                    checksums.put(entry.getName(), entry.getCrc());
                }
            }
        }
    }

    private static boolean counts(String name) {
        return name.startsWith(OURS)
                && name.endsWith(CLASS)
                && WITHOUT_INFLUENCE.stream().noneMatch(name::startsWith);
    }
}
