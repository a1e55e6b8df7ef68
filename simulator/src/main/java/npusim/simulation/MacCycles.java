package npusim.simulation;

import java.util.ArrayList;
import java.util.List;
import npusim.schedule.KernelCommand;
import npusim.simulation.KernelCosts.OfArray;
import org.jspecify.annotations.Nullable;

/** What blocks cost the MAC array: neighbouring ones are nearly always of one size, and those of a kernel of few. */
final class MacCycles {
    private final MacModel model;
    private final double factor;
    private final DesignParameters design;
    private final KernelCosts costs;
    private @Nullable KernelCommand kernel;
    private List<OfArray> known = new ArrayList<>();
    private OfArray latest = new OfArray(0, 0, 0, 0, 0, 0);

    MacCycles(MacModel model, DesignParameters design, KernelCosts costs) {
        this.model = model;
        this.design = design;
        this.costs = costs;
        factor = design.arrayFactor();
    }

    /** See {@link MacModel#cycles}; no shorter than decoding the weights takes. */
    double of(KernelCommand of, int rows, int columns, int ofmChannels, int ifmChannels) {
        if (of != kernel || !latest.isOf(rows, columns, ofmChannels, ifmChannels)) {
            if (of != kernel) {
                kernel = of;
                known = costs.ofArray(of);
            }
            latest = find(of, rows, columns, ofmChannels, ifmChannels);
        }
        return latest.cycles();
    }

    /** Cycles in which the decoders work on the weights of the latest answer. */
    double decoding() {
        return latest.decoding();
    }

    private OfArray find(KernelCommand of, int rows, int columns, int ofmChannels, int ifmChannels) {
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).isOf(rows, columns, ofmChannels, ifmChannels)) {
                return known.get(i);
            }
        }
        double decoding = of.kind().hasWeights() ? WeightDecoding.cycles(design, of, ofmChannels, ifmChannels) : 0;
        double cycles = factor * Math.max(decoding, model.cycles(of, rows, columns, ofmChannels, ifmChannels));
        OfArray found = new OfArray(rows, columns, ofmChannels, ifmChannels, cycles, decoding);
        known.add(found);
        return found;
    }
}
