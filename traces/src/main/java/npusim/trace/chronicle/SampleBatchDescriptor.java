package npusim.trace.chronicle;

/**
 * Byte layout of the documents of a sample log. All integers are little-endian.
 *
 * <pre>
 *  0  4  magic "NPUS"
 *  4  2  format version
 *  6  2  document kind: samples or end
 *  8  4  samples: number of samples; end: 0
 * 12  4  reserved, 0
 * 16     samples: count × 24 bytes; end: number of samples (8), CRC-32C over all of them (8)
 * </pre>
 *
 * A sample is cycle (8), unit (4), scope (2), event (2), value (8).
 */
final class SampleBatchDescriptor {
    static final int FORMAT_VERSION = 1;

    static final int MAGIC = 'N' | 'P' << 8 | 'U' << 16 | 'S' << 24;

    static final int KIND_SAMPLES = 1;
    static final int KIND_END = 2;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 4;
    static final int KIND_OFFSET = 6;
    static final int COUNT_OFFSET = 8;
    static final int RESERVED_OFFSET = 12;
    static final int HEADER_LENGTH = 16;

    static final int CYCLE_OFFSET = 0;
    static final int UNIT_OFFSET = 8;
    static final int SCOPE_OFFSET = 12;
    static final int EVENT_OFFSET = 14;
    static final int VALUE_OFFSET = 16;
    static final int SAMPLE_LENGTH = 24;

    static final int END_TOTAL_OFFSET = HEADER_LENGTH;
    static final int END_DIGEST_OFFSET = HEADER_LENGTH + 8;
    static final int END_LENGTH = HEADER_LENGTH + 16;

    /** Samples a document: enough to make Chronicle's cost per document small, few enough for a live reader. */
    static final int SAMPLES_PER_BATCH = 256;

    static final int BATCH_LENGTH = HEADER_LENGTH + SAMPLES_PER_BATCH * SAMPLE_LENGTH;

    /** Chronicle's mapping unit; its default of 64 MiB would give every small run an 80 MiB file. */
    static final int BLOCK_SIZE = 1 << 20;

    private SampleBatchDescriptor() {}
}
