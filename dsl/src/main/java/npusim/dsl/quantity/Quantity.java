package npusim.dsl.quantity;

/**
 * An exact amount.
 *
 * @param amount in base units of the dimension
 * @param dimension what it measures
 */
public record Quantity(Ratio amount, Dimension dimension) {

    /** A bare number. */
    public static Quantity number(Ratio amount) {
        return new Quantity(amount, Dimension.NONE);
    }

    /** The amount in {@code unit}. */
    public Ratio in(Unit unit) {
        return amount.dividedBy(unit.factor());
    }

    /** The amount with the most readable unit of its dimension, such as {@code 384 KiB} or {@code 500 MHz}. */
    @Override
    public String toString() {
        if (dimension.equals(Dimension.NONE)) {
            return amount.toString();
        }
        if (dimension.equals(Dimension.DATA)) {
            if (!amount.isInteger() && amount.times(Ratio.of(8)).isInteger()) {
                return amount.times(Ratio.of(8)) + " bit";
            }
            return scaled("GiB", "MiB", "KiB", "B");
        } else if (dimension.equals(Dimension.FREQUENCY)) {
            return scaled("GHz", "MHz", "kHz", "Hz");
        } else if (dimension.equals(Dimension.TIME)) {
            return scaled("s", "ms", "us", "ns", "ps");
        } else if (dimension.equals(Dimension.ENERGY)) {
            return scaled("J", "mJ", "uJ", "nJ", "pJ", "fJ");
        } else if (dimension.equals(Dimension.AREA)) {
            return scaled("mm2", "um2");
        } else if (dimension.equals(Dimension.CYCLES)) {
            return amount + (amount.equals(Ratio.ONE) ? " cycle" : " cycles");
        } else if (dimension.equals(Dimension.ENERGY_PER_DATA)) {
            return in("pJ") + " pJ/B";
        } else if (dimension.equals(Dimension.ENERGY_PER_CYCLE)) {
            return in("pJ") + " pJ/cycle";
        } else if (dimension.equals(Dimension.AREA_PER_DATA)) {
            return amount.dividedBy(unit("um2").factor()) + " um2/B";
        } else if (dimension.equals(Dimension.DATA_PER_TIME)) {
            Ratio giga = amount.dividedBy(unit("GB").factor());
            return giga + " GB/s";
        }
        return amount + " " + dimension.symbol();
    }

    private Ratio in(String unitName) {
        return in(unit(unitName));
    }

    private String scaled(String... unitNames) {
        for (String unitName : unitNames) {
            Unit unit = unit(unitName);
            if (in(unit).isInteger() && (amount.signum() != 0)) {
                return in(unit) + " " + unitName;
            }
        }
        String last = unitNames[unitNames.length - 1];
        return in(unit(last)) + " " + last;
    }

    private static Unit unit(String name) {
        Unit unit = Units.find(name);
        if (unit == null) {
            throw new IllegalStateException(name);
        }
        return unit;
    }
}
