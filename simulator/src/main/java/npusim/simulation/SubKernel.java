package npusim.simulation;

import npusim.schedule.Window;

/**
 * One hardware pass over a kernel.
 *
 * @param top first kernel row
 * @param height kernel rows
 * @param left first kernel column
 * @param width kernel columns
 * @param share share of the kernel's elements
 */
record SubKernel(int top, int height, int left, int width, double share) {
    /** The passes over {@code window}, each of at most {@code mostRows} by {@code mostColumns} kernel elements. */
    static SubKernel[] of(Window window, int mostRows, int mostColumns) {
        int rows = Math.ceilDiv(window.kernelHeight(), mostRows);
        int columns = Math.ceilDiv(window.kernelWidth(), mostColumns);
        SubKernel[] passes = new SubKernel[rows * columns];
        for (int i = 0; i < passes.length; i++) {
            int top = i / columns * mostRows;
            int left = i % columns * mostColumns;
            int height = Math.min(mostRows, window.kernelHeight() - top);
            int width = Math.min(mostColumns, window.kernelWidth() - left);
            passes[i] = new SubKernel(top, height, left, width, (double) height * width / window.elements());
        }
        return passes;
    }

    /** Kernel elements. */
    int elements() {
        return height * width;
    }
}
