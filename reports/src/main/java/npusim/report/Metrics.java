package npusim.report;

import npusim.trace.run.RunManifest;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;

/** What follows from a run's counters and its design: times, rates, traffic, energy. */
public final class Metrics {
    private final RunResult run;

    public Metrics(RunResult run) {
        this.run = run;
    }

    /** Seconds of one inference at the design's clock, idle cycles included. */
    public double latencySeconds() {
        return (double) run.totalCycles() / run.manifest().design().coreClockHertz();
    }

    /** Seconds of work per second of audio; absent if the network takes no audio. */
    public @Nullable Double realTimeFactor() {
        double seconds = run.manifest().workload().inputSeconds();
        return seconds > 0 ? latencySeconds() / seconds : null;
    }

    /** Multiply-accumulates of the network over those the array could have done in the active cycles. */
    public double macUtilisation() {
        return ratio(
                run.sum().macs(),
                (double) run.activeCycles() * run.manifest().design().mostMacsPerCycle());
    }

    /** The same for one operation. */
    public double macUtilisation(OperationResult operation) {
        return ratio(
                operation.counters().macs(),
                (double) operation.activeCycles() * run.manifest().design().mostMacsPerCycle());
    }

    /** Most bytes in use of a memory, absent if not recorded. */
    public @Nullable Long peakBytes(int memory) {
        return run.occupancy(memory).values().stream().max(Long::compare).orElse(null);
    }

    /** The headline of a run, in the order in which it is shown. */
    public ImmutableList<Quantity> headline() {
        MutableList<Quantity> quantities = Lists.mutable.empty();
        quantities.add(new Quantity("Inference time", latencySeconds(), Unit.SECONDS, publishedLatency()));
        Double factor = realTimeFactor();
        if (factor != null) {
            quantities.add(new Quantity("Real-time factor", factor, Unit.RATIO, null));
        }
        quantities.add(new Quantity("Inferences per second", ratio(1, latencySeconds()), Unit.PER_SECOND, null));
        quantities.add(new Quantity("MAC utilisation", macUtilisation(), Unit.SHARE, null));
        quantities.add(new Quantity("Multiply-accumulates", run.sum().macs(), Unit.MACS, null));
        for (int i = 0; i < run.manifest().memories().size(); i++) {
            RunManifest.Port port = run.manifest().memories().get(i);
            String memory = port.memory();
            quantities.add(new Quantity(
                    memory + " read", run.sum().readBytes()[i], Unit.BYTES, publishedBytes(port, port.readEvent())));
            quantities.add(new Quantity(
                    memory + " written",
                    run.sum().writeBytes()[i],
                    Unit.BYTES,
                    publishedBytes(port, port.writeEvent())));
            Long peak = peakBytes(i);
            if (peak != null) {
                quantities.add(new Quantity(memory + " peak", peak, Unit.BYTES, null));
            }
        }
        EnergyEstimate energy = EnergyEstimate.of(run);
        if (energy != null) {
            quantities.add(new Quantity("Energy (estimate)", energy.joules(), Unit.JOULES, null));
        }
        return quantities.toImmutable();
    }

    private @Nullable Double publishedLatency() {
        RunManifest.Reference reference = run.manifest().reference();
        if (reference == null) {
            return null;
        }
        Long total = reference.counters().get("TOTAL");
        return total == null ? null : (double) total / run.manifest().design().coreClockHertz();
    }

    private @Nullable Double publishedBytes(RunManifest.Port port, int event) {
        RunManifest.Reference reference = run.manifest().reference();
        if (reference == null) {
            return null;
        }
        for (RunManifest.Event known : run.manifest().events()) {
            Long value = known.number() == event ? reference.counters().get(known.name()) : null;
            if (value != null) {
                return (double) value * port.beatBytes();
            }
        }
        return null;
    }

    private static double ratio(double numerator, double denominator) {
        return denominator == 0 ? 0 : numerator / denominator;
    }

    /**
     * One number of the headline.
     *
     * @param label what it is
     * @param value in base units
     * @param unit its unit
     * @param published the same figure from the reference, if there is one
     */
    public record Quantity(
            String label, double value, Unit unit, @Nullable Double published) {
        /** The value with its unit. */
        public String text() {
            return unit.format(value);
        }

        /** Relative difference to the published figure. */
        public @Nullable Double difference() {
            return published == null || published == 0 ? null : value / published - 1;
        }
    }
}
