package npusim.hardware;

import java.util.Locale;

/** How OFM channels are dealt to the cores of a MAC array. */
public enum CoreSplit {
    /** Core i of n takes channels i, i+n, i+2n …. */
    CHANNELS,

    /** Groups of channels inside each micro-block go round the cores. */
    MICROBLOCK;

    /** The name in descriptions: lower case with underscores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
