package npusim.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The results of a study as they come: a text file to which whole lines are appended, each JSON followed by a tab and its
 * checksum. What an interruption left of a last line is cut off when the file is opened again.
 */
final class ResultLog implements AutoCloseable {
    private static final String FORMAT = "npusim-study-1";
    private static final long SYNC_NANOS = 1_000_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final FileChannel channel;
    private long lastSync = System.nanoTime();

    private ResultLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a file to go on with it, or a new one.
     *
     * @param known told every outcome that is there already
     * @throws StudyException if the file belongs to another study
     */
    static ResultLog open(Path file, StudyPlan plan, Consumer<PointOutcome> known) throws IOException {
        boolean fresh = !Files.exists(file) || Files.size(file) == 0;
        long valid = fresh ? 0 : read(file, plan.key(), known);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        channel.truncate(valid).position(valid);
        ResultLog log = new ResultLog(file, channel);
        if (valid == 0) {
            ObjectNode header = JSON.createObjectNode()
                    .put("format", FORMAT)
                    .put("plan", plan.key())
                    .put("study", plan.study().name());
            log.append(header);
        }
        return log;
    }

    /** Reads all whole lines. */
    static void forEach(Path file, StudyPlan plan, Consumer<PointOutcome> consumer) throws IOException {
        read(file, plan.key(), consumer);
    }

    /** Appends an outcome; whole when this returns, on disk within a second. */
    synchronized void append(PointOutcome outcome) throws IOException {
        ObjectNode node = JSON.createObjectNode().put("i", outcome.point().index());
        ArrayNode choice = node.putArray("c");
        for (int value : outcome.point().choice()) {
            choice.add(value);
        }
        if (outcome.infeasible() != null) {
            node.put("x", outcome.infeasible());
        }
        ObjectNode metrics = node.putObject("m");
        outcome.metrics().forEach(metrics::put);
        append(node);
        long now = System.nanoTime();
        if (now - lastSync > SYNC_NANOS) {
            channel.force(false);
            lastSync = now;
        }
    }

    private void append(ObjectNode node) throws IOException {
        byte[] json = JSON.writeValueAsBytes(node);
        ByteBuffer line = ByteBuffer.allocate(json.length + 10);
        line.put(json).put((byte) '\t').put(checksum(json)).put((byte) '\n').flip();
        long start = channel.position();
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            channel.truncate(start);
            throw new IOException(
                    "cannot append to " + file + " (" + e.getMessage()
                            + "); the results so far are kept, and the same command goes on from there",
                    e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        channel.force(true);
        channel.close();
    }

    /** Returns the length of the valid part. */
    private static long read(Path file, String key, Consumer<PointOutcome> consumer) throws IOException {
        long valid = 0;
        boolean header = true;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n') {
                    line.write(next);
                    continue;
                }
                JsonNode node = parse(line.toByteArray());
                if (node == null) {
                    break;
                }
                if (header) {
                    checkHeader(file, node, key);
                    header = false;
                } else {
                    consumer.accept(outcome(node));
                }
                valid += line.size() + 1;
                line.reset();
            }
        }
        if (header && valid == 0 && Files.size(file) > 0) {
            throw new StudyException(file + " is no results file of a study");
        }
        return valid;
    }

    private static @Nullable JsonNode parse(byte[] line) {
        int tab = line.length - 9;
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

    private static void checkHeader(Path file, JsonNode header, String key) {
        if (!header.path("format").asText().equals(FORMAT)) {
            throw new StudyException(file + " is no results file of a study");
        }
        if (!header.path("plan").asText().equals(key)) {
            throw new StudyException(file + " holds results of another study or of another version of it ("
                    + header.path("study").asText() + "); give another directory or remove it");
        }
    }

    private static PointOutcome outcome(JsonNode node) {
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

    private static byte[] checksum(byte[] json) {
        CRC32 crc = new CRC32();
        crc.update(json);
        return "%08x".formatted(crc.getValue()).getBytes(StandardCharsets.US_ASCII);
    }
}
