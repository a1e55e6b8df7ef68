package npusim.tosa;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import npusim.file.WholeFile;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;
import npusim.graph.Level;
import npusim.graph.OpCode;
import npusim.graph.Problem;
import npusim.graph.Rule;
import npusim.graph.VerifyGraph;
import org.eclipse.collections.api.factory.Lists;

/**
 * Reads TOSA 1.0 flatbuffers: draft and final, control-flow blocks as blocks or as regions, CONST_SHAPE in
 * {@code shapes} or in {@code tensors}, operators in any order.
 */
public final class TosaReader {
    private TosaReader() {}

    /**
     * Reads and verifies a file at level 8K.
     *
     * @throws InvalidGraphException if the file is not a valid integer graph of TOSA 1.0; it carries all problems
     * @throws IOException if the file cannot be read
     */
    public static Graph read(Path file) throws IOException, InvalidGraphException {
        return read(file, Level.EIGHT_K);
    }

    /** As {@link #read(Path)}, at another level. */
    public static Graph read(Path file, Level level) throws IOException, InvalidGraphException {
        if (Files.size(file) > Integer.MAX_VALUE - 8) {
            throw new InvalidGraphException(Rule.MALFORMED_FILE, file.toString(), "the file is larger than 2 GiB");
        }
        return parse(WholeFile.read(file), file.toString(), level);
    }

    /** Reads and verifies the bytes of a file; {@code name} is for messages. */
    public static Graph parse(byte[] data, String name, Level level) throws InvalidGraphException {
        TosaFile file = TosaFile.parse(data, name);
        ResolveGraph.Resolution resolution;
        try {
            resolution = ResolveGraph.resolve(file, level, name);
        } catch (MalformedFileException e) {
            throw new InvalidGraphException(Rule.MALFORMED_FILE, name, String.valueOf(e.getMessage()));
        }
        List<Problem> problems = new ArrayList<>(resolution.problems());
        Graph graph = resolution.graph();
        if (graph != null) {
            boolean saidNotInteger = problems.stream().anyMatch(TosaReader::isNotInteger);
            problems.addAll(VerifyGraph.verify(graph, level)
                    .reject(problem -> saidNotInteger && isNotInteger(problem))
                    .castToList());
        }
        // An operator that cannot take a constant says more than the constant does, so it is named first.
        problems.sort(Comparator.comparing(TosaReader::isAtConstant));
        if (graph == null || !problems.isEmpty()) {
            throw new InvalidGraphException(Lists.immutable.withAll(problems));
        }
        return graph;
    }

    private static boolean isAtConstant(Problem problem) {
        return problem.place().startsWith(OpCode.CONST.name() + " ");
    }

    private static boolean isNotInteger(Problem problem) {
        return problem.rule() == Rule.NOT_INTEGER_GRAPH;
    }
}
