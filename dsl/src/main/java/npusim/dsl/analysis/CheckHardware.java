package npusim.dsl.analysis;

import static npusim.dsl.analysis.Reader.cell;
import static npusim.dsl.analysis.Reader.text;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.quantity.Dimension;
import npusim.dsl.quantity.Quantity;
import npusim.dsl.quantity.Ratio;
import npusim.dsl.source.Span;

/** Checks that sound values make sense together as hardware. */
final class CheckHardware {

    private final DiagnosticSink sink;
    private final Evaluator evaluator;

    CheckHardware(DiagnosticSink sink, Evaluator evaluator) {
        this.sink = sink;
        this.evaluator = evaluator;
    }

    void check(Block block) {
        if (block.broken || block.isAbstract) {
            return;
        }
        Reader in = new Reader(evaluator, block);
        switch (block.type.name()) {
            case "accelerator" -> new CheckAccelerator(sink).check(in);
            case "system" -> system(in);
            case "timing_profile" -> timingProfile(in);
            case "pmu_catalogue" -> pmuCatalogue(in);
            default -> {
                // nothing to relate
            }
        }
    }

    private void system(Reader in) {
        for (Reader memory : in.children("memory")) {
            if (!memory.has("backing")) {
                continue;
            }
            for (String needed : new String[] {"capacity", "line", "ways"}) {
                if (!memory.has(needed)) {
                    report(
                            in,
                            Diagnostic.of(
                                    DiagnosticCode.CACHE_INCOMPLETE,
                                    place(memory, "backing"),
                                    memory.block.name,
                                    needed));
                    return;
                }
            }
            sets(in, memory);
            Set<String> seen = new HashSet<>();
            Reader at = memory;
            while (at.has("backing")) {
                if (!seen.add(at.block.name)) {
                    report(
                            in,
                            Diagnostic.of(DiagnosticCode.BACKING_CYCLE, place(memory, "backing"), memory.block.name));
                    return;
                }
                at = in.child(at.text("backing"));
            }
        }
        for (String side : new String[] {"axi0", "axi1"}) {
            Reader attached = in.child(in.text(side));
            if (attached.has("backing") && in.child(attached.text("backing")).has("backing")) {
                report(
                        in,
                        Diagnostic.of(
                                DiagnosticCode.CACHE_BEHIND_CACHE, place(attached, "backing"), in.block.name, side));
            }
        }
    }

    private void sets(Reader in, Reader cache) {
        Ratio set = cache.ratio("line").times(cache.ratio("ways"));
        Ratio sets = cache.ratio("capacity").dividedBy(set);
        if (!sets.isInteger() || sets.signum() == 0) {
            report(
                    in,
                    Diagnostic.of(
                            DiagnosticCode.CACHE_SETS,
                            place(cache, "capacity", "ways", "line"),
                            cache.block.name,
                            bytes(cache.ratio("capacity")),
                            cache.ratio("ways"),
                            bytes(cache.ratio("line")),
                            bytes(set)));
        }
    }

    private void timingProfile(Reader in) {
        for (Reader adapter : in.children("adapter")) {
            if (!adapter.block.name.matches("axi[01]")) {
                report(
                        in,
                        Diagnostic.of(DiagnosticCode.ADAPTER_LABEL, adapter.block.span, adapter.block.name)
                                .withNote("adapters are called axi0 and axi1"));
            } else if (adapter.large("pulse_on") == 0 && adapter.large("pulse_off") > 0) {
                report(
                        in,
                        Diagnostic.of(
                                DiagnosticCode.ENABLED_NEVER,
                                place(adapter, "pulse_on"),
                                adapter.large("pulse_off") + " cycles"));
            }
        }
    }

    private void pmuCatalogue(Reader in) {
        Set<String> names = new HashSet<>();
        Set<Long> numbers = new HashSet<>();
        for (Map<String, Value> row : in.rows("events")) {
            String name = text(cell(row, "name"));
            if (!names.add(name)
                    || !numbers.add(Reader.ratio(cell(row, "number")).longValueExact())) {
                report(in, Diagnostic.of(DiagnosticCode.CHANNEL_DUPLICATE, place(in, "events"), name));
                return;
            }
        }
        for (Map<String, Value> row : in.rows("reported")) {
            String event = text(cell(row, "event"));
            if (!names.contains(event) && !event.equals("IDLE") && !event.equals("TOTAL")) {
                report(in, Diagnostic.of(DiagnosticCode.EVENT_UNKNOWN, place(in, "reported"), event));
            }
        }
    }

    static Quantity bytes(Ratio amount) {
        return new Quantity(amount, Dimension.DATA);
    }

    /** The first of {@code properties} that the file of the declaration itself gives, else the declaration. */
    static Span place(Reader in, String... properties) {
        Span root = in.block.root().span;
        for (String property : properties) {
            Assigned assigned = in.block.properties.get(property);
            if (assigned != null && assigned.origin().file().equals(root.file())) {
                return assigned.origin();
            }
        }
        return root;
    }

    /** Where a property was said, in whatever file. */
    static Span said(Reader in, String property) {
        Assigned assigned = in.block.properties.get(property);
        return assigned == null || assigned.isDefault() ? in.block.root().span : assigned.origin();
    }

    private void report(Reader in, Diagnostic diagnostic) {
        sink.report(diagnostic);
        in.block.markBroken();
    }
}
