package npusim.kernel.loop;

import java.util.function.Consumer;

/** Chooses the loops once, without touching a class of the incubating module where that is absent. */
final class LoopSelection {
    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    private LoopSelection() {}

    static InnerLoops select(Consumer<String> warning) {
        if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
            warning.accept("the Vector API is not available, integer arithmetic runs in plain Java and several times"
                    + " slower; start the JVM with --add-modules=" + VECTOR_MODULE);
            return ScalarLoops.INSTANCE;
        }
        if (!VectorSupport.SUFFICIENT) {
            warning.accept("vectors of this machine have " + VectorSupport.BITS + " bits and 256 are needed, integer"
                    + " arithmetic runs in plain Java and several times slower; use a machine with AVX2 or remove"
                    + " -XX:UseAVX below 2 from the JVM flags");
            return ScalarLoops.INSTANCE;
        }
        return VectorSupport.LOOPS;
    }

    static void compileOnTheSide() {
        if (select(sentence -> {}) instanceof VectorLoops) {
            Compilation.start();
        }
    }

    /** The one compilation of the vector loops, begun when the class is first used. */
    static final class Compilation {
        private static final Thread THREAD = WarmUp.start(VectorSupport.LOOPS);

        private Compilation() {}

        static void start() {
            // loading the class has done it
        }

        static void await() {
            try {
                THREAD.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Loaded only when the module is there. */
    private static final class VectorSupport {
        static final VectorLoops LOOPS = new VectorLoops();
        static final int BITS = VectorLoops.vectorBits();
        static final boolean SUFFICIENT = BITS >= 256;
    }
}
