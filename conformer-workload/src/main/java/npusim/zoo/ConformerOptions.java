package npusim.zoo;

import java.util.LinkedHashMap;
import java.util.Map;
import npusim.audio.LogMelSpectrogram;
import npusim.conformer.ConformerConfiguration;
import npusim.conformer.LoweringRevision;

/** The Conformer's knobs as text. */
final class ConformerOptions {
    static final String NAME = "conformer-s";

    private ConformerOptions() {}

    /** Knobs with their defaults. */
    static Map<String, String> defaults() {
        ConformerConfiguration standard = ConformerConfiguration.SMALL;
        Map<String, String> options = new LinkedHashMap<>();
        options.put("seconds", text(standard.seconds()));
        options.put("frames", String.valueOf(standard.frames()));
        options.put("layers", String.valueOf(standard.layers()));
        options.put("dimension", String.valueOf(standard.dimension()));
        options.put("heads", String.valueOf(standard.heads()));
        options.put("kernel", String.valueOf(standard.kernel()));
        options.put("feed_forward_factor", String.valueOf(standard.feedForwardFactor()));
        options.put("classes", String.valueOf(standard.classes()));
        options.put("seed", String.valueOf(standard.seed()));
        options.put("weight_bits", String.valueOf(standard.weightBits()));
        options.put("revision", standard.revision().label());
        return options;
    }

    /**
     * Reads knobs; the others have their defaults.
     *
     * @throws IllegalArgumentException if a value is wrong
     */
    static ConformerConfiguration parse(Map<String, String> options) {
        if (options.containsKey("seconds") && options.containsKey("frames")) {
            throw new IllegalArgumentException("give seconds or frames, not both");
        }
        ConformerConfiguration standard = ConformerConfiguration.SMALL;
        int frames = number(options, "frames", standard.frames());
        if (options.containsKey("seconds")) {
            frames = framesOf(options.getOrDefault("seconds", ""));
        }
        return new ConformerConfiguration(
                frames,
                number(options, "layers", standard.layers()),
                number(options, "dimension", standard.dimension()),
                number(options, "heads", standard.heads()),
                number(options, "kernel", standard.kernel()),
                number(options, "feed_forward_factor", standard.feedForwardFactor()),
                number(options, "classes", standard.classes()),
                number(options, "seed", Math.toIntExact(standard.seed())),
                number(options, "weight_bits", standard.weightBits()),
                LoweringRevision.of(
                        options.getOrDefault("revision", standard.revision().label())));
    }

    static int integer(String option, String value) {
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be a whole number, is '" + value + "'", e);
        }
    }

    private static int number(Map<String, String> options, String option, int absent) {
        String value = options.get(option);
        return value == null ? absent : integer(option, value);
    }

    private static int framesOf(String seconds) {
        double length;
        try {
            length = Double.parseDouble(seconds.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("seconds must be a number, is '" + seconds + "'", e);
        }
        if (!(length > 0 && length < 1e4)) {
            throw new IllegalArgumentException("seconds must be positive and below 10000, is " + seconds);
        }
        return (int) Math.rint(length * LogMelSpectrogram.FRAMES_PER_SECOND);
    }

    private static String text(double seconds) {
        return seconds == Math.rint(seconds) ? String.valueOf((long) seconds) : String.valueOf(seconds);
    }
}
