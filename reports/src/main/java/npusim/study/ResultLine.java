package npusim.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** A line of the results file: JSON, a tab, the CRC-32 of the JSON as eight hexadecimal digits, a line feed. */
final class ResultLine {
    private static final int CHECKSUM_DIGITS = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ResultLine() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static byte[] encode(List<PointOutcome> outcomes) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        outcomes.forEach(outcome -> lines.writeBytes(encode(node(outcome))));
        return lines.toByteArray();
    }

    static byte[] encode(ObjectNode node) {
        try {
            byte[] json = JSON.writeValueAsBytes(node);
            byte[] line = Arrays.copyOf(json, json.length + CHECKSUM_DIGITS + 2);
            line[json.length] = '\t';
            System.arraycopy(checksum(json), 0, line, json.length + 1, CHECKSUM_DIGITS);
            line[line.length - 1] = '\n';
            return line;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<PointOutcome> decode(byte[] lines) {
        List<PointOutcome> outcomes = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i] == '\n') {
                JsonNode node = parse(Arrays.copyOfRange(lines, start, i));
                if (node == null) {
                    throw new IllegalStateException("an engine handed over a line that is not whole");
                }
                outcomes.add(outcome(node));
                start = i + 1;
            }
        }
        return outcomes;
    }

    /** The JSON of a line without its line feed, or null if it is not whole. */
    static @Nullable JsonNode parse(byte[] line) {
        int tab = line.length - CHECKSUM_DIGITS - 1;
        if (tab < 0 || line[tab] != '\t') {
            return null;
        }
        byte[] json = Arrays.copyOf(line, tab);
        byte[] written = Arrays.copyOfRange(line, tab + 1, line.length);
        if (!Arrays.equals(checksum(json), written)) {
            return null;
        }
        try {
            return JSON.readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    static PointOutcome outcome(JsonNode node) {
        JsonNode choice = node.path("c");
        int[] values = new int[choice.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = choice.path(i).asInt();
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        node.path("m")
                .properties()
                .forEach(entry -> metrics.put(entry.getKey(), entry.getValue().asDouble()));
        String reason = node.has("x") ? node.path("x").asText() : null;
        return new PointOutcome(new StudyPoint(node.path("i").asLong(), values), reason, metrics);
    }

    private static ObjectNode node(PointOutcome outcome) {
        ObjectNode node = object().put("i", outcome.point().index());
        ArrayNode choice = node.putArray("c");
        for (int value : outcome.point().choice()) {
            choice.add(value);
        }
        if (outcome.infeasible() != null) {
            node.put("x", outcome.infeasible());
        }
        ObjectNode metrics = node.putObject("m");
        outcome.metrics().forEach(metrics::put);
        return node;
    }

    private static byte[] checksum(byte[] json) {
        CRC32 crc = new CRC32();
        crc.update(json);
        return HexFormat.of().toHexDigits((int) crc.getValue()).getBytes(StandardCharsets.US_ASCII);
    }
}
