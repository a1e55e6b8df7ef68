package npusim;

import static npusim.NpuSimException.given;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.replay.Design;
import npusim.replay.WorkloadScheduling;
import npusim.schedule.ScheduleException;
import npusim.schedule.SchedulePolicy;
import npusim.simulation.SimulationResult;
import npusim.study.TimeWorkload;
import npusim.zoo.Workload;
import npusim.zoo.WorkloadException;
import npusim.zoo.Workloads;

/**
 * The simulator for scripts: load designs and workloads, simulate, read counters. An instance remembers schedules, so
 * simulating designs that differ in timing only is fast; it may be used by several threads. Whatever does not fit is
 * thrown as {@link NpuSimException} with a message for the user.
 */
public final class NpuSim {
    private final Library library;
    private final TimeWorkload timer = new TimeWorkload();

    private NpuSim(Library library) {
        this.library = library;
    }

    /** With the shipped descriptions. */
    public static NpuSim shipped() {
        return new NpuSim(NpuLanguage.shipped());
    }

    /** With the shipped descriptions and further ones. */
    public static NpuSim load(Path... files) {
        given(files, "list of files");
        for (Path file : files) {
            given(file, "path of a file");
        }
        try {
            return new NpuSim(NpuLanguage.compile(List.of(files)).orThrow());
        } catch (DiagnosticException e) {
            throw new NpuSimException(e);
        }
    }

    /** Names of all accelerators. */
    public List<String> designs() {
        return library.names("accelerator");
    }

    /** Names of all workloads. */
    public List<String> workloads() {
        return Workloads.names();
    }

    /** An accelerator with the system, memory mode and platform that are its defaults. */
    public NpuDesign design(String accelerator) {
        return new NpuDesign(library, Selection.of(given(accelerator, "name of the accelerator")));
    }

    /** The design of the published run: what {@code npusim run} replays without options. */
    public NpuDesign publishedDesign() {
        return new NpuDesign(library, Design.selectionOf(library.referenceRun()));
    }

    /**
     * A workload by name.
     *
     * @param options as {@code name=value}, such as {@code seconds=5}
     */
    public Workload workload(String name, String... options) {
        given(name, "name of the workload");
        Map<String, String> arguments = new LinkedHashMap<>();
        for (String option : given(options, "list of options")) {
            int equals = given(option, "option").indexOf('=');
            if (equals <= 0) {
                throw new NpuSimException("'" + option + "' is no option=value, such as seconds=5");
            }
            if (arguments.put(option.substring(0, equals), option.substring(equals + 1)) != null) {
                throw new NpuSimException("option " + option.substring(0, equals) + " is given twice");
            }
        }
        try {
            return Workloads.load(name, arguments);
        } catch (WorkloadException e) {
            throw new NpuSimException(e);
        }
    }

    /** The network in a TOSA file. */
    public Workload workload(Path tosa) {
        try {
            return Workloads.read(given(tosa, "path of the network"));
        } catch (IOException | WorkloadException e) {
            throw new NpuSimException(e);
        }
    }

    /** Schedules and times a workload; its outputs are not computed. */
    public NpuRun simulate(Workload workload, NpuDesign design) {
        given(workload, "workload");
        given(design, "design");
        TimeWorkload.Timed timed;
        try {
            timed = timer.time(
                    workload, design.hardware(), WorkloadScheduling.of(library, SchedulePolicy.VELA_4_4, workload));
        } catch (ScheduleException e) {
            throw new NpuSimException(e);
        }
        SimulationResult result = timed.result();
        Map<String, Long> counters = new TreeMap<>();
        result.events().forEachKeyValue(counters::put);
        return new NpuRun(
                workload.name(),
                design,
                result.activeCycles(),
                result.totalCycles() / (double) design.hardware().system().coreClockHertz(),
                Collections.unmodifiableMap(counters),
                Collections.unmodifiableMap(timed.metrics()),
                result.operations()
                        .collect(operation -> new NpuRun.Operation(
                                operation.name(), operation.kind(), operation.criticalCycles(), operation.macs()))
                        .castToList());
    }
}
