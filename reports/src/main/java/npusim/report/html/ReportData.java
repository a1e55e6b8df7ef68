package npusim.report.html;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import npusim.report.CategoryShare;
import npusim.report.Comparison;
import npusim.report.EnergyEstimate;
import npusim.report.Metrics;
import npusim.report.OperationResult;
import npusim.report.Partition;
import npusim.report.PmuBlock;
import npusim.report.RunResult;
import npusim.trace.CycleCategory;
import npusim.trace.run.OperationRecord;
import npusim.trace.run.RunManifest;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/** The JSON document behind the page. Field names are the contract with the page's scripts. */
record ReportData(
        List<String> categories, List<Run> runs, @Nullable Comparison comparison) {
    /** Most points of a curve that the page gets; more cannot be told apart on a screen. */
    private static final int MOST_POINTS = 1200;

    static ReportData of(List<RunResult> runs) {
        return new ReportData(
                Lists.immutable
                        .of(CycleCategory.values())
                        .collect(CycleCategory::label)
                        .castToList(),
                runs.stream().map(Run::of).toList(),
                runs.size() < 2 ? null : Comparison.of(runs));
    }

    record Run(
            String label,
            String workload,
            String settings,
            boolean complete,
            @Nullable String reference,
            long activeCycles,
            long macsPerCycle,
            long clockHertz,
            List<Figure> headline,
            List<Counter> counters,
            List<Share> categories,
            List<PortFigures> ports,
            List<Operation> operations,
            @Nullable Timeline timeline,
            @Nullable Division division,
            @Nullable EnergyEstimate energy,
            Map<String, String> design) {
        static Run of(RunResult run) {
            RunManifest manifest = run.manifest();
            return new Run(
                    run.label(),
                    manifest.workload().name(),
                    settings(manifest.design()),
                    run.complete(),
                    manifest.reference() == null ? null : manifest.reference().source(),
                    run.activeCycles(),
                    manifest.design().mostMacsPerCycle(),
                    manifest.design().coreClockHertz(),
                    new Metrics(run).headline().collect(Figure::of).castToList(),
                    PmuBlock.lines(run).collect(Counter::of).castToList(),
                    CategoryShare.of(run).collect(Share::of).castToList(),
                    manifest.memories().stream().map(PortFigures::of).toList(),
                    run.operations().collect(Operation::of).castToList(),
                    Timeline.of(run),
                    Division.of(run),
                    EnergyEstimate.of(run),
                    manifest.design().values());
        }

        private static String settings(RunManifest.Design design) {
            String mode = design.arenaCacheBytes() == 0
                    ? design.memoryMode()
                    : design.memoryMode() + " (" + design.arenaCache() + ")";
            return String.join(" · ", design.platform(), design.systemConfig(), mode);
        }
    }

    /** Segments by side; absent when the NPU runs it all. */
    record Division(Map<String, Long> parts, List<Partition.ProcessorWork> processor, List<SegmentRow> segments) {
        static @Nullable Division of(RunResult run) {
            Partition partition = Partition.of(run);
            return partition.divided()
                    ? new Division(
                            partition.parts(),
                            partition.processor(),
                            partition.segments().stream().map(SegmentRow::of).toList())
                    : null;
        }
    }

    record SegmentRow(boolean onCpu, int operations, String first, String last, long cycles) {
        static SegmentRow of(Partition.Segment segment) {
            return new SegmentRow(
                    segment.onCpu(), segment.operations().size(), segment.first(), segment.last(), segment.cycles());
        }
    }

    record Figure(
            String label,
            String text,
            @Nullable String published,
            @Nullable Double difference) {
        static Figure of(Metrics.Quantity quantity) {
            Double published = quantity.published();
            return new Figure(
                    quantity.label(),
                    quantity.text(),
                    published == null ? null : quantity.unit().format(published),
                    quantity.difference());
        }
    }

    record Counter(
            String label,
            long value,
            String unit,
            @Nullable Long published,
            @Nullable Double difference) {
        static Counter of(PmuBlock.Line line) {
            return new Counter(line.label(), line.value(), line.unit(), line.published(), line.difference());
        }
    }

    record Share(int category, long cycles, double share) {
        static Share of(CategoryShare share) {
            return new Share(share.category().code(), share.cycles(), share.share());
        }
    }

    record PortFigures(String memory, double bytesPerCycle) {
        static PortFigures of(RunManifest.Port port) {
            return new PortFigures(port.memory(), port.bytesPerCycle());
        }
    }

    /** One row of the operator table, as an array to keep the page small; the order is that of the components. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Operation(
            int index,
            String name,
            String kind,
            List<String> group,
            long cycles,
            long start,
            long end,
            long macs,
            long[] categories,
            long[] readBytes,
            long[] writeBytes,
            String ifm,
            String ofm,
            String block,
            String details,
            List<String> source) {
        static Operation of(OperationResult result) {
            OperationRecord operation = result.operation();
            return new Operation(
                    operation.index(),
                    operation.name(),
                    operation.kind(),
                    operation.group(),
                    result.activeCycles(),
                    result.counters().startCycle() == Long.MAX_VALUE
                            ? 0
                            : result.counters().startCycle(),
                    result.counters().endCycle(),
                    result.counters().macs(),
                    result.counters().categoryCycles(),
                    result.counters().readBytes(),
                    result.counters().writeBytes(),
                    operation.ifm(),
                    operation.ofm(),
                    operation.block(),
                    operation.details(),
                    operation.source());
        }
    }

    /** Curves over time: bytes per cycle of each port by interval, bytes in use of each memory. */
    record Timeline(long intervalCycles, List<Curve> bandwidth, List<Curve> occupancy) {
        static @Nullable Timeline of(RunResult run) {
            long length = run.manifest().intervalCycles();
            List<RunManifest.Port> ports = run.manifest().memories();
            List<Curve> bandwidth = Lists.mutable.empty();
            List<Curve> occupancy = Lists.mutable.empty();
            for (int i = 0; i < ports.size(); i++) {
                RunManifest.Port port = ports.get(i);
                if (length > 0) {
                    addIfAny(bandwidth, port.memory() + " read", rate(run, port.readEvent(), port.beatBytes()));
                    addIfAny(bandwidth, port.memory() + " write", rate(run, port.writeEvent(), port.beatBytes()));
                }
                addIfAny(
                        occupancy,
                        port.memory(),
                        thinned(Lists.immutable
                                .withAll(run.occupancy(i).entrySet())
                                .collect(entry -> new double[] {entry.getKey(), entry.getValue()})));
            }
            return bandwidth.isEmpty() && occupancy.isEmpty() ? null : new Timeline(length, bandwidth, occupancy);
        }

        /**
         * Bytes per cycle from each point on: of one interval, or the highest of a stretch of them. The trace leaves out
         * intervals in which nothing was counted; they are drawn as 0.
         */
        private static List<double[]> rate(RunResult run, int event, int beatBytes) {
            NavigableMap<Long, Long> beats = run.intervals(event);
            if (beats.isEmpty()) {
                return List.of();
            }
            long length = run.manifest().intervalCycles();
            long end = beats.lastKey() < run.totalCycles() ? run.totalCycles() : beats.lastKey() + length;
            long stretch = length * Math.ceilDiv(Math.ceilDiv(end, length), MOST_POINTS);
            List<double[]> points = new ArrayList<>();
            for (long start = 0; start < end; start += stretch) {
                double highest = 0;
                for (Map.Entry<Long, Long> interval :
                        beats.subMap(start, start + stretch).entrySet()) {
                    long cycles = Math.min(length, end - interval.getKey());
                    highest = Math.max(highest, (double) interval.getValue() * beatBytes / cycles);
                }
                points.add(new double[] {start, highest});
            }
            points.add(new double[] {end, 0});
            return points;
        }

        private static void addIfAny(List<Curve> curves, String name, List<double[]> points) {
            if (!points.isEmpty()) {
                curves.add(new Curve(name, points));
            }
        }

        /** Keeps the highest point of each stretch, so that peaks stay visible. */
        private static List<double[]> thinned(ImmutableList<double[]> points) {
            if (points.size() <= MOST_POINTS) {
                return points.castToList();
            }
            int stretch = Math.ceilDiv(points.size(), MOST_POINTS);
            return points.chunk(stretch)
                    .collect(chunk -> {
                        double highest = 0;
                        for (double[] point : chunk) {
                            highest = Math.max(highest, point[1]);
                        }
                        return new double[] {chunk.iterator().next()[0], highest};
                    })
                    .toList();
        }
    }

    record Curve(String name, List<double[]> points) {}
}
