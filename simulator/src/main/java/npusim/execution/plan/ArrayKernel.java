package npusim.execution.plan;

/** What an {@link ArrayStep} does, in parts that write disjoint elements. */
sealed interface ArrayKernel permits RegionCopy, TransposeCopy, AveragePool, MaximumPool, ReduceMaximum {
    /** Elements that a part should have, so that handing it to a thread is worth it and a thread gets several. */
    int PART_ELEMENTS = 1 << 16;

    int parts();

    void run(Object[] inputs, Object output, int part);
}
