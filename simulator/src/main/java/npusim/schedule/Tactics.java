package npusim.schedule;

import org.eclipse.collections.api.factory.primitive.IntSets;
import org.eclipse.collections.api.set.primitive.ImmutableIntSet;

/**
 * Decisions in which a schedule differs from the compiler whose policy it follows. Operations are counted by leaders of
 * chains, in execution order.
 *
 * @param stagedEarly operations whose weights are copied to the staging memory though they are read once
 * @param readInPlace operations whose weights are read where they are stored
 * @param cascades whether operations may pass stripes to each other
 * @param writeWeight how many read elements a written one counts for when feature maps compete for the staging memory
 */
public record Tactics(ImmutableIntSet stagedEarly, ImmutableIntSet readInPlace, boolean cascades, int writeWeight) {
    /** Whatever the compiler does. */
    public static final Tactics NONE = new Tactics(IntSets.immutable.empty(), IntSets.immutable.empty(), true, 1);

    /** Throws {@link IllegalArgumentException} when an operation is to do both, or for a weight below 1. */
    public Tactics {
        if (stagedEarly.anySatisfy(readInPlace::contains) || writeWeight < 1) {
            throw new IllegalArgumentException(
                    "staged early " + stagedEarly + ", read in place " + readInPlace + ", write weight " + writeWeight);
        }
    }

    /** What concerns the operations from leader {@code first} on, counted from there. */
    Tactics from(int first) {
        return first == 0
                ? this
                : new Tactics(behind(stagedEarly, first), behind(readInPlace, first), cascades, writeWeight);
    }

    private static ImmutableIntSet behind(ImmutableIntSet leaders, int first) {
        return leaders.select(leader -> leader >= first)
                .collectInt(leader -> leader - first, IntSets.mutable.empty())
                .toImmutable();
    }

    /** The same, with these operations staged early. */
    Tactics withStagedEarly(ImmutableIntSet operations) {
        return new Tactics(operations, readInPlace.newWithoutAll(operations), cascades, writeWeight);
    }

    /** The same, with these operations reading in place. */
    Tactics withReadInPlace(ImmutableIntSet operations) {
        return new Tactics(stagedEarly.newWithoutAll(operations), operations, cascades, writeWeight);
    }

    /** The same, with or without cascades. */
    Tactics withCascades(boolean allowed) {
        return new Tactics(stagedEarly, readInPlace, allowed, writeWeight);
    }

    /** The same with another weight of written elements. */
    Tactics withWriteWeight(int weight) {
        return new Tactics(stagedEarly, readInPlace, cascades, weight);
    }
}
