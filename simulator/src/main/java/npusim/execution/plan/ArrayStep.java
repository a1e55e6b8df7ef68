package npusim.execution.plan;

/** An operator that goes through its operands' arrays by itself: moves elements, pools, reduces. */
record ArrayStep(int[] reads, int output, ArrayKernel kernel) implements Step {
    /** Elements that a part should have, so that handing it to a thread is worth it and a thread gets several. */
    private static final int PART_ELEMENTS = 1 << 16;

    @Override
    public int[] writes() {
        return new int[] {output};
    }

    @Override
    public void run(Storage storage, Workers workers) {
        Object[] inputs = new Object[reads.length];
        for (int i = 0; i < reads.length; i++) {
            inputs[i] = storage.get(reads[i]);
        }
        int fewest = Math.max(1, PART_ELEMENTS / Math.max(1, kernel.unitElements()));
        workers.runRanges(
                kernel.units(),
                fewest,
                (first, end, worker) -> kernel.run(inputs, storage.get(output), first, end, worker.scratch));
    }
}
