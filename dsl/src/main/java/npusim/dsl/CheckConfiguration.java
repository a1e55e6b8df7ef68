package npusim.dsl;

import java.util.Map;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.source.Span;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.Memory;
import npusim.hardware.PortGroup;

/** Checks that accelerator, system and memory mode fit together. */
final class CheckConfiguration {

    private final DiagnosticSink sink;

    CheckConfiguration(DiagnosticSink sink) {
        this.sink = sink;
    }

    void check(HardwareConfiguration configuration, Span system, Span mode) {
        int sides = configuration.system().attached().size();
        for (int side = 0; side < sides; side++) {
            Memory memory = configuration.system().attachedMemory(side);
            if (side >= configuration.accelerator().ports().size()) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.SIDE_WITHOUT_PORT,
                        system,
                        configuration.system().name(),
                        memory.name(),
                        side,
                        configuration.accelerator().name()));
                return;
            }
            PortGroup port = configuration.port(side);
            if (memory.burstBytes() < port.beatBytes()) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.BURST_BELOW_BEAT,
                        system,
                        memory.burstBytes() + " B of " + memory.name(),
                        port.beatBytes() + " B of " + port.name()));
            }
        }
        Map<String, Integer> areas = Map.of(
                "const_area", configuration.memoryMode().constantsAxi(),
                "arena_area", configuration.memoryMode().arenaAxi(),
                "cache_area", configuration.memoryMode().cacheAxi());
        for (String area : new String[] {"const_area", "arena_area", "cache_area"}) {
            int side = areas.getOrDefault(area, 0);
            if (side >= sides) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.SIDE_WITHOUT_MEMORY,
                        mode,
                        configuration.memoryMode().name(),
                        area,
                        side,
                        configuration.system().name()));
                return;
            }
        }
    }
}
