package npusim.replay;

import java.util.List;
import npusim.dsl.Library;
import npusim.dsl.ResolvedProperty;
import npusim.dsl.Selection;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.ReferenceRun;

/**
 * Hardware to replay on.
 *
 * @param hardware what schedule and timing read
 * @param properties every resolved value of it, for the manifest
 */
public record Design(HardwareConfiguration hardware, List<ResolvedProperty> properties) {
    /**
     * Resolves a selection.
     *
     * @throws npusim.dsl.diagnostic.DiagnosticException if names, values or parts do not fit
     */
    public static Design of(Library library, Selection selection) {
        return new Design(library.configure(selection), library.resolve(selection));
    }

    /** Platform, system configuration and memory mode in one line for people. */
    public String settings() {
        return DescribeDesign.design(hardware, properties).settings();
    }

    /** The selection that a reference run stands for. */
    public static Selection selectionOf(ReferenceRun reference) {
        return Selection.of(reference.accelerator())
                .withPlatform(reference.platform())
                .withSystem(reference.systemConfig())
                .withMemoryMode(reference.memoryMode())
                .withOverride("memory_mode.arena_cache", reference.arenaCacheBytes() + " B");
    }

    /** Whether this is the hardware of a reference run, so that its published counters may be laid beside. */
    public boolean isThatOf(ReferenceRun reference, Library library) {
        return hardware.equals(library.configure(selectionOf(reference)));
    }
}
