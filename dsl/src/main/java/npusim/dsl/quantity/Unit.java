package npusim.dsl.quantity;

/**
 * A unit of measure.
 *
 * @param name as written
 * @param dimension what it measures
 * @param factor value of one unit in base units
 * @param meaning a few words for help texts
 */
public record Unit(String name, Dimension dimension, Ratio factor, String meaning) {}
