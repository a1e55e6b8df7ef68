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
        int units = kernel.units();
        int inPart = Math.max(1, PART_ELEMENTS / Math.max(1, kernel.unitElements()));
        workers.run(Math.ceilDiv(units, inPart), (part, worker) -> {
            int first = part * inPart;
            kernel.run(inputs, storage.get(output), first, Math.min(units, first + inPart));
        });
    }
}
