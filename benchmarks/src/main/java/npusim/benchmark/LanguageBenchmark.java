package npusim.benchmark;

import java.util.List;
import java.util.concurrent.TimeUnit;
import npusim.dsl.Compilation;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.dsl.source.SourceFile;
import npusim.hardware.HardwareConfiguration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Checking descriptions: all that ship, a large one, and large ones full of mistakes, whose time must grow with their size; and
 * putting the next design of a study together.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LanguageBenchmark {

    /** Every configuration that ships, read, parsed and checked. */
    @Benchmark
    public Compilation shipped() {
        return NpuLanguage.compileSources(List.of(), true);
    }

    /** Numbers that come again only when the parts with them are forgotten. */
    @State(Scope.Thread)
    public static class Counter {
        private final Library library = NpuLanguage.shipped();
        private int number;

        private int next() {
            number = (number + 1) % 1000;
            return number;
        }
    }

    /** The next design of a study over timing adapters. */
    @Benchmark
    public HardwareConfiguration designWithOtherTiming(Counter counter) {
        return counter.library.configure(Selection.of("Ethos_U85_256")
                .withOverride("timing.axi1.read_latency", counter.next() + " cycles")
                .withOverride("timing.axi1.bandwidth_cap", "1250"));
    }

    /** The next design of a study over buffers. */
    @Benchmark
    public HardwareConfiguration designWithOtherBuffers(Counter counter) {
        return counter.library.configure(Selection.of("Ethos_U85_256")
                .withOverride("accelerator.buffers.accumulator", 16 + counter.next() + " KiB")
                .withOverride("accelerator.buffers.output", "8 KiB"));
    }

    /** Generated files by size. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init")
    public static class Generated {
        private static final String FIRST =
                "memory_mode M0 { const_area = axi0 arena_area = axi0 cache_area = axi0 }\n";

        /** Thousands of characters. */
        @Param({"250", "500", "1000"})
        public int kilobytes;

        private SourceFile sound;
        private SourceFile syntax;
        private SourceFile sense;
        private SourceFile deep;

        /** Writes them. */
        @Setup
        public void write() {
            sound = repeat("memory_mode M%d extends M0 {\n  arena_cache = %d KiB + 2 * 512 B\n}\n\n");
            syntax = repeat("memory_mode M%d extends M0 {\n  arena_cache = = %d KiB\n}\n\n");
            sense = repeat("memory_mode M%d extends M0 {\n  arena_cahce = %d KB\n  arena_cache = 3 cycles\n}\n\n");
            deep = repeat("memory_mode M%d extends M0 {\n  arena_cache = " + "(".repeat(80) + "%d KB" + ")".repeat(80)
                    + "\n}\n\n");
        }

        private SourceFile repeat(String declaration) {
            StringBuilder text = new StringBuilder(FIRST);
            for (int i = 1; text.length() < kilobytes * 1000; i++) {
                text.append(String.format(java.util.Locale.ROOT, declaration, i, i));
            }
            return new SourceFile("generated.npu", text.toString());
        }
    }

    /** A file without mistakes. */
    @Benchmark
    public Compilation sound(Generated files) {
        return check(files.sound);
    }

    /** A mistake of syntax in every declaration; reports end after some hundred. */
    @Benchmark
    public Compilation syntaxErrors(Generated files) {
        return check(files.syntax);
    }

    /** Two mistakes of sense in every declaration, each reported. */
    @Benchmark
    public Compilation errorsOfSense(Generated files) {
        return check(files.sense);
    }

    /** A mistake inside 80 brackets in every declaration. */
    @Benchmark
    public Compilation deepErrors(Generated files) {
        return check(files.deep);
    }

    private static Compilation check(SourceFile file) {
        return NpuLanguage.compileSources(List.of(file), false);
    }
}
