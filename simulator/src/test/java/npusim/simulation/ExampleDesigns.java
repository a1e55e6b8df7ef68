package npusim.simulation;

import java.util.List;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.dsl.source.SourceFile;
import npusim.hardware.HardwareConfiguration;

/** Designs of the examples. */
final class ExampleDesigns {
    /** An Ethos-U85-256 with ports of 256 bit to SRAM and of 32 bit outside. */
    static final Selection TWO_WIDTHS = Selection.of("Ethos_U85_256")
            .withOverride("accelerator.ports.sram", "2 x 256 bit")
            .withOverride("accelerator.ports.external", "1 x 32 bit");

    private ExampleDesigns() {}

    static HardwareConfiguration ofTwoWidths() {
        return NpuLanguage.shipped().configure(TWO_WIDTHS);
    }

    /** A systolic grid without timing adapters. */
    static HardwareConfiguration systolic() {
        return systolic(Selection.of("Systolic_16x16"));
    }

    /** The same with so many lanes in the vector unit beside the grid. */
    static HardwareConfiguration systolicWithLanes(int lanes) {
        return systolic(Selection.of("Systolic_16x16")
                .withOverride("accelerator.mac_array.weight_stationary.vector_lanes", Integer.toString(lanes)));
    }

    private static HardwareConfiguration systolic(Selection selection) {
        SourceFile source = new SourceFile("example.npu", "import \"examples/systolic-32x32.npu\"\n");
        return NpuLanguage.compileSources(List.of(source), true).library().configure(selection);
    }
}
