package npusim.trace;

/**
 * Numbers of the events that the model adds to those of the hardware's PMU catalogue. They are part of the log format.
 * The hardware's numbers are below {@link #FIRST_MODEL_EVENT} and come from the description.
 */
public final class TraceEvents {
    /** Model events start here; hardware event numbers are 10 bits wide. */
    public static final int FIRST_MODEL_EVENT = 0x4000;

    /** Length in cycles of the operation or slice whose first cycle is the sample's {@code cycle}. */
    public static final int SPAN = 0x4000;

    /** Multiply-accumulates the workload asks for (without padding of blocks and micro-blocks). */
    public static final int MACS = 0x4001;

    /** Bytes of a memory in use from the sample's {@code cycle} on; a level, not an increase. */
    public static final int MEMORY_OCCUPIED = 0x4002;

    /** Cycles of the NPU's clock in which the host computed an operator. */
    public static final int HOST_COMPUTE = 0x4003;

    /** Cycles of the NPU's clock in which the host moved an operator's operands and results. */
    public static final int HOST_TRANSFER = 0x4004;

    /** Cycles of the NPU's clock in which the host started the NPU again. */
    public static final int HOST_HANDOVER = 0x4005;

    /** Index in the command stream of the kernel that a {@link PmuScope#SLICE} belongs to; no count. */
    public static final int COMMAND = 0x4006;

    /** First of the accounting categories: {@code CATEGORY_BASE + CycleCategory.ordinal()}. */
    public static final int CATEGORY_BASE = 0x4100;

    /** Unit of the {@link PmuScope#OPERATION} samples that belong to no operation, start and stop for instance. */
    public static final int UNATTRIBUTED = -1;

    private TraceEvents() {}

    /** Event number that carries the cycles of an accounting category. */
    public static int of(CycleCategory category) {
        return CATEGORY_BASE + category.code();
    }

    /** Whether the event is an accounting category; then {@link CycleCategory#ofCode} takes the difference to the base. */
    public static boolean isCategory(int event) {
        return event >= CATEGORY_BASE && event < CATEGORY_BASE + CycleCategory.values().length;
    }
}
