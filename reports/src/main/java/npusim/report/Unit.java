package npusim.report;

import java.util.Locale;

/** How a number of a kind is written for people. */
public enum Unit {
    SECONDS {
        @Override
        public String format(double value) {
            if (value >= 1) {
                return decimal(value) + " s";
            }
            return value >= 1e-3 ? decimal(value * 1e3) + " ms" : decimal(value * 1e6) + " µs";
        }
    },
    CYCLES {
        @Override
        public String format(double value) {
            return scaled(value, "cycles");
        }
    },
    BYTES {
        @Override
        public String format(double value) {
            return scaled(value, "B");
        }
    },
    MACS {
        @Override
        public String format(double value) {
            return scaled(value, "MAC");
        }
    },
    JOULES {
        @Override
        public String format(double value) {
            return value >= 1
                    ? decimal(value) + " J"
                    : value >= 1e-3 ? decimal(value * 1e3) + " mJ" : decimal(value * 1e6) + " µJ";
        }
    },
    PER_SECOND {
        @Override
        public String format(double value) {
            return decimal(value) + " /s";
        }
    },
    RATIO {
        @Override
        public String format(double value) {
            return value >= 0.1 ? decimal(value) : String.format(Locale.ROOT, "%.4f", value);
        }
    },
    SHARE {
        @Override
        public String format(double value) {
            return String.format(Locale.ROOT, "%.1f %%", value * 100);
        }
    },
    SQUARE_MILLIMETRES {
        @Override
        public String format(double value) {
            return decimal(value) + " mm²";
        }
    };

    private static final String[] PREFIXES = {"", "k", "M", "G", "T"};

    /** The value, given in base units, with a fitting prefix and three significant digits or more. */
    public abstract String format(double value);

    /** A difference in percent with its sign. */
    public static String difference(double relative) {
        return String.format(Locale.ROOT, "%+.1f %%", relative * 100);
    }

    private static String scaled(double value, String unit) {
        double scaled = value;
        int prefix = 0;
        while (Math.abs(scaled) >= 999.5 && prefix < PREFIXES.length - 1) {
            scaled /= 1000;
            prefix++;
        }
        return (prefix == 0 ? String.format(Locale.ROOT, "%.0f", scaled) : decimal(scaled)) + " " + PREFIXES[prefix]
                + unit;
    }

    private static String decimal(double value) {
        double magnitude = Math.abs(value);
        int digits = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
