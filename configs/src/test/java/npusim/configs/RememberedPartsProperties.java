package npusim.configs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.dsl.diagnostic.DiagnosticRenderer;

/** A library remembers parts of designs; no one must see that. */
class RememberedPartsProperties {
    private static final List<String> ACCELERATORS = List.of("Ethos_U65_512", "Ethos_U85_128", "Ethos_U85_2048");
    /** Paths with values. */
    private static final List<List<String>> CHANGES = List.of(
            List.of("accelerator.buffers.accumulator", "16 KiB", "64 KiB"),
            List.of("accelerator.mac_array.macs_per_cycle", "128", "256"),
            List.of("engine.start_cycles", "7 cycles", "9 cycles"),
            List.of("energy.leakage", "10 pJ/cycle", "30 pJ/cycle"),
            List.of("system.core_clock", "400 MHz", "1 GHz"),
            List.of("system.Dram.read_latency", "100 cycles", "200 cycles"),
            List.of("memory_mode.arena_cache", "64 KiB", "(2 * 64 KiB)"),
            List.of("timing.axi1.read_latency", "100 cycles", "333 cycles"),
            List.of("platform.cpu", "Cortex_M55", "Cortex_M7"));
    /** Paths with a value that no design takes. */
    private static final List<List<String>> WRONG = List.of(
            List.of("accelerator.buffers.accumulator", "64 cycles"),
            List.of("accelerator.mac_array.macs_per_cycle", "0"),
            List.of("accelerator.energy", "Energy_Of_Nothing"),
            List.of("engine.start_cycles", "1 B"),
            List.of("energy.leakage", "2 W"),
            List.of("system.core_clock", "3 B"),
            List.of("memory_mode.arena_cache", "64 parsecs"),
            List.of("memory_mode.arena_cache", "64 *"),
            List.of("nothing.of.this", "1"));

    private final Library remembering = NpuLanguage.compile(List.of()).orThrow();

    @Property(tries = 25)
    void rememberedAndFreshDesignsAreEqual(@ForAll long seed) {
        Selection selection = selection(new Random(seed));
        String fresh = outcome(NpuLanguage.compile(List.of()).orThrow(), selection);
        assertThat(outcome(remembering, selection)).isEqualTo(fresh);
        assertThat(outcome(remembering, selection)).isEqualTo(fresh);
    }

    @Property(tries = 4)
    void severalThreadsGetWhatOneGets(@ForAll long seed) throws InterruptedException, ExecutionException {
        Random random = new Random(seed);
        Library alone = NpuLanguage.compile(List.of()).orThrow();
        Library shared = NpuLanguage.compile(List.of()).orThrow();
        List<Selection> selections = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            selections.add(selection(random));
        }
        List<Callable<String>> calls = selections.stream()
                .<Callable<String>>map(selection -> () -> outcome(shared, selection))
                .toList();
        List<String> together = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            for (Future<String> done : pool.invokeAll(calls)) {
                together.add(done.get());
            }
        }
        assertThat(together)
                .isEqualTo(selections.stream()
                        .map(selection -> outcome(alone, selection))
                        .toList());
    }

    private static Selection selection(Random random) {
        Selection selection = Selection.of(ACCELERATORS.get(random.nextInt(ACCELERATORS.size())));
        for (List<String> change : CHANGES) {
            if (random.nextInt(3) == 0) {
                selection = selection.withOverride(change.getFirst(), change.get(1 + random.nextInt(2)));
            }
        }
        for (List<String> change : WRONG) {
            if (random.nextInt(20) == 0) {
                selection = selection.withOverride(change.getFirst(), change.get(1));
            }
        }
        return selection;
    }

    /** Everything that can be seen of a design: its records, its values with their origins, or what is wrong. */
    private static String outcome(Library library, Selection selection) {
        try {
            return library.configure(selection) + "\n" + library.resolve(selection) + "\n"
                    + library.values(selection, List.of("system.core_clock", "timing.axi1.read_latency", "no.such"));
        } catch (DiagnosticException e) {
            return DiagnosticRenderer.render(e.diagnostics());
        }
    }
}
