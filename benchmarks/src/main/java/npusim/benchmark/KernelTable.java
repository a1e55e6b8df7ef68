package npusim.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import npusim.kernel.loop.InnerLoops;

/**
 * Prints for every {@link Kernel} what it attains of what bounds it. Some runs of a kernel are followed by as long a run of
 * its bounds as the fastest took, so that both meet the same busy neighbours; the best of each counts. The argument selects kernels by a regular
 * expression.
 */
public final class KernelTable {
    private static final long WARM_UP_NANOS = 400_000_000L;

    /** After a hundred runs a product may turn to another kind of tile, which takes C2 up to 0.7 s to compile. */
    private static final long PRODUCT_WARM_UP_NANOS = 2_000_000_000L;

    private static final long MEASURE_NANOS = 300_000_000L;
    private static final long ROUND_NANOS = 10_000_000L;
    private static final int FEWEST_ROUNDS = 3;

    /** Of the peak, for products. */
    private static final double PRODUCT_GOAL = 0.75;

    /** Of the peak or of a copy in memory, whichever takes longer, for all else. */
    private static final double GOAL = 0.5;

    private static final String USAGE = """
            usage: benchmarks/run table [REGEX]
            Prints for each kernel whose name REGEX is found in, else for all, what it attains of what bounds it. The kernels:
            """
            + Stream.of(Kernel.values())
                    .map(kernel -> "  " + kernel)
                    .collect(Collectors.joining(System.lineSeparator()));

    private final InnerLoops loops;
    private final List<String> missed = new ArrayList<>();

    /** Keeps results from being optimised away. */
    private float sink;

    private KernelTable(InnerLoops loops) {
        this.loops = loops;
    }

    /** @param arguments none, a regular expression found in the names of the kernels wanted, or {@code --help} */
    public static void main(String[] arguments) {
        if (arguments.length == 1 && List.of("--help", "-h").contains(arguments[0])) {
            System.out.println(USAGE);
            return;
        }
        if (arguments.length > 1) {
            fail("takes one regular expression at most");
        }
        Pattern wanted = pattern(arguments.length == 0 ? "" : arguments[0]);
        List<Kernel> kernels = Stream.of(Kernel.values())
                .filter(kernel -> wanted.matcher(kernel.name()).find())
                .toList();
        if (kernels.isEmpty()) {
            fail("no kernel matches '" + wanted + "'");
        }
        InnerLoops loops = InnerLoops.fastest(System.err::println);
        loops.awaitCompilation();
        KernelTable table = new KernelTable(loops);
        new Bound("peak", 1, () -> table.sink += Bounds.multiplyAdd()).nanos(WARM_UP_NANOS);
        table.print(kernels);
    }

    private static Pattern pattern(String argument) {
        try {
            return Pattern.compile(argument, Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            fail("'" + argument + "' is no regular expression: " + e.getDescription());
            throw e;
        }
    }

    private static void fail(String sentence) {
        System.err.println("benchmarks/run table: " + sentence + ".");
        System.err.println(USAGE);
        System.exit(2);
    }

    private void print(List<Kernel> kernels) {
        System.out.println(
                "One thread, " + loops.description() + "; a bound is the time that its rate alone would take.");
        System.out.printf(
                "%-34s %-7s %10s %8s %9s  %-5s %5s%n", "kernel", "data in", "us", "GMAC/s", "G elem/s", "bound", "%");
        for (Kernel kernel : kernels) {
            measure(kernel, Kernel.Place.CACHE);
            if (!kernel.multiplies()) {
                measure(kernel, Kernel.Place.MEMORY);
            }
        }
        System.out.println(
                missed.isEmpty()
                        ? "All reach their goal: 75 % of the peak for products, 50 % for all else."
                        : "Below 75 % (products) or 50 % (all else): " + String.join(", ", missed));
    }

    private void measure(Kernel kernel, Kernel.Place place) {
        KernelGraph.Ready graph = kernel.prepare(place, loops);
        byte[] from = new byte[Math.toIntExact(graph.bytes() / 2)];
        byte[] to = new byte[from.length];
        Bound peak = new Bound("peak", (double) graph.macs() / Bounds.macs(), () -> sink += Bounds.multiplyAdd());
        Bound copy = new Bound("copy", 1, () -> sink += Bounds.copy(from, to)[0]);
        rounds(graph, List.of(peak, copy), kernel.multiplies() ? PRODUCT_WARM_UP_NANOS : WARM_UP_NANOS);
        List<Round> rounds = rounds(graph, List.of(peak, copy), MEASURE_NANOS);
        double best = rounds.stream().mapToDouble(Round::kernel).min().orElseThrow();
        double[] least = leastBounds(rounds);
        int binding = least[0] > least[1] ? 0 : 1;
        double share = least[binding] / best;
        if (binding == 0 && share > 1) {
            throw new IllegalStateException(kernel
                    + " would be faster than the peak: the loop that measures it has not been compiled; run again");
        }
        boolean counts = kernel.multiplies() || place == Kernel.Place.MEMORY;
        boolean reached = !counts || share >= (isProduct(kernel) ? PRODUCT_GOAL : GOAL);
        String where = kernel.multiplies() ? "" : place.name().toLowerCase(Locale.ROOT);
        System.out.printf(
                Locale.ROOT,
                "%-34s %-7s %10.1f %8s %9.2f  %-5s %5.0f%s%n",
                kernel,
                where,
                best / 1e3,
                graph.macs() == 0 ? "" : String.format(Locale.ROOT, "%.1f", graph.macs() / best),
                graph.elements() / best,
                binding == 0 ? "peak" : "copy",
                100 * share,
                reached ? "" : " below");
        if (!reached) {
            missed.add((kernel + " " + where).strip());
        }
    }

    private static double[] leastBounds(List<Round> rounds) {
        double[] least = rounds.getFirst().bounds().clone();
        for (Round round : rounds) {
            for (int i = 0; i < least.length; i++) {
                least[i] = Math.min(least[i], round.bounds()[i]);
            }
        }
        return least;
    }

    /**
     * What limits a kernel.
     *
     * @param repetitions of {@code work} that are as much as one run of the kernel
     */
    private record Bound(String name, double repetitions, Runnable work) {
        /** Time that the kernel's work takes at this rate, measured for about {@code nanos}. */
        double nanos(double nanos) {
            if (repetitions == 0) {
                return 0;
            }
            long start = System.nanoTime();
            long end = start;
            int done = 0;
            while (done == 0 || end - start < nanos) {
                work.run();
                done++;
                end = System.nanoTime();
            }
            return (double) (end - start) / done * repetitions;
        }
    }

    /** Nanoseconds of a run and, right after it, of its bounds. */
    private record Round(double kernel, double... bounds) {}

    private static boolean isProduct(Kernel kernel) {
        return kernel.name().startsWith("PRODUCT") || kernel.name().startsWith("MATMUL");
    }

    private static List<Round> rounds(KernelGraph.Ready graph, List<Bound> bounds, long nanos) {
        List<Round> rounds = new ArrayList<>();
        long end = System.nanoTime() + nanos;
        while (rounds.size() < FEWEST_ROUNDS || System.nanoTime() < end) {
            double kernel = fastest(graph);
            rounds.add(new Round(
                    kernel,
                    bounds.stream().mapToDouble(bound -> bound.nanos(kernel)).toArray()));
        }
        return rounds;
    }

    /** The fastest of some runs, which find in the caches what the run before left there, not what a bound did. */
    private static double fastest(KernelGraph.Ready graph) {
        long least = Long.MAX_VALUE;
        long end = System.nanoTime() + ROUND_NANOS;
        do {
            least = Math.min(least, graph.nanos());
        } while (System.nanoTime() < end);
        return least;
    }
}
