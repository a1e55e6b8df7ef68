package npusim.simulation;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Mechanisms left out of a run, to see what each is worth.
 *
 * @param without mechanisms that are switched off
 */
public record Ablation(Set<Mechanism> without) {
    /** Everything modelled. */
    public static final Ablation NONE = new Ablation(EnumSet.noneOf(Mechanism.class));

    /** A mechanism that can be left out. */
    public enum Mechanism {
        /** Latency of the path and of the adapters: answers come at once. */
        LATENCY("latency"),
        /** Outstanding limits and read buffers: any number of transactions may be pending. */
        OUTSTANDING("outstanding"),
        /** Pulses and word budgets of the adapters. */
        WINDOWS("windows"),
        /** BLOCKDEP: kernels do not wait for each other's blocks. */
        BLOCK_DEPENDENCY("blockdep"),
        /** IFM blocks kept between OFM depth blocks: every pass reads them again. */
        INPUT_RETENTION("retention"),
        /** Weight decoding: decoded weights come as fast as the stream. */
        WEIGHT_DECODING("decoding"),
        /** Scale and bias stream. */
        SCALES("scales"),
        /** Output buffer: write-back never holds the output unit. */
        OUTPUT_BUFFER("output-buffer"),
        /** Exact kernel steps: elements go in whole steps of four. */
        KERNEL_STEPS("kernel-steps"),
        /** Command fetch. */
        COMMAND_FETCH("command-fetch");

        private final String label;

        Mechanism(String label) {
            this.label = label;
        }

        /** The name on the command line. */
        public String label() {
            return label;
        }

        /**
         * The mechanism called {@code label}.
         *
         * @throws IllegalArgumentException listing the known names
         */
        public static Mechanism of(String label) {
            for (Mechanism mechanism : values()) {
                if (mechanism.label.equals(label.toLowerCase(Locale.ROOT))) {
                    return mechanism;
                }
            }
            throw new IllegalArgumentException("unknown mechanism '" + label + "'; known are "
                    + Arrays.stream(values()).map(Mechanism::label).collect(Collectors.joining(", ")));
        }
    }

    public Ablation {
        without = Set.copyOf(without);
    }

    /** Only {@code mechanism} left out. */
    public static Ablation of(Mechanism mechanism) {
        return new Ablation(EnumSet.of(mechanism));
    }

    boolean lacks(Mechanism mechanism) {
        return without.contains(mechanism);
    }
}
