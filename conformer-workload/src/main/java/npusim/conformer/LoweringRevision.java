package npusim.conformer;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Which ExecuTorch lowering a graph follows. */
public enum LoweringRevision {
    /** Release 1.0: means by AVG_POOL2D, rank-4 tensors channels-last throughout. */
    EXECUTORCH_1_0("et-1.0", 0x1.0p-12);

    private final String label;
    private final double smallestScale;

    LoweringRevision(String label, double smallestScale) {
        this.label = label;
        this.smallestScale = smallestScale;
    }

    /** Name on the command line. */
    public String label() {
        return label;
    }

    /** Floor of every quantization scale: the observers' epsilon. */
    public double smallestScale() {
        return smallestScale;
    }

    /**
     * The revision of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LoweringRevision of(String label) {
        for (LoweringRevision revision : values()) {
            if (revision.label.equals(label)) {
                return revision;
            }
        }
        throw new IllegalArgumentException("no lowering revision '" + label + "'; there are "
                + Arrays.stream(values()).map(LoweringRevision::label).collect(Collectors.joining(", ")));
    }
}
