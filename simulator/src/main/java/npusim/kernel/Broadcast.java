package npusim.kernel;

import npusim.tensor.Shape;

/**
 * Walks the rows of an output and says where each row of a broadcast operand starts. A dimension of extent 1 in the operand
 * and more in the output has stride 0.
 */
final class Broadcast {
    private final int[] extents;
    private final int[][] strides;
    private final int[] offsets;
    private final int[] index;
    private final int rows;

    Broadcast(Shape output, Shape... operands) {
        // Rank 0 is walked as one row of one element.
        int rank = Math.max(1, output.rank());
        extents = output.rank() == 0 ? new int[] {1} : output.toArray();
        strides = new int[operands.length][];
        for (int i = 0; i < operands.length; i++) {
            strides[i] = output.rank() == 0 ? new int[] {0} : StridedCopy.stridesOf(operands[i]);
            for (int axis = 0; axis < output.rank(); axis++) {
                if (operands[i].dimension(axis) == 1) {
                    strides[i][axis] = 0;
                }
            }
        }
        offsets = new int[operands.length];
        index = new int[rank];
        rows = (int) (output.elements() / extents[rank - 1]);
    }

    /** Number of rows: of runs along the innermost dimension. */
    int rows() {
        return rows;
    }

    /** Elements of a row. */
    int rowLength() {
        return extents[extents.length - 1];
    }

    /** Where the current row starts in an operand. */
    int offset(int operand) {
        return offsets[operand];
    }

    /** Distance of neighbours of a row in an operand: 1 or 0. */
    int step(int operand) {
        return strides[operand][extents.length - 1];
    }

    /** Goes to the next row. */
    void next() {
        int axis = extents.length - 2;
        while (axis >= 0 && ++index[axis] == extents[axis]) {
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] -= strides[i][axis] * (extents[axis] - 1);
            }
            index[axis--] = 0;
        }
        for (int i = 0; axis >= 0 && i < offsets.length; i++) {
            offsets[i] += strides[i][axis];
        }
    }
}
