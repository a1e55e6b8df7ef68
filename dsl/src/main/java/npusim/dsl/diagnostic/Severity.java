package npusim.dsl.diagnostic;

import java.util.Locale;

/** How bad a problem is. */
public enum Severity {
    /** The description has no meaning as it stands. */
    ERROR,

    /** The description has a meaning, but likely not the intended one. */
    WARNING;

    /** {@code error} or {@code warning}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
