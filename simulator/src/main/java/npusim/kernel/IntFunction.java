package npusim.kernel;

/**
 * Functions of two INT32 that wrap like the accumulator, shifts by the low five bits; plain loops without branches, which
 * the compiler vectorises.
 */
public enum IntFunction {
    ADD {
        @Override
        public void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                target[start + i] = a[aStart + i] + b[bStart + i];
            }
        }
    },
    SUB {
        @Override
        public void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                target[start + i] = a[aStart + i] - b[bStart + i];
            }
        }
    },
    MUL {
        @Override
        public void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                target[start + i] = a[aStart + i] * b[bStart + i];
            }
        }
    },
    MAXIMUM {
        @Override
        public void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                target[start + i] = Math.max(a[aStart + i], b[bStart + i]);
            }
        }
    },
    MINIMUM {
        @Override
        public void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                target[start + i] = Math.min(a[aStart + i], b[bStart + i]);
            }
        }
    },
    AND {
        @Override
        public void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                target[start + i] = a[aStart + i] & b[bStart + i];
            }
        }
    },
    OR {
        @Override
        public void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                target[start + i] = a[aStart + i] | b[bStart + i];
            }
        }
    },
    XOR {
        @Override
        public void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                target[start + i] = a[aStart + i] ^ b[bStart + i];
            }
        }
    },
    LEFT_SHIFT {
        @Override
        public void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                target[start + i] = a[aStart + i] << b[bStart + i];
            }
        }
    },
    LOGICAL_RIGHT_SHIFT {
        @Override
        public void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                target[start + i] = a[aStart + i] >>> b[bStart + i];
            }
        }
    },
    ARITHMETIC_RIGHT_SHIFT {
        @Override
        public void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                target[start + i] = a[aStart + i] >> b[bStart + i];
            }
        }
    },
    /** The last bit shifted out is added. */
    ARITHMETIC_RIGHT_SHIFT_ROUND {
        @Override
        public void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                int shift = b[bStart + i];
                int value = a[aStart + i];
                target[start + i] = (value >> shift) + (value << 1 >> shift & 1);
            }
        }
    },
    /** 1 where equal. */
    EQUAL {
        @Override
        public void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                int difference = a[aStart + i] ^ b[bStart + i];
                target[start + i] = (difference | -difference) >>> 31 ^ 1;
            }
        }
    },
    /** 1 where the first is greater. */
    GREATER {
        @Override
        public void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                int x = b[bStart + i];
                int y = a[aStart + i];
                target[start + i] = (x & ~y | (x ^ ~y) & x - y) >>> 31;
            }
        }
    },
    /** 1 where the first is not less. */
    GREATER_EQUAL {
        @Override
        public void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
            for (int i = 0; i < count; i++) {
                int x = a[aStart + i];
                int y = b[bStart + i];
                target[start + i] = (x & ~y | (x ^ ~y) & x - y) >>> 31 ^ 1;
            }
        }
    };

    /** {@code target[start + i] = function(a[aStart + i], b[bStart + i])}; target may be an operand's range. */
    public abstract void apply(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count);
}
