package npusim.execution.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import npusim.kernel.loop.ByteScaling;
import npusim.kernel.loop.ElementType;
import npusim.kernel.loop.InnerLoops;
import org.jspecify.annotations.Nullable;

/**
 * An element-wise expression, evaluated chunk by chunk: every node of it is one loop over elements that stay in the
 * first-level cache.
 */
final class Program {
    private static final int NONE = -1;

    /** In an order in which operands come first. */
    private final List<Node> nodes;

    private final Node result;

    /** The buffer of each node, {@link #NONE} for the result and for what is found in memory. */
    private final int[] buffers;

    /** Of each element type. */
    private final Buffers[] pools =
            Stream.generate(Buffers::new).limit(ElementType.values().length).toArray(Buffers[]::new);

    private final int[] bufferCounts;

    /** Elements that are processed at a time. */
    private final int mostElements;

    /** The program that computes {@code result}, or copies it if it is in memory already. */
    Program(Node result) {
        this(result, null);
    }

    /** As above, with {@code input} given from outside. */
    private Program(Node result, @Nullable Node input) {
        this.result = result;
        this.nodes = operandsFirst(result, input);
        this.buffers = new int[nodes.size()];
        Arrays.fill(buffers, NONE);
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).register = i;
        }
        if (input != null) {
            input.register = nodes.size();
        }
        assignBuffers();
        bufferCounts = Arrays.stream(pools).mapToInt(pool -> pool.size).toArray();
        mostElements = Arrays.stream(bufferCounts).sum() == 0 ? Integer.MAX_VALUE : Chunk.CAPACITY;
    }

    private Buffers pool(Node node) {
        return pools[node.type().ordinal()];
    }

    private static List<Node> operandsFirst(Node result, @Nullable Node input) {
        Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Node> order = new ArrayList<>();
        if (input != null) {
            seen.add(input);
        }
        visit(result, seen, order);
        return order;
    }

    private static void visit(Node node, Set<Node> seen, List<Node> order) {
        if (seen.add(node)) {
            for (Node operand : node.operands) {
                visit(operand, seen, order);
            }
            order.add(node);
        }
    }

    /** Gives each node a buffer that no node needed later occupies; the first operand's where the node may work in place. */
    private void assignBuffers() {
        Map<Node, Integer> lastUse = new IdentityHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (Node operand : nodes.get(i).operands) {
                lastUse.put(operand, i);
            }
        }
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            boolean needsBuffer = !node.isView() && node != result;
            Buffers own = pool(node);
            if (needsBuffer && !node.worksInPlace()) {
                buffers[i] = own.take();
            }
            Set<Node> operands = Collections.newSetFromMap(new IdentityHashMap<>());
            operands.addAll(node.operands);
            for (Node operand : operands) {
                int buffer = operand.register < nodes.size() ? buffers[operand.register] : NONE;
                if (buffer != NONE && lastUse.getOrDefault(operand, NONE) == i) {
                    pool(operand).free(buffer);
                }
            }
            if (needsBuffer && node.worksInPlace()) {
                buffers[i] = own.take();
            }
        }
    }

    /** Tensors in memory that the program reads. */
    List<Integer> roots() {
        List<Integer> roots = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof Node.Tensor tensor) {
                roots.add(tensor.root);
            } else if (node instanceof Node.Spread spread) {
                roots.add(spread.root);
            } else if (node instanceof Node.PairWithPattern pair) {
                roots.add(pair.pattern.root);
            }
        }
        return roots;
    }

    /** Computes elements {@code start} to {@code start + count} of the output array. */
    void run(Chunk chunk, int start, int count, Object output) {
        useBuffers(chunk);
        for (int done = 0; done < count; ) {
            int length = Math.min(mostElements, count - done);
            runChunk(chunk, start + done, length, output, start + done);
            done += length;
        }
    }

    /**
     * Computes {@code count} elements, at most a chunk's capacity, from {@code start} on to the front of an array; those that are
     * in memory already stay there. Yields the register that finds them.
     */
    int runAside(Chunk chunk, int start, int count, Object buffer) {
        useBuffers(chunk);
        runNodes(chunk, start, count, buffer, 0);
        return result.register;
    }

    /** The scaling to INT8 if that of a producer's sums is all there is to compute, else {@code null}. */
    @Nullable
    ByteScaling scalingOfSums() {
        return result instanceof Node.Narrow narrow && narrow.operands.getFirst() instanceof Node.Sums
                ? narrow.scaling
                : null;
    }

    /** Whether there is nothing to compute, so that {@link #runAside} finds all elements in one array. */
    boolean isInMemory() {
        return result.isView();
    }

    /** Elements that {@link #runAside} takes at most: more than a chunk if they are in memory already. */
    int mostAside() {
        return isInMemory() ? Integer.MAX_VALUE : Chunk.CAPACITY;
    }

    private void useBuffers(Chunk chunk) {
        chunk.reserve(nodes.size() + 1, bufferCounts);
        for (int i = 0; i < buffers.length; i++) {
            if (buffers[i] != NONE) {
                chunk.useBuffer(i, nodes.get(i).type(), buffers[i]);
            }
        }
    }

    private void runNodes(Chunk chunk, int start, int count, Object output, int offset) {
        chunk.start = start;
        chunk.count = count;
        chunk.view(result.register, output, offset);
        for (Node node : nodes) {
            node.run(chunk);
        }
    }

    private void runChunk(Chunk chunk, int start, int count, Object output, int offset) {
        runNodes(chunk, start, count, output, offset);
        if (result.isView()) {
            System.arraycopy(chunk.arrays[result.register], chunk.offsets[result.register], output, offset, count);
        }
    }

    /**
     * The values of {@code result} for the 256 values of the INT8 node {@code input}, from which together with constants of
     * one element it is computed.
     *
     * @param storage holds the constants
     */
    static byte[] tabulate(Node result, Node input, Storage storage) {
        byte[] values = new byte[256];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (i - 128);
        }
        Program program = new Program(result, input);
        Chunk chunk = new Chunk(InnerLoops.scalar());
        chunk.storage = storage;
        program.useBuffers(chunk);
        chunk.view(input.register, values, 0);
        byte[] table = new byte[256];
        program.runChunk(chunk, 0, values.length, table, 0);
        return table;
    }

    /** Numbers of buffers of one element type. */
    private static final class Buffers {
        private final Deque<Integer> free = new ArrayDeque<>();
        private int size;

        int take() {
            Integer buffer = free.poll();
            return buffer != null ? buffer : size++;
        }

        void free(int buffer) {
            free.push(buffer);
        }
    }
}
