package npusim.execution.plan;

import java.util.List;
import npusim.kernel.BroadcastRuns;
import npusim.kernel.loop.ByteScaling;
import npusim.kernel.loop.ElementFunction;
import npusim.kernel.loop.ElementLoop;
import npusim.kernel.loop.ElementType;
import npusim.kernel.loop.InterpolatedTable;
import npusim.kernel.loop.PairScaling;
import npusim.kernel.loop.Requantization;

/**
 * A value of an element-wise program, and how to compute it for a chunk. Nodes are shared
 * within a program but not between programs, which number their registers.
 */
abstract sealed class Node {
    private final ElementType type;
    final List<Node> operands;

    /** Where the value is found in a {@link Chunk}; set when the program is laid out. */
    int register = -1;

    private Node(ElementType type, Node... operands) {
        this.type = type;
        this.operands = List.of(operands);
    }

    /** How the value's elements are stored. */
    final ElementType type() {
        return type;
    }

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

    /** A value that is found in memory. */
    abstract static sealed class View extends Node {
        View(ElementType type) {
            super(type);
        }

        @Override
        final boolean isView() {
            return true;
        }
    }

    /** Elements of a tensor in memory. */
    static final class Tensor extends View {
        final int root;

        Tensor(int root, ElementType type) {
            super(type);
            this.root = root;
        }

        @Override
        void run(Chunk chunk) {
            chunk.view(register, chunk.storage.get(root), chunk.start);
        }
    }

    /** Sums that a producer has just made. */
    static final class Sums extends View {
        Sums() {
            super(ElementType.INT);
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

        /** Whether the tensor is a constant of one element, so that the node adds nothing unknown to its readers. */
        final boolean isConstantScalar;

        Spread(int root, BroadcastRuns broadcast, ElementType type, boolean isConstant) {
            super(type);
            this.root = root;
            this.broadcast = broadcast;
            this.isConstantScalar = isConstant && broadcast.isScalar();
        }

        @Override
        void run(Chunk chunk) {
            broadcast.expand(chunk.storage.get(root), chunk.arrays[register], chunk.start, chunk.count);
        }
    }

    /** INT8 minus a zero point as INT32. */
    static final class Widen extends Node {
        final int zeroPoint;

        Widen(Node bytes, int zeroPoint) {
            super(ElementType.INT, bytes);
            this.zeroPoint = zeroPoint;
        }

        @Override
        void run(Chunk chunk) {
            int source = operands.getFirst().register;
            chunk.loops.bytesToInts(
                    chunk.bytes(source),
                    chunk.offsets[source],
                    zeroPoint,
                    chunk.ints(register),
                    chunk.offsets[register],
                    chunk.count);
        }
    }

    /** INT32 scaled to INT32. */
    static final class Scale extends Node {
        final Requantization scaling;

        Scale(Node ints, Requantization scaling) {
            super(ElementType.INT, ints);
            this.scaling = scaling;
        }

        @Override
        boolean worksInPlace() {
            return true;
        }

        @Override
        void run(Chunk chunk) {
            int source = operands.getFirst().register;
            chunk.loops.rescaleToInts(
                    chunk.ints(source),
                    chunk.offsets[source],
                    scaling,
                    chunk.ints(register),
                    chunk.offsets[register],
                    chunk.count);
        }
    }

    /** INT8 minus a zero point scaled to INT32. */
    static final class ScaleBytes extends Node {
        final int zeroPoint;
        final Requantization scaling;

        ScaleBytes(Node bytes, int zeroPoint, Requantization scaling) {
            super(ElementType.INT, bytes);
            this.zeroPoint = zeroPoint;
            this.scaling = scaling;
        }

        @Override
        void run(Chunk chunk) {
            int source = operands.getFirst().register;
            chunk.loops.rescaleBytesToInts(
                    chunk.bytes(source),
                    chunk.offsets[source],
                    zeroPoint,
                    scaling,
                    chunk.ints(register),
                    chunk.offsets[register],
                    chunk.count);
        }
    }

    /** INT32 scaled to INT8, all alike or by innermost channel. */
    static final class Narrow extends Node {
        final ByteScaling scaling;

        Narrow(Node ints, ByteScaling scaling) {
            super(ElementType.BYTE, ints);
            this.scaling = scaling;
        }

        /** Whether an element's place counts. */
        boolean isByChannel() {
            return scaling.channels() > 1;
        }

        @Override
        void run(Chunk chunk) {
            int source = operands.getFirst().register;
            chunk.loops.rescaleToBytes(
                    chunk.ints(source),
                    chunk.offsets[source],
                    scaling,
                    chunk.start % scaling.channels(),
                    chunk.bytes(register),
                    chunk.offsets[register],
                    chunk.count);
        }
    }

    /** Two INT8 values scaled, combined and scaled to INT8. */
    static final class Pair extends Node {
        private final PairScaling scaling;

        Pair(Node first, Node second, PairScaling scaling) {
            super(ElementType.BYTE, first, second);
            this.scaling = scaling;
        }

        @Override
        void run(Chunk chunk) {
            int first = operands.getFirst().register;
            int second = operands.getLast().register;
            chunk.loops.combineBytes(
                    chunk.bytes(first),
                    chunk.offsets[first],
                    chunk.bytes(second),
                    chunk.offsets[second],
                    scaling,
                    chunk.bytes(register),
                    chunk.offsets[register],
                    chunk.count);
        }
    }

    /** As {@link Pair}, where the second value is a tensor in memory that repeats a short pattern for long. */
    static final class PairWithPattern extends Node {
        /** Elements for which a pattern has to last: its terms are calculated once for them. */
        private static final int FEWEST = 256;

        final Spread pattern;
        private final PairScaling scaling;

        PairWithPattern(Node first, Spread pattern, PairScaling scaling) {
            super(ElementType.BYTE, first);
            this.pattern = pattern;
            this.scaling = scaling;
        }

        static boolean serves(Node second) {
            return second instanceof Spread spread && !spread.isConstantScalar && spread.broadcast.repeats(FEWEST);
        }

        @Override
        void run(Chunk chunk) {
            int first = operands.getFirst().register;
            byte[] source = chunk.storage.bytes(pattern.root);
            int done = 0;
            while (done < chunk.count) {
                int position = chunk.start + done;
                int run = Math.min(pattern.broadcast.untilChange(position), chunk.count - done);
                chunk.loops.combineWithPattern(
                        chunk.bytes(first),
                        chunk.offsets[first] + done,
                        pattern.broadcast.pattern(source, position),
                        scaling,
                        chunk.bytes(register),
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
            super(ElementType.BYTE, bytes);
            this.table = table;
        }

        @Override
        void run(Chunk chunk) {
            int source = operands.getFirst().register;
            chunk.loops.lookUp(
                    chunk.bytes(source),
                    chunk.offsets[source],
                    table,
                    chunk.bytes(register),
                    chunk.offsets[register],
                    chunk.count);
        }
    }

    /** INT16 by a table of 513 entries. */
    static final class Interpolate extends Node {
        private final InterpolatedTable table;

        Interpolate(Node shorts, InterpolatedTable table) {
            super(ElementType.INT, shorts);
            this.table = table;
        }

        @Override
        void run(Chunk chunk) {
            int source = operands.getFirst().register;
            chunk.loops.interpolate(
                    (short[]) chunk.arrays[source],
                    chunk.offsets[source],
                    table,
                    chunk.ints(register),
                    chunk.offsets[register],
                    chunk.count);
        }
    }

    /** A function of one or two values, element by element. */
    static final class Combine extends Node {
        final ElementLoop.Kind kind;

        Combine(ElementFunction function, ElementType type, Node... operands) {
            super(type, operands);
            this.kind = new ElementLoop.Kind(function, operands[0].type(), operands[operands.length - 1].type(), type);
        }

        @Override
        boolean worksInPlace() {
            return kind.first() == kind.target() && kind.second() == kind.target();
        }

        @Override
        void run(Chunk chunk) {
            int left = operands.getFirst().register;
            int right = operands.getLast().register;
            chunk.loops
                    .elements(kind, chunk.count)
                    .apply(
                            chunk.arrays[left],
                            chunk.offsets[left],
                            chunk.arrays[right],
                            chunk.offsets[right],
                            chunk.arrays[register],
                            chunk.offsets[register],
                            chunk.count);
        }
    }

    /** The product of two INT32, rounded and shifted right. */
    static final class MultiplyShifted extends Node {
        private final int shift;

        MultiplyShifted(Node left, Node right, int shift) {
            super(ElementType.INT, left, right);
            this.shift = shift;
        }

        @Override
        boolean worksInPlace() {
            return true;
        }

        @Override
        void run(Chunk chunk) {
            int left = operands.getFirst().register;
            int right = operands.getLast().register;
            chunk.loops.multiplyShifted(
                    chunk.ints(left),
                    chunk.offsets[left],
                    chunk.ints(right),
                    chunk.offsets[right],
                    shift,
                    chunk.ints(register),
                    chunk.offsets[register],
                    chunk.count);
        }
    }

    /** One of two values, as a condition says. */
    static final class Choose extends Node {
        private final ElementLoop.Kind kind;

        Choose(Node condition, Node onTrue, Node onFalse) {
            super(onFalse.type(), condition, onTrue, onFalse);
            kind = new ElementLoop.Kind(ElementFunction.REPLACE, onTrue.type(), condition.type(), onFalse.type());
        }

        @Override
        void run(Chunk chunk) {
            int condition = operands.getFirst().register;
            int onTrue = operands.get(1).register;
            int onFalse = operands.getLast().register;
            Object target = chunk.arrays[register];
            int start = chunk.offsets[register];
            System.arraycopy(chunk.arrays[onFalse], chunk.offsets[onFalse], target, start, chunk.count);
            chunk.loops
                    .elements(kind, chunk.count)
                    .apply(
                            chunk.arrays[onTrue],
                            chunk.offsets[onTrue],
                            chunk.arrays[condition],
                            chunk.offsets[condition],
                            target,
                            start,
                            chunk.count);
        }
    }

    /** The least and the greatest result of a CLAMP. */
    static final class Bounds extends View {
        private final Object bounds;

        Bounds(ElementType type, Object bounds) {
            super(type);
            this.bounds = bounds;
        }

        @Override
        void run(Chunk chunk) {
            chunk.view(register, bounds, 0);
        }
    }
}
