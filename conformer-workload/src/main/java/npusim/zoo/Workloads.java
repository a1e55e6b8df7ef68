package npusim.zoo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import npusim.conformer.ConformerConfiguration;
import npusim.conformer.ConformerWorkload;
import npusim.dsl.diagnostic.NearestNames;
import npusim.file.Sha256;
import npusim.file.WholeFile;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;
import npusim.graph.Value;
import npusim.quantize.SeededRandom;
import npusim.tensor.DType;
import npusim.tensor.Tensor;
import npusim.tosa.TosaReader;
import org.jspecify.annotations.Nullable;

/**
 * Every workload that has a name: the Conformer and the networks of the zoo. Names are compared without case, and {@code -}
 * equals {@code _}.
 */
public final class Workloads {
    /** The workload of {@code run} when none is given. */
    public static final String DEFAULT = ConformerOptions.NAME;

    private Workloads() {}

    /** All names in alphabetical order, without aliases. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(NetworkZoo.names());
        names.add(DEFAULT);
        names.sort(String::compareTo);
        return names;
    }

    /** One line about a workload of {@link #names}. */
    public static String title(String name) {
        return name.equals(DEFAULT)
                ? "Conformer small: speech to log-probabilities, int8 as ExecuTorch lowers it"
                : NetworkZoo.title(name);
    }

    /** Options of a workload of {@link #names} with their defaults. */
    public static Map<String, String> options(String name) {
        if (name.equals(DEFAULT)) {
            return ConformerOptions.defaults();
        }
        Map<String, String> options = new LinkedHashMap<>();
        NetworkZoo.parameters(name).forEach((option, value) -> options.put(option, String.valueOf(value)));
        return options;
    }

    /** The canonical name behind a name or alias. */
    public static Optional<String> resolve(String name) {
        String wanted = normalized(name);
        if (wanted.equals(normalized(DEFAULT)) || wanted.equals("conformer")) {
            return Optional.of(DEFAULT);
        }
        return NetworkZoo.names().stream()
                .filter(canonical -> normalized(canonical).equals(wanted)
                        || NetworkZoo.describe(canonical).aliases().stream()
                                .anyMatch(alias -> normalized(alias).equals(wanted)))
                .findFirst();
    }

    /**
     * A workload, from the user's cache where generating it takes long.
     *
     * @param name name or alias
     * @param options by name; absent ones have their defaults
     * @throws WorkloadException if there is no such workload or option, or a value is wrong
     */
    public static Workload load(String name, Map<String, String> options) {
        return load(name, options, WorkloadCache.ofUser());
    }

    /** As {@link #load(String, Map)}, but generated afresh and not kept. */
    public static Workload generate(String name, Map<String, String> options) {
        return load(name, options, null);
    }

    /**
     * The network in a file.
     *
     * @throws WorkloadException if the file holds no network that this program can take
     */
    public static Workload read(Path tosa) throws IOException {
        byte[] bytes = WholeFile.read(tosa);
        try {
            String name = String.valueOf(tosa.getFileName()).replace(".tosa", "");
            return new Workload(name, "tosa " + Sha256.hex(bytes), TosaReader.read(tosa), List::of, Map.of(), 0);
        } catch (InvalidGraphException e) {
            throw new WorkloadException(String.valueOf(e.getMessage()), e);
        }
    }

    static Workload load(String name, Map<String, String> options, @Nullable WorkloadCache cache) {
        String canonical = resolve(name).orElseThrow(() -> new WorkloadException(unknown(name)));
        requireKnown(canonical, options);
        try {
            return canonical.equals(DEFAULT) ? conformer(options, cache) : network(canonical, options);
        } catch (IllegalArgumentException e) {
            throw new WorkloadException("workload " + canonical + ": " + e.getMessage(), e);
        }
    }

    private static Workload conformer(Map<String, String> options, @Nullable WorkloadCache cache) {
        ConformerConfiguration configuration = ConformerOptions.parse(options);
        String key = configuration.key();
        Graph graph = cache == null ? null : cache.find(key).orElse(null);
        if (graph == null) {
            graph = ConformerWorkload.generate(configuration).graph();
            if (cache != null) {
                cache.keep(key, graph);
            }
        }
        return new Workload(
                DEFAULT,
                key,
                graph,
                () -> ConformerWorkload.inputs(configuration, configuration.seed()),
                Map.of(),
                configuration.seconds());
    }

    private static Workload network(String name, Map<String, String> options) {
        Map<String, Integer> parameters = new TreeMap<>();
        options.forEach((option, value) -> parameters.put(option, ConformerOptions.integer(option, value)));
        ZooNetwork network = NetworkZoo.build(name, parameters);
        return new Workload(
                name,
                name + " " + parameters,
                network.graph(),
                () -> noise(network.graph()),
                network.encodedBytes(),
                0);
    }

    /** Bell-shaped codes for inputs that have no natural data. */
    private static List<Tensor> noise(Graph graph) {
        List<Tensor> inputs = new ArrayList<>();
        for (Value input : graph.inputs()) {
            if (input.dtype() != DType.INT8) {
                throw new IllegalStateException("input " + input.name() + " is not int8");
            }
            SeededRandom random = new SeededRandom(0).split(input.name());
            byte[] codes = new byte[Math.toIntExact(input.shape().elements())];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (byte) Math.clamp(Math.round(32 * random.nextGaussian()), -128, 127);
            }
            inputs.add(Tensor.of(DType.INT8, input.shape(), codes));
        }
        return inputs;
    }

    private static void requireKnown(String name, Map<String, String> options) {
        Map<String, String> known = options(name);
        for (String option : options.keySet()) {
            if (!known.containsKey(option)) {
                throw new WorkloadException("workload " + name + " has no option '" + option + "'"
                        + (known.isEmpty() ? "" : "; it has " + String.join(", ", known.keySet())));
            }
        }
    }

    private static String unknown(String name) {
        List<String> near = NearestNames.of(name.replace('-', '_'), names(), 3);
        return "no workload named '" + name + "'; "
                + (near.isEmpty() ? "there are " + String.join(", ", names()) : "nearest: " + String.join(", ", near));
    }

    private static String normalized(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }
}
