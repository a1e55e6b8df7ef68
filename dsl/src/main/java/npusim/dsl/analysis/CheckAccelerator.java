package npusim.dsl.analysis;

import static npusim.dsl.analysis.CheckHardware.bytes;
import static npusim.dsl.analysis.CheckHardware.place;
import static npusim.dsl.analysis.CheckHardware.said;
import static npusim.dsl.analysis.Reader.cell;
import static npusim.dsl.analysis.Reader.shape;
import static npusim.dsl.analysis.Reader.text;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.quantity.Quantity;
import npusim.dsl.quantity.Ratio;
import npusim.dsl.source.Span;
import npusim.hardware.CoreSplit;
import npusim.hardware.Shape;

/** Checks that the parts of an accelerator make sense together, and that a run can take it. */
final class CheckAccelerator {

    private final DiagnosticSink sink;

    CheckAccelerator(DiagnosticSink sink) {
        this.sink = sink;
    }

    void check(Reader in) {
        choose(in.child("mac_array"), "dot_product", "weight_stationary", DiagnosticCode.CHOOSE_DATAFLOW);
        choose(in, "buffers", "shared_ram", DiagnosticCode.CHOOSE_BUFFERS);
        if (in.block.broken) {
            return;
        }
        atLeastOne(in.child("mac_array"), "ofm_microblocks", "accumulators");
        if (in.block.broken) {
            return;
        }
        ports(in);
        decoder(in.child("weight_decoder"));
        microblocks(in.child("mac_array"));
        if (!in.block.broken) {
            macs(in.child("mac_array"));
            limits(in);
            shares(in);
            rates(in.child("mac_array"));
            new CheckBuffers(sink).check(in);
        }
        if (!in.block.broken) {
            unusedMicroblocks(in.child("mac_array"));
        }
    }

    private void choose(Reader in, String one, String other, DiagnosticCode code) {
        boolean first = in.childIfPresent(one) != null;
        boolean second = in.childIfPresent(other) != null;
        if (first == second) {
            report(in, Diagnostic.of(code, in.block.root().span, in.block.name, first ? "both" : "neither"));
        }
    }

    private void atLeastOne(Reader in, String... lists) {
        for (String list : lists) {
            if (in.list(list, value -> value).isEmpty()) {
                report(
                        in,
                        Diagnostic.of(
                                DiagnosticCode.WRONG_TYPE,
                                place(in, list),
                                "at least one element of " + list,
                                "an empty list"));
            }
        }
    }

    private void ports(Reader in) {
        Set<String> limited = new HashSet<>();
        Reader ports = in.child("ports");
        for (Map<String, Value> row : in.rows("axi_limits")) {
            String port = text(cell(row, "port"));
            limited.add(port);
            Assigned assigned = ports.block.properties.get(port);
            if (assigned == null) {
                report(in, Diagnostic.of(DiagnosticCode.LIMITS_WITHOUT_PORT, place(in, "axi_limits"), port));
                continue;
            }
            Value.Lanes lanes = (Value.Lanes) ports.value(port);
            Quantity burst = Reader.quantity(cell(row, "max_burst"));
            if (burst.amount().compareTo(lanes.width().amount()) < 0) {
                report(
                        in,
                        Diagnostic.of(
                                        DiagnosticCode.BURST_BELOW_BEAT,
                                        place(in, "axi_limits"),
                                        burst,
                                        bytes(lanes.width().amount()))
                                .withNote("the port is given here", assigned.origin()));
            }
        }
        for (Assigned assigned : ports.block.properties.values()) {
            if (!limited.contains(assigned.spec().name())) {
                report(
                        in,
                        Diagnostic.of(
                                DiagnosticCode.PORT_WITHOUT_LIMITS,
                                assigned.origin(),
                                assigned.spec().name()));
            }
        }
        int sides = ports.block.properties.size();
        if (sides != 2 && !in.block.broken) {
            report(
                    in,
                    Diagnostic.of(
                            DiagnosticCode.NUMBER_OF_SIDES,
                            in.block.root().span,
                            in.block.name,
                            counted(sides, "port group")));
        }
    }

    /** The decoder's rate rises from the floor to the peak, from one share of zeros to a greater one. */
    private void decoder(Reader decoder) {
        rising(decoder, "base_zero_rate", "below", "peak_zero_rate", -1);
        rising(decoder, "weights_per_cycle", "at most", "peak_weights_per_cycle", 0);
    }

    private void rising(Reader in, String low, String relation, String high, int most) {
        if (in.ratio(low).compareTo(in.ratio(high)) > most) {
            report(
                    in,
                    Diagnostic.of(
                            DiagnosticCode.DECODER_RATES,
                            place(in, low, high),
                            low,
                            in.ratio(low),
                            relation,
                            high,
                            in.ratio(high)));
        }
    }

    private void microblocks(Reader array) {
        Set<Shape> known =
                new HashSet<>(array.list("ofm_microblocks", Reader::shape).castToList());
        for (String table : new String[] {"legal_microblocks", "ifm_allocation"}) {
            for (Map<String, Value> row : array.rows(table)) {
                if (cell(row, "microblock") instanceof Value.Extents extents) {
                    Shape shape = shape(extents);
                    if (!known.contains(shape)) {
                        Span place = place(array, table, "ofm_microblocks");
                        String other = place.equals(said(array, table)) ? "ofm_microblocks" : table;
                        report(
                                array,
                                Diagnostic.of(DiagnosticCode.UNKNOWN_MICROBLOCK, place, table, shape)
                                        .withNote(other + " is given here", said(array, other)));
                    }
                }
            }
        }
    }

    private void unusedMicroblocks(Reader array) {
        if (!array.has("legal_microblocks")) {
            return;
        }
        Set<Shape> used = new HashSet<>();
        array.rows("legal_microblocks").forEach(row -> used.add(shape(cell(row, "microblock"))));
        for (Shape shape : array.list("ofm_microblocks", Reader::shape)) {
            if (!used.contains(shape)) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.MICROBLOCK_UNUSED, place(array, "legal_microblocks", "ofm_microblocks"), shape));
            }
        }
    }

    private void macs(Reader array) {
        long macs = array.large("macs_per_cycle");
        Reader dot = array.childIfPresent("dot_product");
        if (dot == null) {
            Reader grid = array.child("weight_stationary");
            long cells = grid.large("rows") * grid.large("columns");
            if (cells != macs) {
                report(
                        array,
                        Diagnostic.of(
                                        DiagnosticCode.MACS_DO_NOT_FIT,
                                        place(array, "macs_per_cycle", "ofm_microblocks"),
                                        macs,
                                        "the grid has " + grid.large("rows") + " x " + grid.large("columns") + " = "
                                                + cells)
                                .withNote("rows are given here", said(grid, "rows")));
            }
            return;
        }
        long depth = dot.large("ifm_depth_per_cycle");
        long cores = array.large("cores");
        for (Shape shape : array.list("ofm_microblocks", Reader::shape)) {
            long products = shape.elements() * depth;
            if (products != macs && products * cores != macs) {
                report(
                        array,
                        Diagnostic.of(
                                        DiagnosticCode.MACS_DO_NOT_FIT,
                                        place(array, "macs_per_cycle", "ofm_microblocks"),
                                        macs,
                                        "micro-block " + shape + " with " + depth + " IFM channels computes "
                                                + products)
                                .withNote("micro-blocks are given here", said(array, "ofm_microblocks")));
                return;
            }
        }
    }

    private void limits(Reader in) {
        Reader array = in.child("mac_array");
        Reader limits = in.child("limits");
        Shape most = limits.shape("ofm_block");
        for (Shape shape : array.list("ofm_microblocks", Reader::shape)) {
            if (shape.height() > most.height() || shape.width() > most.width() || shape.depth() > most.depth()) {
                report(
                        array,
                        Diagnostic.of(DiagnosticCode.MICROBLOCK_ABOVE_LIMIT, place(limits, "ofm_block"), shape, most)
                                .withNote("micro-blocks are given here", said(array, "ofm_microblocks")));
                return;
            }
        }
    }

    /** Each core takes its turn of the channels of every micro-block, all the same number of turns if they share it. */
    private void shares(Reader in) {
        Reader array = in.child("mac_array");
        Reader order = in.child("weight_decoder").child("order");
        boolean shared = order.text("core_split").equals(CoreSplit.MICROBLOCK.label());
        long cores = array.large("cores");
        long turn = shared ? order.large("channel_interleave") : 1;
        for (Shape shape : array.list("ofm_microblocks", Reader::shape)) {
            boolean enough = shared ? shape.depth() % (turn * cores) == 0 : shape.depth() >= cores;
            if (cores > 1 && !enough) {
                report(
                        array,
                        Diagnostic.of(
                                        DiagnosticCode.CORES_DO_NOT_SHARE,
                                        place(array, "cores", "ofm_microblocks"),
                                        shape,
                                        shape.depth(),
                                        cores,
                                        turn,
                                        turn * cores)
                                .withNote("channel_interleave is given here", said(order, "channel_interleave")));
                return;
            }
        }
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** A multiplier splits for narrow operands; it takes wide ones no faster. */
    private void rates(Reader array) {
        Ratio macs = array.ratio("macs_per_cycle");
        for (Map<String, Value> row : array.rows("rates")) {
            Ratio ifmBits = Reader.ratio(cell(row, "ifm_bits"));
            Ratio weightBits = Reader.ratio(cell(row, "weight_bits"));
            Ratio rate = Reader.ratio(cell(row, "macs_per_cycle"));
            Ratio most = macs.times(parts(ifmBits)).times(parts(weightBits));
            if (rate.compareTo(most) > 0) {
                report(
                        array,
                        Diagnostic.of(
                                DiagnosticCode.RATE_TOO_FAST,
                                place(array, "rates", "macs_per_cycle"),
                                rate,
                                ifmBits,
                                weightBits,
                                macs,
                                most));
                return;
            }
        }
    }

    /** Operands of {@code bits} that fit side by side into one of a byte, or one if they are wider. */
    private static Ratio parts(Ratio bits) {
        Ratio parts = Ratio.of(Byte.SIZE).dividedBy(bits);
        return parts.compareTo(Ratio.of(1)) > 0 ? parts : Ratio.of(1);
    }

    private void report(Reader in, Diagnostic diagnostic) {
        sink.report(diagnostic);
        in.block.markBroken();
    }
}
