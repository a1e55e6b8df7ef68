package npusim.study;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collection;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.jspecify.annotations.Nullable;

/**
 * Which program computes the results of a study: a digest of its classes and of the networks that it ships, the same in folders,
 * jars and one large jar. Descriptions that ship are in the key of the declarations.
 */
final class BuildIdentity {
    private static final List<Class<?>> ONE_OF_EACH_MODULE =
            List.of(NpuLanguage.class, PmuSink.class, Simulator.class, Workloads.class, BuildIdentity.class);
    private static final String OURS = "npusim/";
    private static final List<String> WITHOUT_INFLUENCE = List.of(
            "npusim/cli/", "npusim/languageserver/", "npusim/report/html/", "npusim/cluster/", "npusim/configs/");

    private static @Nullable String known;

    private BuildIdentity() {}

    /**
     * 64 hexadecimal digits.
     *
     * @throws StudyException if the files of the program cannot be read
     */
    static synchronized String get() {
        String found = known;
        if (found == null) {
            found = of(places());
            known = found;
        }
        return found;
    }

    private static Set<Path> places() {
        Set<Path> places = new LinkedHashSet<>();
        try {
            for (Class<?> type : ONE_OF_EACH_MODULE) {
                CodeSource source = type.getProtectionDomain().getCodeSource();
                if (source != null) {
                    places.add(Path.of(source.getLocation().toURI()));
                }
            }
        } catch (URISyntaxException e) {
            throw new StudyException("classes of this program come from no file", e);
        }
        return places;
    }

    /** The digest of folders and jars with classes, whatever their order. */
    static String of(Collection<Path> places) {
        Map<String, Long> checksums = new TreeMap<>();
        try {
            for (Path place : places) {
                if (Files.isDirectory(place)) {
                    addFolder(place, checksums);
                } else {
                    addJar(place, checksums);
                }
            }
        } catch (IOException e) {
            throw new StudyException("cannot read the files of this program: " + e.getMessage(), e);
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
                && !name.endsWith("/")
                && WITHOUT_INFLUENCE.stream().noneMatch(name::startsWith);
    }
}
