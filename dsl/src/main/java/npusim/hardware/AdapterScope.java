package npusim.hardware;

/** What one timing adapter limits. */
public enum AdapterScope {
    /** Each port of the side has an adapter of its own. */
    PER_PORT,

    /** One adapter limits all ports of the side together. */
    ALL_PORTS;

    /** The name in descriptions: lower case with underscores. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
