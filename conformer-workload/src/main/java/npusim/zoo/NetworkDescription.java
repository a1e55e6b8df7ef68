package npusim.zoo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A layer table: one layer a line, {@code kind name inputs… attribute=value…}, besides {@code alias NAME},
 * {@code parameter NAME DEFAULT}, {@code macs COUNT} and comments from {@code #} on.
 *
 * @param name of the network
 * @param title first comment of the table
 * @param aliases other names it is known by
 * @param parameters sizes that can be chosen, with their defaults
 * @param macs published number of multiply-accumulates, 0 if none is
 * @param layers in execution order
 */
record NetworkDescription(
        String name,
        String title,
        List<String> aliases,
        Map<String, Integer> parameters,
        long macs,
        List<Layer> layers) {
    /**
     * Reads a table.
     *
     * @throws IllegalArgumentException with name and line number for what is wrong
     */
    static NetworkDescription parse(String name, String table) {
        List<String> aliases = new ArrayList<>();
        Map<String, Integer> parameters = new LinkedHashMap<>();
        List<Layer> layers = new ArrayList<>();
        Set<String> known = new HashSet<>();
        String title = name;
        long macs = 0;
        int number = 0;
        for (String line : table.lines().toList()) {
            number++;
            if (number == 1 && line.startsWith("#")) {
                title = line.substring(1).strip();
            }
            String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
            try {
                switch (words[0]) {
                    case "" -> {}
                    case "alias" -> aliases.add(words[1]);
                    case "parameter" -> parameters.put(words[1], Integer.parseInt(words[2]));
                    case "macs" -> macs = Long.parseLong(words[1]);
                    default -> layers.add(layer(words, number, known));
                }
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new IllegalArgumentException(name + ", line " + number + ": " + e.getMessage(), e);
            }
        }
        return new NetworkDescription(name, title, List.copyOf(aliases), parameters, macs, List.copyOf(layers));
    }

    private static Layer layer(String[] words, int line, Set<String> known) {
        LayerKind kind = LayerKind.of(words[0]);
        String name = words[1];
        List<String> inputs = new ArrayList<>();
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 2; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 0) {
                inputs.add(words[i]);
            } else {
                attributes.put(words[i].substring(0, equals), words[i].substring(equals + 1));
            }
        }
        if (!kind.accepts(inputs.size())) {
            throw new IllegalArgumentException(kind.word() + " cannot read " + inputs.size() + " tensors");
        }
        for (String input : inputs) {
            requireKnown(known, input);
        }
        for (String attribute : attributes.keySet()) {
            if (!kind.attributes().contains(attribute)) {
                throw new IllegalArgumentException(kind.word() + " has no attribute " + attribute);
            }
        }
        if (kind == LayerKind.OUTPUT) {
            requireKnown(known, name);
        } else if (!known.add(name)) {
            throw new IllegalArgumentException("there are two layers named " + name);
        }
        return new Layer(kind, name, inputs, attributes, line);
    }

    private static void requireKnown(Set<String> known, String layer) {
        if (!known.contains(layer)) {
            throw new IllegalArgumentException("there is no layer " + layer + " before");
        }
    }
}
