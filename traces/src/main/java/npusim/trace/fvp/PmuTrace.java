package npusim.trace.fvp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import npusim.file.WholeFile;
import npusim.trace.TraceFormatException;

/**
 * What such a trace tells: how far the command stream had been read at which cycle, and when which unit worked. The file is
 * a gzipped Chrome trace whose times are cycles; reading events have the thread {@code qread} and the position in words.
 *
 * @param reads in order of time
 * @param spans when units worked; empty when read back, as nothing here needs them
 */
public record PmuTrace(List<Read> reads, List<Span> spans) {
    static final int WORD_BYTES = 4;

    private static final String READ = "qread";

    /**
     * The command stream has been read up to an offset.
     *
     * @param cycle when
     * @param offset bytes from the start of the stream
     */
    public record Read(long cycle, long offset) {}

    /**
     * A unit works on something.
     *
     * @param unit name of the unit
     * @param name what it works on
     * @param start first cycle
     * @param cycles how long
     */
    public record Span(String unit, String name, long start, long cycles) {}

    public PmuTrace {
        reads = List.copyOf(reads);
        spans = List.copyOf(spans);
    }

    /** Writes the gzipped trace. */
    public void write(OutputStream target) throws IOException {
        try (GZIPOutputStream gzip = new GZIPOutputStream(target);
                JsonGenerator json = new JsonFactory().createGenerator(gzip)) {
            json.writeStartObject();
            json.writeArrayFieldStart("traceEvents");
            for (Span span : spans) {
                begin(json, span.name(), "X", span.start(), span.unit(), span.unit());
                json.writeStringField("dur", Long.toString(span.cycles()));
                json.writeEndObject();
            }
            for (Read read : reads) {
                begin(json, READ, "C", read.cycle(), "CC", READ);
                json.writeObjectFieldStart("args");
                json.writeNumberField(READ, read.offset() / WORD_BYTES);
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    /** All values are texts, as in the platform's own files. */
    private static void begin(JsonGenerator json, String name, String phase, long cycle, String process, String thread)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("ph", phase);
        json.writeStringField("ts", Long.toString(cycle));
        json.writeStringField("pid", process);
        json.writeStringField("tid", thread);
    }

    /**
     * Reads a trace.
     *
     * @throws TraceFormatException if the file is no gzipped Chrome trace or has no reading events
     */
    public static PmuTrace read(Path file) throws IOException {
        JsonNode events;
        try (InputStream packed = WholeFile.open(file);
                InputStream stream = new GZIPInputStream(packed)) {
            events = new ObjectMapper().readTree(stream).path("traceEvents");
        } catch (EOFException e) {
            throw new TraceFormatException(file + " is no gzipped trace: it is empty or cut off", e);
        } catch (ZipException e) {
            throw new TraceFormatException(file + " is no gzipped trace: " + e.getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new TraceFormatException(file + " holds no JSON: " + e.getOriginalMessage(), e);
        }
        if (!events.isArray()) {
            throw new TraceFormatException(file + " has no list 'traceEvents'");
        }
        List<Read> reads = new ArrayList<>();
        for (JsonNode event : events) {
            if (event.path("tid").asText().equals(READ)) {
                reads.add(new Read(
                        number(file, event.path("ts")),
                        WORD_BYTES * number(file, event.path("args").path(READ))));
            }
        }
        if (reads.isEmpty()) {
            throw new TraceFormatException(
                    file + " has no events of thread '" + READ + "': was the platform run with --pmu-trace?");
        }
        return new PmuTrace(reads, List.of());
    }

    private static long number(Path file, JsonNode value) {
        try {
            return Long.parseLong(value.asText().strip());
        } catch (NumberFormatException e) {
            throw new TraceFormatException(
                    file + " has an event of thread '" + READ + "' with '" + value.asText() + "' for a number", e);
        }
    }
}
