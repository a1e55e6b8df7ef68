package npusim.tosa;

import java.util.ArrayList;
import java.util.List;
import npusim.graph.Block;
import npusim.graph.Graph;
import npusim.graph.Level;
import npusim.graph.Problem;
import npusim.graph.Rule;
import npusim.tosa.TosaFile.FileBlock;
import npusim.tosa.TosaFile.FileRegion;
import org.jspecify.annotations.Nullable;

/**
 * Turns the names of a file into a graph: finds the main block and the blocks of control-flow operators (further blocks
 * of the region, or regions), gives every tensor a value, and orders operators topologically. What is wrong is collected.
 */
final class ResolveGraph {
    private static final String MAIN = "main";

    /** Blocks are resolved once for each use; a file that uses blocks exponentially often is refused. */
    private static final int MAXIMUM_BLOCKS = 10_000;

    private final TosaFile file;
    private final Level level;
    private final List<Problem> problems = new ArrayList<>();
    private @Nullable FileRegion region;
    private int nextId;
    private int blocks;

    private ResolveGraph(TosaFile file, Level level) {
        this.file = file;
        this.level = level;
    }

    /** A graph with what is wrong with it; the graph is {@code null} when there is no block to make it from. */
    record Resolution(@Nullable Graph graph, List<Problem> problems) {}

    static Resolution resolve(TosaFile file, Level level, String name) {
        ResolveGraph resolve = new ResolveGraph(file, level);
        FileBlock main = resolve.findMain();
        if (main == null) {
            resolve.problem(Rule.MISSING_BLOCK, name, "the file has no region with a block");
            return new Resolution(null, resolve.problems);
        }
        Block block = resolve.block(main, null, 0);
        return new Resolution(new Graph(block, resolve.nextId), resolve.problems);
    }

    private @Nullable FileBlock findMain() {
        for (FileRegion candidate : file.regions()) {
            if (!candidate.blocks().isEmpty()
                    && (region == null || candidate.name().equals(MAIN))) {
                region = candidate;
                if (candidate.name().equals(MAIN)) {
                    break;
                }
            }
        }
        return region == null ? null : mainOf(region);
    }

    private static FileBlock mainOf(FileRegion region) {
        for (FileBlock block : region.blocks()) {
            if (block.name().equals(MAIN)) {
                return block;
            }
        }
        return region.blocks().getFirst();
    }

    /** The block that a control-flow operator names: one of the main region, or the main block of another region. */
    @Nullable
    FileBlock find(String name) {
        FileRegion main = region;
        if (main != null) {
            for (FileBlock block : main.blocks()) {
                if (block.name().equals(name)) {
                    return block;
                }
            }
        }
        for (FileRegion candidate : file.regions()) {
            if (candidate.name().equals(name) && !candidate.blocks().isEmpty()) {
                return mainOf(candidate);
            }
        }
        return null;
    }

    /** Resolves one use of a block; {@code null} when control flow is nested too deep. */
    @Nullable
    Block nested(String name, ResolveBlock outer, int depth, String place) {
        FileBlock block = find(name);
        if (block == null) {
            problem(Rule.MISSING_BLOCK, place, "there is no block or region named '" + name + "'");
            return null;
        }
        if (depth > level.maximumNesting()) {
            blocks = MAXIMUM_BLOCKS + 1;
            problem(
                    Rule.NESTING_TOO_DEEP,
                    place,
                    "control flow is nested deeper than MAX_NESTING = " + level.maximumNesting());
            return null;
        }
        if (++blocks > MAXIMUM_BLOCKS) {
            problem(Rule.NESTING_TOO_DEEP, place, "more than " + MAXIMUM_BLOCKS + " uses of control-flow blocks");
            return null;
        }
        return block(block, outer, depth);
    }

    private Block block(FileBlock block, @Nullable ResolveBlock outer, int depth) {
        return new ResolveBlock(this, block, outer, depth).resolve();
    }

    int newId() {
        return nextId++;
    }

    /** Whether the nesting or number of blocks was refused, so that further ones are refused unseen. */
    boolean isExhausted() {
        return blocks > MAXIMUM_BLOCKS;
    }

    void problem(Rule rule, String place, String detail) {
        problems.add(new Problem(rule, place, detail));
    }
}
