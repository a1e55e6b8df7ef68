package npusim.simulation;

import java.util.List;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.dsl.source.SourceFile;
import npusim.hardware.HardwareConfiguration;

/** Designs of the examples. */
final class ExampleDesigns {
    private ExampleDesigns() {}

    /** A systolic grid without timing adapters. */
    static HardwareConfiguration systolic() {
        SourceFile source = new SourceFile("example.npu", "import \"examples/systolic-32x32.npu\"\n");
        return NpuLanguage.compileSources(List.of(source), true).library().configure(Selection.of("Systolic_16x16"));
    }
}
