package npusim.dsl.analysis;

import static npusim.dsl.analysis.CheckHardware.bytes;
import static npusim.dsl.analysis.CheckHardware.place;
import static npusim.dsl.analysis.CheckHardware.said;
import static npusim.dsl.analysis.Reader.cell;
import static npusim.dsl.analysis.Reader.text;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.quantity.Ratio;
import npusim.hardware.Shape;

/** Checks that the working buffers of an accelerator can hold what its MAC array works on. */
final class CheckBuffers {
    /** Inputs that the banks of a shared RAM hold. */
    private static final List<String> INPUTS =
            List.of("ifm8", "ifm16", "ifm8_elementwise", "ifm16_elementwise", "ifm32");

    private final DiagnosticSink sink;

    CheckBuffers(DiagnosticSink sink) {
        this.sink = sink;
    }

    void check(Reader accelerator) {
        Reader array = accelerator.child("mac_array");
        Reader rams = accelerator.childIfPresent("buffers");
        if (rams == null) {
            granules(accelerator.child("shared_ram"), array);
        } else {
            rams(rams, array);
        }
    }

    /** Banks are allocated by what they hold: inputs of each width, and each accumulator of the array. */
    private void granules(Reader ram, Reader array) {
        Set<String> given = new HashSet<>();
        for (Map<String, Value> row : ram.rows("granules")) {
            given.add(text(cell(row, "use")));
        }
        Set<String> missing = new LinkedHashSet<>(INPUTS);
        for (Ratio accumulator : array.list("accumulators", Reader::ratio)) {
            missing.add("acc" + accumulator.times(Ratio.of(Byte.SIZE)));
        }
        missing.removeAll(given);
        if (!missing.isEmpty()) {
            Diagnostic diagnostic =
                    Diagnostic.of(DiagnosticCode.GRANULE_MISSING, place(ram, "granules"), String.join(", ", missing));
            boolean inputs = INPUTS.containsAll(missing);
            report(
                    ram,
                    inputs
                            ? diagnostic
                            : diagnostic.withNote("accumulators are given here", said(array, "accumulators")));
        }
    }

    /** Each buffer holds one micro-block. */
    private void rams(Reader rams, Reader array) {
        Ratio accumulator = Reader.ratio(
                ((Value.Elements) array.value("accumulators")).elements().getFirst());
        for (Shape shape : array.list("ofm_microblocks", Reader::shape)) {
            Ratio needed = accumulator.times(Ratio.of(shape.elements()));
            fits(rams, "accumulator", needed, "micro-block " + shape + " of accumulators", array);
            fits(rams, "output", Ratio.of(shape.elements()), "micro-block " + shape + " of bytes", array);
        }
        Shape ifm = array.shape("ifm_microblock");
        fits(rams, "ifm", Ratio.of(ifm.elements()), "IFM micro-block " + ifm + " of bytes", array);
    }

    private void fits(Reader rams, String buffer, Ratio needed, String what, Reader array) {
        if (rams.ratio(buffer).compareTo(needed) < 0) {
            report(
                    rams,
                    Diagnostic.of(
                                    DiagnosticCode.BUFFER_TOO_SMALL,
                                    place(rams, buffer),
                                    buffer,
                                    bytes(rams.ratio(buffer)),
                                    what,
                                    bytes(needed))
                            .withNote("micro-blocks are given here", said(array, "ofm_microblocks")));
        }
    }

    private void report(Reader in, Diagnostic diagnostic) {
        sink.report(diagnostic);
        in.block.markBroken();
    }
}
