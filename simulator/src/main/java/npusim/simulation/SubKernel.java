package npusim.simulation;

import npusim.schedule.Window;

/**
 * One hardware pass over a kernel (ethos-u.md §1.1).
 *
 * @param top first kernel row
 * @param height kernel rows
 * @param left first kernel column
 * @param width kernel columns
 * @param share share of the kernel's elements
 */
record SubKernel(int top, int height, int left, int width, double share) {
    /** Most kernel rows and columns of one pass. */
    static final int LIMIT = 8;

    /** The passes over {@code window}. */
    static SubKernel[] of(Window window) {
        if (window.kernelHeight() <= LIMIT && window.kernelWidth() <= LIMIT) {
            return new SubKernel[] {new SubKernel(0, window.kernelHeight(), 0, window.kernelWidth(), 1)};
        }
        int rows = Math.ceilDiv(window.kernelHeight(), LIMIT);
        int columns = Math.ceilDiv(window.kernelWidth(), LIMIT);
        SubKernel[] passes = new SubKernel[rows * columns];
        for (int i = 0; i < passes.length; i++) {
            int top = i / columns * LIMIT;
            int left = i % columns * LIMIT;
            int height = Math.min(LIMIT, window.kernelHeight() - top);
            int width = Math.min(LIMIT, window.kernelWidth() - left);
            passes[i] = new SubKernel(top, height, left, width, (double) height * width / window.elements());
        }
        return passes;
    }
}
