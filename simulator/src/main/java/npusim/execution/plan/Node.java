package npusim.execution.plan;

import java.util.List;
import npusim.kernel.BroadcastRuns;
import npusim.kernel.IntFunction;
import npusim.kernel.loop.ChannelRequantization;
import npusim.kernel.loop.Requantization;

/**
 * A value of an element-wise program, and how to compute it for a chunk. Bytes hold INT8, ints INT32. Nodes are shared
 * within a program but not between programs, which number their registers.
 */
abstract sealed class Node {
    final List<Node> operands;

    /** Where the value is found in a {@link Chunk}; set when the program is laid out. */
    int register = -1;

    private Node(Node... operands) {
        this.operands = List.of(operands);
    }

    /** Whether the value is INT8 rather than INT32. */
    abstract boolean isBytes();

    /** Whether the value is found in memory and takes no buffer. */
    boolean isView() {
        return false;
    }

    /** Whether the value may overwrite its first operand. */
    boolean worksInPlace() {
        return false;
    }

    /** Computes the value, with the operands' and the own register assigned. */
    abstract void run(Chunk chunk);

    /** Elements of a tensor in memory. */
    static final class Tensor extends Node {
        final int root;
        private final boolean isBytes;

        Tensor(int root, boolean isBytes) {
            this.root = root;
            this.isBytes = isBytes;
        }

        @Override
        boolean isBytes() {
            return isBytes;
        }

        @Override
        boolean isView() {
            return true;
        }

        @Override
        void run(Chunk chunk) {
            chunk.view(register, chunk.storage.get(root), chunk.start);
        }
    }

    /** Sums that a producer has just made. */
    static final class Sums extends Node {
        @Override
        boolean isBytes() {
            return false;
        }

        @Override
        boolean isView() {
            return true;
        }

        @Override
        void run(Chunk chunk) {
            chunk.view(register, chunk.sums, chunk.start - chunk.sumsOrigin);
        }
    }

    /** A tensor in memory with fewer elements than the output. */
    static final class Spread extends Node {
        final int root;
        final BroadcastRuns broadcast;
        private final boolean isBytes;

        /** Whether the tensor is a constant of one element, so that the node adds nothing unknown to its readers. */
        final boolean isConstantScalar;

        Spread(int root, BroadcastRuns broadcast, boolean isBytes, boolean isConstant) {
            this.root = root;
            this.broadcast = broadcast;
            this.isBytes = isBytes;
            this.isConstantScalar = isConstant && broadcast.isScalar();
        }

        @Override
        boolean isBytes() {
            return isBytes;
        }

        @Override
        void run(Chunk chunk) {
            Object target = isBytes ? chunk.bytes[register] : chunk.ints[register];
            broadcast.expand(chunk.storage.get(root), target, chunk.start, chunk.count);
        }
    }

    /** INT8 minus a zero point as INT32. */
    static final class Widen extends Node {
        private final int zeroPoint;

        Widen(Node bytes, int zeroPoint) {
            super(bytes);
            this.zeroPoint = zeroPoint;
        }

        @Override
        boolean isBytes() {
            return false;
        }

        @Override
        void run(Chunk chunk) {
            int source = operands.getFirst().register;
            chunk.loops.bytesToInts(
                    chunk.bytes[source],
                    chunk.offsets[source],
                    zeroPoint,
                    chunk.ints[register],
                    chunk.offsets[register],
                    chunk.count);
        }
    }

    /** INT32 scaled to INT32. */
    static final class Scale extends Node {
        private final Requantization scaling;

        Scale(Node ints, Requantization scaling) {
            super(ints);
            this.scaling = scaling;
        }

        @Override
        boolean isBytes() {
            return false;
        }

        @Override
        boolean worksInPlace() {
            return true;
        }

        @Override
        void run(Chunk chunk) {
            int source = operands.getFirst().register;
            chunk.loops.rescaleToInts(
                    chunk.ints[source],
                    chunk.offsets[source],
                    scaling,
                    chunk.ints[register],
                    chunk.offsets[register],
                    chunk.count);
        }
    }

    /** INT32 scaled to INT8. */
    static final class Narrow extends Node {
        private final Requantization scaling;

        Narrow(Node ints, Requantization scaling) {
            super(ints);
            this.scaling = scaling;
        }

        @Override
        boolean isBytes() {
            return true;
        }

        @Override
        void run(Chunk chunk) {
            int source = operands.getFirst().register;
            chunk.loops.rescaleToBytes(
                    chunk.ints[source],
                    chunk.offsets[source],
                    scaling,
                    chunk.bytes[register],
                    chunk.offsets[register],
                    chunk.count);
        }
    }

    /** INT32 scaled to INT8 by the scaling of each innermost channel. */
    static final class NarrowChannels extends Node {
        private final ChannelRequantization scaling;

        NarrowChannels(Node ints, ChannelRequantization scaling) {
            super(ints);
            this.scaling = scaling;
        }

        @Override
        boolean isBytes() {
            return true;
        }

        @Override
        void run(Chunk chunk) {
            int source = operands.getFirst().register;
            int channels = scaling.channels();
            int done = 0;
            while (done < chunk.count) {
                int channel = (chunk.start + done) % channels;
                int run = Math.min(channels - channel, chunk.count - done);
                chunk.loops.rescaleChannelsToBytes(
                        chunk.ints[source],
                        chunk.offsets[source] + done,
                        scaling,
                        channel,
                        chunk.bytes[register],
                        chunk.offsets[register] + done,
                        run);
                done += run;
            }
        }
    }

    /** INT8 by a table of 256 entries. */
    static final class LookUp extends Node {
        private final byte[] table;

        LookUp(Node bytes, byte[] table) {
            super(bytes);
            this.table = table;
        }

        @Override
        boolean isBytes() {
            return true;
        }

        @Override
        void run(Chunk chunk) {
            int source = operands.getFirst().register;
            chunk.loops.lookUp(
                    chunk.bytes[source],
                    chunk.offsets[source],
                    table,
                    chunk.bytes[register],
                    chunk.offsets[register],
                    chunk.count);
        }
    }

    /** INT32 from two INT32. */
    static final class Combine extends Node {
        private final IntFunction function;

        Combine(IntFunction function, Node left, Node right) {
            super(left, right);
            this.function = function;
        }

        @Override
        boolean isBytes() {
            return false;
        }

        @Override
        boolean worksInPlace() {
            return true;
        }

        @Override
        void run(Chunk chunk) {
            int left = operands.getFirst().register;
            int right = operands.getLast().register;
            function.apply(
                    chunk.ints[left],
                    chunk.offsets[left],
                    chunk.ints[right],
                    chunk.offsets[right],
                    chunk.ints[register],
                    chunk.offsets[register],
                    chunk.count);
        }
    }
}
