package npusim.hardware;

/** Technology of a memory, as far as traffic reports distinguish it. */
public enum MemoryKind {
    /** On-chip memory. */
    SRAM,

    /** External dynamic memory. */
    DRAM,

    /** External flash, read only. */
    OFF_CHIP_FLASH,

    /** On-chip flash, read only. */
    ON_CHIP_FLASH,

    /** A level between two memories. */
    CACHE;

    /** The name in descriptions: lower case with underscores. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
