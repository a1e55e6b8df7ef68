package npusim.schedule;

/**
 * How a scheduler decides.
 *
 * @param policy whose decisions it makes
 * @param chaining whether elementwise operations may follow others through the chaining buffer, where there is one
 * @param tactics in what it differs from that policy
 */
public record ScheduleOptions(SchedulePolicy policy, boolean chaining, Tactics tactics) {
    /** The decisions of {@code policy} with all that the hardware can do. */
    public static ScheduleOptions of(SchedulePolicy policy) {
        return new ScheduleOptions(policy, true, Tactics.NONE);
    }

    /** The same decisions with or without chaining. */
    public ScheduleOptions withChaining(boolean on) {
        return new ScheduleOptions(policy, on, tactics);
    }

    /** The same decisions but for {@code other}. */
    public ScheduleOptions withTactics(Tactics other) {
        return new ScheduleOptions(policy, chaining, other);
    }
}
