package npusim.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildIdentityTest {
    @TempDir
    private Path folder;

    @Test
    void foldersAndOneJarOfTheSameFilesAreTheSameProgram() throws IOException {
        Path one = place("one", "npusim/A.class", "a");
        Path other = place("other", "npusim/zoo/b.net", "b");
        Path jar = folder.resolve("all.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file)) {
            entries.putNextEntry(new ZipEntry("npusim/"));
            for (String[] entry : new String[][] {{"npusim/zoo/b.net", "b"}, {"npusim/A.class", "a"}, {"x/C", "c"}}) {
                entries.putNextEntry(new ZipEntry(entry[0]));
                entries.write(entry[1].getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        assertThat(BuildIdentity.of(List.of(one, other)))
                .isEqualTo(BuildIdentity.of(List.of(other, one)))
                .isEqualTo(BuildIdentity.of(List.of(jar)));
    }

    @Test
    void classesAndNetworksCountAndWhatOnlyShowsResultsDoesNot() throws IOException {
        String before =
                BuildIdentity.of(List.of(place("p", "npusim/A.class", "a"), place("p", "npusim/zoo/b.net", "b")));
        assertThat(BuildIdentity.of(List.of(place("p", "npusim/cli/C.class", "c"))))
                .isEqualTo(before);
        assertThat(BuildIdentity.of(List.of(place("p", "npusim/report/html/report.js", "j"))))
                .isEqualTo(before);
        assertThat(BuildIdentity.of(List.of(place("p", "npusim/zoo/b.net", "B"))))
                .isNotEqualTo(before);
        assertThat(BuildIdentity.of(List.of(place("p", "npusim/zoo/b.net", "b"))))
                .isEqualTo(before);
        assertThat(BuildIdentity.of(List.of(place("p", "npusim/A.class", "A")))).isNotEqualTo(before);
    }

    private Path place(String name, String file, String text) throws IOException {
        Path place = folder.resolve(name);
        Path path = place.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        return place;
    }
}
