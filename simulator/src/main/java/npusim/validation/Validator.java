package npusim.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.hardware.HardwareConfiguration;
import npusim.simulation.Ablation;
import npusim.simulation.SimulationResult;
import npusim.simulation.Simulator;
import npusim.trace.PmuSink;

/** Replays measurements and compares. */
public final class Validator {
    private final CorpusHardware hardware;
    private final ScheduleSource schedules;
    private final Ablation ablation;
    private final int threads;

    /** Takes designs from {@code hardware} and streams from {@code schedules}, on {@code threads} threads. */
    public Validator(CorpusHardware hardware, ScheduleSource schedules, Ablation ablation, int threads) {
        this.hardware = hardware;
        this.schedules = schedules;
        this.ablation = ablation;
        this.threads = threads;
    }

    /** Replays {@code rows}; {@code stepped} is called once per row. The result does not depend on the number of threads. */
    public ValidationResult validate(List<CorpusRow> rows, Runnable stepped) {
        List<Future<RowOutcome>> futures = new ArrayList<>();
        List<RowOutcome> outcomes = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (CorpusRow row : rows) {
                futures.add(executor.submit(() -> {
                    RowOutcome outcome = replay(row);
                    stepped.run();
                    return outcome;
                }));
            }
            for (Future<RowOutcome> future : futures) {
                outcomes.add(future.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("validation was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WrongScheduleException wrong) {
                throw wrong;
            }
            throw new IllegalStateException("a replay failed: " + e.getCause(), e);
        }
        return new ValidationResult(outcomes);
    }

    private RowOutcome replay(CorpusRow row) {
        if (row.basis() == null) {
            return new RowOutcome.Skipped(row, "neither cycles nor, with a clock, a time are published");
        }
        HardwareConfiguration configuration;
        try {
            synchronized (hardware) {
                configuration = hardware.configure(row);
            }
        } catch (DiagnosticException e) {
            return new RowOutcome.Skipped(row, String.valueOf(e.getMessage()));
        }
        return switch (schedules.find(row, configuration)) {
            case ScheduleSource.Missing missing -> new RowOutcome.Skipped(row, missing.reason());
            case ScheduleSource.Stream found -> {
                SimulationResult result = Simulator.run(found.stream(), configuration, ablation, PmuSink.discarding());
                yield new RowOutcome.Replayed(row, found.origin(), result.activeCycles(), result.beats());
            }
        };
    }
}
