package npusim.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds networks by name and builds them. */
public final class NetworkZoo {
    private static final String INDEX = "index.txt";

    private NetworkZoo() {}

    /** Canonical names in alphabetical order. */
    public static List<String> names() {
        return resource(INDEX).lines().filter(line -> !line.isBlank()).toList();
    }

    /** Canonical name of a network that is known by this name or alias. */
    public static Optional<String> resolve(String name) {
        for (String canonical : names()) {
            if (canonical.equals(name) || describe(canonical).aliases().contains(name)) {
                return Optional.of(canonical);
            }
        }
        return Optional.empty();
    }

    /** One line about a network. */
    public static String title(String canonicalName) {
        return describe(canonicalName).title();
    }

    /** Sizes that can be chosen, with their defaults. */
    public static Map<String, Integer> parameters(String canonicalName) {
        return describe(canonicalName).parameters();
    }

    /**
     * Builds a network; the same arguments give the same graph.
     *
     * @param name canonical name or alias
     * @param parameters chosen sizes by name, the others have their defaults
     * @throws IllegalArgumentException if there is no such network or parameter
     */
    public static ZooNetwork build(String name, Map<String, Integer> parameters) {
        String canonical = resolve(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no network '" + name + "' in the zoo; there are " + String.join(", ", names())));
        NetworkDescription description = describe(canonical);
        Map<String, Integer> chosen = new LinkedHashMap<>(description.parameters());
        parameters.forEach((parameter, value) -> {
            if (!chosen.containsKey(parameter)) {
                throw new IllegalArgumentException(canonical + " has no parameter '" + parameter + "'"
                        + (chosen.isEmpty() ? "" : "; it has " + String.join(", ", chosen.keySet())));
            }
            if (value < 1) {
                throw new IllegalArgumentException(parameter + " must be at least 1, is " + value);
            }
            chosen.put(parameter, value);
        });
        return new NetworkBuilder(description, chosen).build();
    }

    static NetworkDescription describe(String canonicalName) {
        return NetworkDescription.parse(canonicalName, resource(canonicalName + ".net"));
    }

    private static String resource(String file) {
        try (InputStream in = NetworkZoo.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("resource " + file + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
