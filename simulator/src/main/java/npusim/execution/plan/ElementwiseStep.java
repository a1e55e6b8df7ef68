package npusim.execution.plan;

/** An element-wise program over {@code elements} elements into one tensor. */
record ElementwiseStep(Program program, int output, int elements) implements Step {
    private static final int PART = 8 * Chunk.CAPACITY;

    @Override
    public int[] reads() {
        return program.roots().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public int[] writes() {
        return new int[] {output};
    }

    @Override
    public void run(Storage storage, Workers workers) {
        workers.run((elements + PART - 1) / PART, (part, worker) -> {
            worker.chunk.storage = storage;
            int start = part * PART;
            program.run(worker.chunk, start, Math.min(PART, elements - start), storage.get(output));
        });
    }
}
