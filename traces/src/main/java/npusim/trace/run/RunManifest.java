package npusim.trace.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import npusim.trace.PmuScope;
import org.jspecify.annotations.Nullable;

/**
 * What was run and how: enough to do it again and to read its log without any other file.
 *
 * @param formatVersion version of this file's layout, see {@link RunDirectory#FORMAT_VERSION}
 * @param status whether the run came to its end
 * @param program what wrote it, such as {@code npusim 0.1.0}
 * @param java runtime it ran on
 * @param commandLine arguments of the command
 * @param design the hardware with every resolved value
 * @param workload the network and its data
 * @param scheduling how the network was scheduled, by option; empty in runs recorded before it was noted
 * @param intervalCycles length of an {@link PmuScope#INTERVAL} in cycles; 0 if none were recorded
 * @param events meaning of the event numbers in the log
 * @param memories memories that {@link PmuScope#MEMORY} samples number
 * @param reference counters published for the same run, if any
 * @param outputs what the network put out, by name: type, shape and CRC-32; empty if it was only timed
 * @param log digest of the samples; absent until the run is complete
 * @param stages wall-clock seconds by stage, for information only; no result depends on them
 */
public record RunManifest(
        @JsonProperty(required = true) int formatVersion,

        @JsonProperty(required = true) Status status,

        String program,
        String java,
        @JsonSetter(nulls = Nulls.SET) List<String> commandLine,

        @JsonProperty(required = true) Design design,

        @JsonProperty(required = true) Workload workload,

        @JsonSetter(nulls = Nulls.SET) Map<String, String> scheduling,
        long intervalCycles,

        @JsonProperty(required = true) List<Event> events,

        @JsonSetter(nulls = Nulls.SET) List<Port> memories,
        @JsonSetter(nulls = Nulls.SET) @Nullable Reference reference,
        @JsonSetter(nulls = Nulls.SET) Map<String, String> outputs,
        @JsonSetter(nulls = Nulls.SET) @Nullable Log log,
        @JsonSetter(nulls = Nulls.SET) Map<String, Double> stages) {

    /** Whether a run came to its end. */
    public enum Status {
        /** It goes on, or its process died. */
        RUNNING,
        /** It came to its end. */
        COMPLETE,
        /** It stopped with an error. */
        FAILED
    }

    /**
     * The hardware.
     *
     * @param accelerator name of the accelerator
     * @param family what it belongs to
     * @param platform name of the platform
     * @param systemConfig name of the system configuration
     * @param memoryMode name of the memory mode
     * @param timingProfile name of the timing adapters' profile
     * @param coreClockHertz clock of the NPU
     * @param macsPerCycle 8-bit by 8-bit products per cycle
     * @param peakMacsPerCycle most products of any precision per cycle; 0 in runs of versions that did not record it
     * @param arenaCacheBytes size of the staging area; 0 if it has no limit
     * @param values every resolved value of the description by its path
     * @param energy energy and area figures of the description; absent if it names none
     */
    public record Design(
            @JsonProperty(required = true) String accelerator,
            String family,
            String platform,
            String systemConfig,
            String memoryMode,
            String timingProfile,
            @JsonProperty(required = true) long coreClockHertz,
            @JsonProperty(required = true) long macsPerCycle,
            @JsonSetter(nulls = Nulls.SET) long peakMacsPerCycle,
            long arenaCacheBytes,
            Map<String, String> values,
            @JsonSetter(nulls = Nulls.SET) @Nullable Energy energy) {
        private static final long BYTES_PER_KIBIBYTE = 1024;

        /** What utilisation is a share of: the most products per cycle. */
        public long mostMacsPerCycle() {
            return Math.max(macsPerCycle, peakMacsPerCycle);
        }

        /** Platform, system configuration and memory mode in one line for people. */
        public String settings() {
            String mode = arenaCacheBytes == 0 ? memoryMode : memoryMode + " with " + arenaCache() + " arena cache";
            return String.join(", ", platform, systemConfig, mode);
        }

        /** Size of the arena cache for people, exact. */
        public String arenaCache() {
            return arenaCacheBytes % BYTES_PER_KIBIBYTE == 0
                    ? arenaCacheBytes / BYTES_PER_KIBIBYTE + " KiB"
                    : arenaCacheBytes + " B";
        }
    }

    /**
     * Energy and area figures as resolved from the description.
     *
     * @param table name of the table
     * @param source where its figures come from
     * @param uncertainty relative, one sigma
     * @param picojoulesPerMac by precision
     * @param picojoulesPerByte by memory kind or buffer
     * @param picojoulesPerOutputElement output unit
     * @param leakagePicojoulesPerCycle at the design's clock
     * @param macSquareMillimetres area of the MAC array
     * @param bufferSquareMillimetres area of the working buffers
     */
    public record Energy(
            String table,
            String source,
            double uncertainty,
            Map<String, Double> picojoulesPerMac,
            Map<String, Double> picojoulesPerByte,
            double picojoulesPerOutputElement,
            double leakagePicojoulesPerCycle,
            double macSquareMillimetres,
            double bufferSquareMillimetres) {}

    /**
     * The network.
     *
     * @param name name of a zoo network, or the file's name
     * @param sha256 digest of the TOSA flatbuffer, hexadecimal
     * @param arguments settings of a zoo network by name
     * @param seed seed of generated weights and inputs
     * @param operators number of TOSA operators without constants
     * @param inputSeconds length of the audio it takes in; 0 if it takes none
     */
    public record Workload(
            @JsonProperty(required = true) String name,
            String sha256,
            Map<String, String> arguments,
            long seed,
            int operators,
            double inputSeconds) {}

    /**
     * One event that the log may contain.
     *
     * @param number number in the samples
     * @param name name in the PMU catalogue, or of the model
     * @param label words of its line in the PMU block, empty if it has none
     * @param unit {@code cycles}, {@code beats}, {@code transactions} …
     * @param meaning one sentence
     */
    public record Event(
            @JsonProperty(required = true) int number,
            @JsonProperty(required = true) String name,
            String label,
            String unit,
            String meaning) {}

    /**
     * One side of the NPU with the memory behind it.
     *
     * @param side name of the port group
     * @param memory name of the memory
     * @param kind technology of the memory
     * @param beatBytes bytes of one data beat
     * @param bytesPerCycle most bytes per core cycle over all its ports
     * @param readEvent number of the event that counts read beats
     * @param writeEvent number of the event that counts write beats
     */
    public record Port(
            @JsonProperty(required = true) String side,
            String memory,
            String kind,
            @JsonProperty(required = true) int beatBytes,
            double bytesPerCycle,
            @JsonProperty(required = true) int readEvent,
            @JsonProperty(required = true) int writeEvent) {}

    /**
     * Counters somebody published for the same run.
     *
     * @param name name of the reference in the description
     * @param source where they were published
     * @param counters values by event name
     */
    public record Reference(String name, String source, Map<String, Long> counters) {}

    /**
     * What a finished log holds.
     *
     * @param samples number of samples
     * @param digest CRC-32C over all of them, hexadecimal
     */
    public record Log(long samples, String digest) {}

    public RunManifest {
        commandLine = List.copyOf(commandLine == null ? List.of() : commandLine);
        events = List.copyOf(events);
        memories = List.copyOf(memories == null ? List.of() : memories);
        scheduling = scheduling == null ? Map.of() : scheduling;
        outputs = outputs == null ? Map.of() : outputs;
        stages = stages == null ? Map.of() : stages;
    }

    /** The same manifest of a run that has come to its end. */
    public RunManifest completed(
            long finalIntervalCycles,
            Map<String, String> finalOutputs,
            Log finishedLog,
            Map<String, Double> finalStages) {
        return with(Status.COMPLETE, finalIntervalCycles, finalOutputs, finishedLog, finalStages);
    }

    /** The same manifest of a run that has stopped with an error. */
    public RunManifest failed() {
        return with(Status.FAILED, intervalCycles, outputs, null, stages);
    }

    private RunManifest with(
            Status newStatus,
            long newIntervalCycles,
            Map<String, String> newOutputs,
            @Nullable Log newLog,
            Map<String, Double> newStages) {
        return new RunManifest(
                formatVersion,
                newStatus,
                program,
                java,
                commandLine,
                design,
                workload,
                scheduling,
                newIntervalCycles,
                events,
                memories,
                reference,
                newOutputs,
                newLog,
                newStages);
    }
}
