package npusim.study;

import java.util.List;
import npusim.study.StudyPlan.Dimension;

/** The points of a study by number; every point can be asked for alone, so that any part of a study can run anywhere. */
public sealed interface PointSource {
    /** How many points there are. */
    long count();

    /**
     * One of them.
     *
     * @param index from 0 to {@code count() - 1}
     */
    StudyPoint point(long index);

    /**
     * The points of a plan.
     *
     * @throws StudyException if they are too many to count, or the strategy has no fixed points
     */
    static PointSource of(StudyPlan plan) {
        List<Dimension> dimensions = plan.dimensions();
        int[] sizes = dimensions.stream()
                .mapToInt(dimension -> dimension.values().size())
                .toArray();
        return switch (plan.strategy()) {
            case GRID -> new Grid(sizes, gridCount(plan, sizes));
            case RANDOM -> new Uniform(sizes, plan.budget(), plan.seed());
            case LATIN_HYPERCUBE -> LatinHypercube.of(sizes, plan);
            case ONE_AT_A_TIME -> new OneAtATime(sizes);
            case MORRIS -> new Morris(sizes, Math.max(1, plan.budget() / (sizes.length + 1)), plan.seed());
            case NSGA2 -> throw new StudyException("an evolutionary search has no fixed points");
        };
    }

    private static long gridCount(StudyPlan plan, int[] sizes) {
        long count = 1;
        for (int size : sizes) {
            if (count > Long.MAX_VALUE / size) {
                throw new StudyException("study " + plan.study().name() + " has more than 2^63 points");
            }
            count *= size;
        }
        return count;
    }

    /** Every combination; the last dimension changes fastest. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Grid(int[] sizes, long count) implements PointSource {
        @Override
        public StudyPoint point(long index) {
            int[] choice = new int[sizes.length];
            long rest = index;
            for (int dimension = sizes.length - 1; dimension >= 0; dimension--) {
                choice[dimension] = (int) (rest % sizes[dimension]);
                rest /= sizes[dimension];
            }
            return new StudyPoint(index, choice);
        }
    }

    /** Independent uniform draws. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Uniform(int[] sizes, long count, long seed) implements PointSource {
        @Override
        public StudyPoint point(long index) {
            int[] choice = new int[sizes.length];
            for (int dimension = 0; dimension < sizes.length; dimension++) {
                choice[dimension] = Draw.below(sizes[dimension], seed, index, dimension);
            }
            return new StudyPoint(index, choice);
        }
    }

    /** Every value of a dimension is used equally often, up to one. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record LatinHypercube(int[] sizes, int[][] strata) implements PointSource {
        private static final int LARGEST_BUDGET = 10_000_000;

        static LatinHypercube of(int[] sizes, StudyPlan plan) {
            if (plan.budget() > LARGEST_BUDGET) {
                throw new StudyException(
                        "a Latin hypercube holds at most " + LARGEST_BUDGET + " points, budget is " + plan.budget());
            }
            int count = (int) plan.budget();
            int[][] strata = new int[sizes.length][count];
            for (int dimension = 0; dimension < sizes.length; dimension++) {
                int[] order = strata[dimension];
                for (int i = 0; i < count; i++) {
                    int j = Draw.below(i + 1, plan.seed(), i, dimension);
                    order[i] = order[j];
                    order[j] = i;
                }
            }
            return new LatinHypercube(sizes, strata);
        }

        @Override
        public long count() {
            return strata.length == 0 ? 0 : strata[0].length;
        }

        @Override
        public StudyPoint point(long index) {
            int[] choice = new int[sizes.length];
            for (int dimension = 0; dimension < sizes.length; dimension++) {
                choice[dimension] = (int) ((long) strata[dimension][(int) index] * sizes[dimension] / count());
            }
            return new StudyPoint(index, choice);
        }
    }

    /** The first value of every dimension, and each other value of each dimension alone. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record OneAtATime(int[] sizes) implements PointSource {
        @Override
        public long count() {
            long count = 1;
            for (int size : sizes) {
                count += size - 1;
            }
            return count;
        }

        @Override
        public StudyPoint point(long index) {
            int[] choice = new int[sizes.length];
            long rest = index;
            for (int dimension = 0; dimension < sizes.length && rest > 0; dimension++) {
                if (rest < sizes[dimension]) {
                    choice[dimension] = (int) rest;
                    break;
                }
                rest -= sizes[dimension] - 1;
            }
            return new StudyPoint(index, choice);
        }
    }

    /**
     * Trajectories of elementary effects (Morris 1991): a random point, then one dimension after another moved by half of
     * its levels, in random order.
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Morris(int[] sizes, long trajectories, long seed) implements PointSource {
        @Override
        public long count() {
            return trajectories * (sizes.length + 1);
        }

        @Override
        public StudyPoint point(long index) {
            long trajectory = index / (sizes.length + 1);
            int moved = (int) (index % (sizes.length + 1));
            int[] order = order(trajectory);
            int[] choice = new int[sizes.length];
            for (int position = 0; position < sizes.length; position++) {
                int dimension = order[position];
                int size = sizes[dimension];
                int start = Draw.below(size, seed, trajectory, dimension);
                int step = Math.max(1, size / 2);
                int other = start + step < size ? start + step : Math.max(0, start - step);
                choice[dimension] = position < moved ? other : start;
            }
            return new StudyPoint(index, choice);
        }

        /** Dimensions in the order in which a trajectory moves them. */
        int[] order(long trajectory) {
            int[] order = new int[sizes.length];
            for (int i = 0; i < order.length; i++) {
                int j = Draw.below(i + 1, seed ^ 0x6D6F72726973L, trajectory, i);
                order[i] = order[j];
                order[j] = i;
            }
            return order;
        }
    }

    /** Numbers that depend on nothing but their arguments. */
    final class Draw {
        private Draw() {}

        /** Uniform in {@code [0, bound)}. */
        static int below(int bound, long seed, long index, int dimension) {
            long bits = mix(mix(seed + 0x9E3779B97F4A7C15L * (index + 1)) + 0xD1B54A32D192ED03L * (dimension + 1));
            return (int) Math.multiplyHigh(bits >>> 1, (long) bound << 1);
        }

        private static long mix(long value) {
            long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return z ^ (z >>> 31);
        }
    }
}
