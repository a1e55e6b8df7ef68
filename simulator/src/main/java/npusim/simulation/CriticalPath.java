package npusim.simulation;

import npusim.trace.CycleCategory;

/**
 * Charges the cycles between the end of everything earlier (the frontier) and the end of one command to categories, by walking
 * back from its last response through whatever each stage waited for. The charges telescope: their sum is the interval.
 */
final class CriticalPath {
    private final long[] cycles = new long[CycleCategory.values().length];
    private long position;
    private long floor;

    /** Starts a walk that charges the cycles from {@code from} (later) down to {@code to}. */
    void begin(long from, long to) {
        java.util.Arrays.fill(cycles, 0);
        floor = Math.min(from, to);
        position = from;
    }

    /** Charges the cycles down to {@code cycle} to {@code category}. */
    void charge(CycleCategory category, long cycle) {
        long target = Math.max(cycle, floor);
        if (target < position) {
            cycles[category.ordinal()] += position - target;
            position = target;
        }
    }

    boolean atFloor() {
        return position <= floor;
    }

    CycleAccount account() {
        return new CycleAccount(cycles);
    }

    /** Walks a kernel back; {@code issue} is when it was issued, {@code accumulators} how many blocks they hold. */
    void walkKernel(BlockTimes times, int last, boolean usesMac, int accumulators, long issue, int outputLatency) {
        charge(CycleCategory.MEMORY_LATENCY, times.sent[last]);
        charge(CycleCategory.OUTPUT_BACK_PRESSURE, times.outputEnd[last] + outputLatency);
        charge(CycleCategory.FILL_AND_DRAIN, times.outputEnd[last]);
        int block = last;
        Stage stage = Stage.OUTPUT;
        while (!atFloor() && block >= 0) {
            switch (stage) {
                case OUTPUT -> {
                    stage = walkOutput(times, block, usesMac);
                    if (stage == Stage.OUTPUT) {
                        block--;
                    }
                }
                case MAC -> {
                    walkMac(times, block);
                    stage = switch (times.macCause[block]) {
                        case BlockTimes.STAGE_BEFORE -> Stage.INPUT;
                        case BlockTimes.BUFFER_BEHIND -> Stage.OUTPUT;
                        default -> Stage.MAC;
                    };
                    block -= switch (times.macCause[block]) {
                        case BlockTimes.STAGE_BEFORE -> 0;
                        case BlockTimes.BUFFER_BEHIND -> accumulators;
                        default -> 1;
                    };
                }
                case INPUT -> {
                    stage = walkInput(times, block, usesMac);
                    block--;
                    if (stage == Stage.INPUT && times.inputCause[block + 1] == BlockTimes.DEPENDENCY) {
                        block = -1;
                    }
                }
            }
        }
        charge(CycleCategory.DEPENDENCY, issue);
        charge(CycleCategory.ISSUE, floor);
    }

    private Stage walkOutput(BlockTimes times, int block, boolean usesMac) {
        long work = times.outputStart[block] + times.outputWork[block];
        charge(CycleCategory.OUTPUT_BACK_PRESSURE, work + times.scaleStall[block]);
        charge(CycleCategory.WEIGHT_WAIT, work);
        charge(CycleCategory.OUTPUT, times.outputStart[block]);
        if (times.outputCause[block] == BlockTimes.SAME_STAGE) {
            return Stage.OUTPUT;
        }
        if (usesMac && times.inputArrived[block] <= times.macEnd[block]) {
            charge(CycleCategory.FILL_AND_DRAIN, times.macEnd[block]);
            return Stage.MAC;
        }
        return Stage.INPUT; // of an operation without a MAC, or of the operand of one that is fused
    }

    private void walkMac(BlockTimes times, int block) {
        long end = times.macEnd[block];
        charge(CycleCategory.WEIGHT_WAIT, end - times.weightStall[block]);
        charge(CycleCategory.INPUT_WAIT, end - times.weightStall[block] - times.inputStall[block]);
        charge(CycleCategory.COMPUTE, times.macStart[block]);
    }

    private Stage walkInput(BlockTimes times, int block, boolean usesMac) {
        long arrived = times.inputArrived[block];
        charge(CycleCategory.BANDWIDTH_CAP, arrived - times.inputHeld[block]);
        charge(CycleCategory.PORT_CONTENTION, arrived - times.inputHeld[block] - times.inputQueued[block]);
        boolean dependent = times.inputCause[block] == BlockTimes.DEPENDENCY;
        charge(dependent ? CycleCategory.DEPENDENCY : CycleCategory.MEMORY_LATENCY, times.inputAsked[block]);
        return times.inputCause[block] == BlockTimes.BUFFER_BEHIND && usesMac ? Stage.MAC : Stage.INPUT;
    }

    private enum Stage {
        INPUT,
        MAC,
        OUTPUT
    }
}
