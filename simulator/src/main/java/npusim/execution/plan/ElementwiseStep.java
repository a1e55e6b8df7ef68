package npusim.execution.plan;

/** An element-wise program over {@code elements} elements into one tensor. */
record ElementwiseStep(Program program, int output, int elements) implements Step {
    /** Chunks that a thread takes at a time, at least. */
    private static final int FEWEST_CHUNKS = 8;

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
        workers.runRanges(Math.ceilDiv(elements, Chunk.CAPACITY), FEWEST_CHUNKS, (first, end, worker) -> {
            worker.chunk.storage = storage;
            int start = first * Chunk.CAPACITY;
            int count = Math.min(elements - start, (end - first) * Chunk.CAPACITY);
            program.run(worker.chunk, start, count, storage.get(output));
        });
    }
}
