package npusim.dsl;

import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.source.Span;
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
        }
    }
}
