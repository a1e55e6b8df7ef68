package npusim.dsl.schema;

import org.jspecify.annotations.Nullable;

/**
 * A property that a block may have.
 *
 * @param name its name
 * @param type its type
 * @param required whether it must be given
 * @param defaultValue the value in the language when it is not given, or null
 * @param meaning one line
 */
public record PropertySpec(
        String name,
        PropertyType type,
        boolean required,
        @Nullable String defaultValue,
        String meaning) {}
