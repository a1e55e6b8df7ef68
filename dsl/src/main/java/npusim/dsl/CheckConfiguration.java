package npusim.dsl;

import java.util.List;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.diagnostic.NearestNames;
import npusim.dsl.schema.Schemas;
import npusim.dsl.source.Span;
import npusim.hardware.EnergyTable;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.Memory;
import npusim.hardware.PortGroup;

/** Checks that accelerator and system fit together. */
final class CheckConfiguration {

    private final DiagnosticSink sink;

    CheckConfiguration(DiagnosticSink sink) {
        this.sink = sink;
    }

    void check(HardwareConfiguration configuration, Span system) {
        for (int side = 0; side < configuration.system().attached().size(); side++) {
            Memory memory = configuration.system().attachedMemory(side);
            PortGroup port = configuration.port(side);
            if (memory.burstBytes() < port.beatBytes()) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.BURST_BELOW_BEAT,
                        system,
                        memory.burstBytes() + " B of " + memory.name(),
                        port.beatBytes() + " B of " + port.name()));
            }
            hasEnergy(configuration.accelerator().energy(), memory, system);
            Memory backing = configuration.backingMemory(side);
            if (backing != null) {
                hasEnergy(configuration.accelerator().energy(), backing, system);
            }
        }
    }

    private void hasEnergy(EnergyTable table, Memory memory, Span system) {
        List<String> rows = table.picojoulesPerByte()
                .keysView()
                .reject(Schemas.buffers()::contains)
                .toSortedList();
        if (rows.contains(memory.kind())) {
            return;
        }
        List<String> near = NearestNames.of(memory.kind(), rows, 3);
        Diagnostic missing = Diagnostic.of(
                        DiagnosticCode.KIND_WITHOUT_ENERGY, system, table.name(), memory.kind(), memory.name())
                .withNote("it has rows for " + String.join(", ", rows));
        sink.report(near.isEmpty() ? missing : missing.withNote("did you mean " + String.join(" or ", near) + "?"));
    }
}
