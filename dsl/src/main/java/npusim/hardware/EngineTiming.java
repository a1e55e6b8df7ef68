package npusim.hardware;

import npusim.dsl.quantity.Ratio;
import org.eclipse.collections.api.map.ImmutableMap;

/**
 * Physical parameters of the timing engine that are fitted per part or platform, by name, each in the unit its name ends
 * with (cycles unless said otherwise).
 *
 * @param name name in the description
 * @param values value by name
 */
public record EngineTiming(String name, ImmutableMap<String, Ratio> values) {

    /** The value of {@code parameter}; throws {@link java.util.NoSuchElementException} naming it when absent. */
    public Ratio value(String parameter) {
        Ratio value = values.get(parameter);
        if (value == null) {
            throw new java.util.NoSuchElementException("engine timing has no parameter " + parameter);
        }
        return value;
    }

    /** The integer value of {@code parameter}. */
    public long cycles(String parameter) {
        return value(parameter).longValueExact();
    }

    /** The value of {@code parameter} as a double. */
    public double real(String parameter) {
        return value(parameter).doubleValue();
    }

    /** Whether {@code parameter} is given. */
    public boolean has(String parameter) {
        return values.containsKey(parameter);
    }
}
