package npusim.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * The cases of a test set.
 *
 * @param cases of integers, in the order of the manifest or of their folders' names
 * @param floatingPoint how many more cases there are that the set's generator made floating-point numbers for
 */
public record TestSet(ImmutableList<ConformanceCase> cases, int floatingPoint) {
    /**
     * The set in a directory or zip archive: the cases of its {@code MANIFEST.csv}, or else those that a {@code desc.json} in
     * their folder describes, as the test generator of the TOSA reference model writes it.
     *
     * @throws TestSetException if there is neither, or what is there is wrong
     */
    public static TestSet of(Path path) throws IOException {
        try (TestFiles files = TestFiles.open(path)) {
            if (files.manifest()) {
                return new TestSet(Lists.immutable.withAll(Manifest.parse(files.read(TestFiles.MANIFEST))), 0);
            }
            List<String> descriptions = files.named(TestDescription.FILE);
            if (descriptions.isEmpty()) {
                throw new TestSetException("%s holds no %s, and no case with a %s"
                        .formatted(path, TestFiles.MANIFEST, TestDescription.FILE));
            }
            List<ConformanceCase> cases = new ArrayList<>();
            for (String description : descriptions) {
                TestDescription.parse(files.read(description), description).ifPresent(cases::add);
            }
            return new TestSet(Lists.immutable.withAll(cases), descriptions.size() - cases.size());
        }
    }
}
