package npusim.kernel.loop;

/**
 * Functions of elements that {@link ElementLoop} applies. They are defined on sign-extended elements, wrap like the
 * accumulator, and shift by the low five bits; of the result as many bits as the target holds are kept.
 */
public enum ElementFunction {
    /** The first operand, in the target's type. */
    FIRST {
        @Override
        int apply(int a, int b, int c) {
            return a;
        }
    },
    ADD {
        @Override
        int apply(int a, int b, int c) {
            return a + b;
        }
    },
    SUB {
        @Override
        int apply(int a, int b, int c) {
            return a - b;
        }
    },
    MUL {
        @Override
        int apply(int a, int b, int c) {
            return a * b;
        }
    },
    MAXIMUM {
        @Override
        int apply(int a, int b, int c) {
            return Math.max(a, b);
        }
    },
    MINIMUM {
        @Override
        int apply(int a, int b, int c) {
            return Math.min(a, b);
        }
    },
    AND {
        @Override
        int apply(int a, int b, int c) {
            return a & b;
        }
    },
    OR {
        @Override
        int apply(int a, int b, int c) {
            return a | b;
        }
    },
    XOR {
        @Override
        int apply(int a, int b, int c) {
            return a ^ b;
        }
    },
    LEFT_SHIFT {
        @Override
        int apply(int a, int b, int c) {
            return a << b;
        }
    },
    /** Of the first operand's own bits, which are extended by zeros. */
    LOGICAL_RIGHT_SHIFT {
        @Override
        int apply(int a, int b, int c) {
            return a >>> b;
        }
    },
    ARITHMETIC_RIGHT_SHIFT {
        @Override
        int apply(int a, int b, int c) {
            return a >> b;
        }
    },
    /** The last bit shifted out is added. */
    ARITHMETIC_RIGHT_SHIFT_ROUND {
        @Override
        int apply(int a, int b, int c) {
            return (a >> b) + (a << 1 >> b & 1);
        }
    },
    /** 1 where equal. */
    EQUAL {
        @Override
        int apply(int a, int b, int c) {
            return a == b ? 1 : 0;
        }
    },
    /** 1 where the first is greater. */
    GREATER {
        @Override
        int apply(int a, int b, int c) {
            return a > b ? 1 : 0;
        }
    },
    /** 1 where the first is not less. */
    GREATER_EQUAL {
        @Override
        int apply(int a, int b, int c) {
            return a >= b ? 1 : 0;
        }
    },
    /** 1 where the first is not 0. */
    IS_SET {
        @Override
        int apply(int a, int b, int c) {
            return a != 0 ? 1 : 0;
        }
    },
    /** 1 where the first is 0. */
    IS_CLEAR {
        @Override
        int apply(int a, int b, int c) {
            return a == 0 ? 1 : 0;
        }
    },
    /** The bits of the first inverted. */
    NOT {
        @Override
        int apply(int a, int b, int c) {
            return ~a;
        }
    },
    /** The magnitude of the first. */
    ABS {
        @Override
        int apply(int a, int b, int c) {
            return Math.abs(a);
        }
    },
    /** Leading zeros of the first, an INT32. */
    CLZ {
        @Override
        int apply(int a, int b, int c) {
            return Integer.numberOfLeadingZeros(a);
        }
    },
    /** The first within bounds: the second operand is not one element each, but the least and the greatest result. */
    CLAMP {
        @Override
        int apply(int a, int b, int c) {
            return Math.min(Math.max(a, b), c);
        }
    },
    /** The first where the second is not 0; elsewhere the target stays as it is. */
    REPLACE {
        @Override
        int apply(int a, int b, int c) {
            return b != 0 ? a : c;
        }
    };

    /**
     * The result for one element.
     *
     * @param c of {@link #CLAMP} the greatest result, of {@link #REPLACE} the target's element
     */
    abstract int apply(int a, int b, int c);

    /** Whether bits count that a narrow element does not have. */
    boolean isShift() {
        return switch (this) {
            case LEFT_SHIFT, LOGICAL_RIGHT_SHIFT, ARITHMETIC_RIGHT_SHIFT, ARITHMETIC_RIGHT_SHIFT_ROUND -> true;
            default -> false;
        };
    }
}
