package npusim.execution.plan;

/** Functions of two INT32 that wrap like the accumulator; plain loops, which the compiler vectorises. */
enum IntFunction {
    ADD {
        @Override
        void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                target[start + i] = a[aStart + i] + b[bStart + i];
            }
        }
    },
    SUB {
        @Override
        void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                target[start + i] = a[aStart + i] - b[bStart + i];
            }
        }
    },
    MUL {
        @Override
        void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                target[start + i] = a[aStart + i] * b[bStart + i];
            }
        }
    },
    MAXIMUM {
        @Override
        void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                target[start + i] = Math.max(a[aStart + i], b[bStart + i]);
            }
        }
    },
    MINIMUM {
        @Override
        void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                target[start + i] = Math.min(a[aStart + i], b[bStart + i]);
            }
        }
    };

    /** {@code target[start + i] = function(a[aStart + i], b[bStart + i])}; target may be an operand's range. */
    abstract void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count);
}
