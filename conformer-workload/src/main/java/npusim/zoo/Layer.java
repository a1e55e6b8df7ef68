package npusim.zoo;

import java.util.List;
import java.util.Map;
import npusim.graph.Extent2d;
import npusim.graph.Padding;

/**
 * One line of a layer table.
 *
 * @param kind what it computes
 * @param name of its output, unique in the network
 * @param inputs names of layers before it
 * @param attributes by name, as written
 * @param line number in the table, from 1
 */
record Layer(LayerKind kind, String name, List<String> inputs, Map<String, String> attributes, int line) {
    Layer {
        inputs = List.copyOf(inputs);
        attributes = Map.copyOf(attributes);
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    String text(String attribute) {
        String value = attributes.get(attribute);
        if (value == null) {
            throw new IllegalArgumentException(name + " has no " + attribute);
        }
        return value;
    }

    int number(String attribute, int absent) {
        return has(attribute) ? Integer.parseInt(text(attribute)) : absent;
    }

    /** {@code height x width}, or one number for both. */
    Extent2d extent(String attribute, Extent2d absent) {
        if (!has(attribute)) {
            return absent;
        }
        int[] sizes = sizes(text(attribute), Map.of());
        return new Extent2d(sizes[0], sizes[sizes.length - 1]);
    }

    /** {@code top,bottom,left,right}. */
    Padding padding() {
        if (!has("pad")) {
            return Padding.NONE;
        }
        String[] sides = text("pad").split(",", -1);
        return new Padding(
                Integer.parseInt(sides[0]),
                Integer.parseInt(sides[1]),
                Integer.parseInt(sides[2]),
                Integer.parseInt(sides[3]));
    }

    /** Sizes joined by {@code x}; a parameter's name stands for its value. */
    static int[] sizes(String text, Map<String, Integer> parameters) {
        String[] parts = text.split("x(?=\\d|[a-z]{2})", -1);
        int[] sizes = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            Integer parameter = parameters.get(parts[i]);
            sizes[i] = parameter == null ? Integer.parseInt(parts[i]) : parameter;
        }
        return sizes;
    }
}
