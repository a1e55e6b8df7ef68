package npusim.execution.plan;

/** An operator that goes through its operands' arrays by itself: moves elements, pools, reduces. */
record ArrayStep(int[] reads, int output, ArrayKernel kernel) implements Step {
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
        workers.run(kernel.parts(), (part, worker) -> kernel.run(inputs, storage.get(output), part));
    }
}
