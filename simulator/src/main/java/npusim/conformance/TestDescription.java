package npusim.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import npusim.trace.run.JsonFaults;

/**
 * A case as the test generator of the TOSA reference model describes it: a {@code desc.json} in the case's folder. The rule that
 * a negative case breaks stands in the folder's name only, as {@code _ERRORIF_RULE_}.
 */
final class TestDescription {
    static final String FILE = "desc.json";

    /** What the reference model, in its precise mode, puts before the name of the file of greatest values. */
    private static final String MOST = "bounds_";

    private static final String INEXACT = "RESCALE_INEXACT";
    private static final Pattern RULE = Pattern.compile("_ERRORIF_([A-Za-z0-9]+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private TestDescription() {}

    /**
     * The case that a file describes, or nothing if the generator made floating-point numbers for it.
     *
     * @param path of the file in the test set
     */
    static Optional<ConformanceCase> parse(byte[] data, String path) throws TestSetException {
        JsonNode description;
        try {
            description = JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw new TestSetException(path + " is no JSON: " + JsonFaults.describe(e));
        } catch (IOException e) {
            throw new TestSetException(path + " is no JSON: " + e.getMessage());
        }
        String file = description.path("tosa_file").asText();
        if (file.isEmpty()) {
            throw new TestSetException(path + " names no tosa_file");
        }
        for (JsonNode tensor : description.at("/meta/data_gen/tensors")) {
            String type = tensor.path("data_type").asText();
            if (type.startsWith("FP") || type.startsWith("BF")) {
                return Optional.empty();
            }
        }
        String test = path.substring(0, Math.max(0, path.length() - FILE.length() - 1));
        boolean positive = !description.path("expected_failure").asBoolean();
        Matcher rule = RULE.matcher(test);
        Map<String, String> expected = positive ? files(description, "ofm", path) : Map.of();
        Map<String, String> bounds = new TreeMap<>();
        expected.forEach((tensor, least) -> {
            if (mode(description, tensor).equals(INEXACT)) {
                bounds.put(tensor, least + ".." + MOST + least);
            }
        });
        return Optional.of(new ConformanceCase(
                test,
                operator(test),
                positive,
                !positive && rule.find() ? rule.group(1) : "",
                bounds.isEmpty() ? "EXACT" : INEXACT,
                file,
                files(description, "ifm", path),
                expected,
                bounds));
    }

    private static String mode(JsonNode description, String tensor) {
        return description
                .at("/meta/compliance/tensors")
                .path(tensor)
                .path("mode")
                .asText();
    }

    /** The generator keeps the cases of an operator in a folder of its name. */
    private static String operator(String test) {
        String[] folders = test.split("/");
        return folders.length < 2 ? "" : folders[folders.length - 2];
    }

    /** Files by tensor name; a constant, whose values are in the graph, may have none. */
    private static Map<String, String> files(JsonNode description, String kind, String path) throws TestSetException {
        JsonNode names = description.path(kind + "_name");
        JsonNode files = description.path(kind + "_file");
        if (names.size() != files.size()) {
            throw new TestSetException(path
                    + " has %d entries of %s_name and %d of %s_file".formatted(names.size(), kind, files.size(), kind));
        }
        Map<String, String> byName = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (files.get(i).isTextual()) {
                byName.put(names.get(i).asText(), files.get(i).asText());
            }
        }
        return byName;
    }
}
