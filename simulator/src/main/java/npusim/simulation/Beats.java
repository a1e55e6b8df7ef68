package npusim.simulation;

/**
 * Data beats moved on the ports; a beat is the width of the port (8 B on U55, 16 B on U65 and U85).
 *
 * @param sramRead beats received from SRAM
 * @param sramWrite beats written to SRAM
 * @param externalRead beats received from the external memory
 * @param externalWrite beats written to the external memory
 */
public record Beats(long sramRead, long sramWrite, long externalRead, long externalWrite) {
    /** No traffic. */
    public static final Beats NONE = new Beats(0, 0, 0, 0);

    /** Sum of two counts. */
    public Beats plus(Beats other) {
        return new Beats(
                sramRead + other.sramRead,
                sramWrite + other.sramWrite,
                externalRead + other.externalRead,
                externalWrite + other.externalWrite);
    }
}
