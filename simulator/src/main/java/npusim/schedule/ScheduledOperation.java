package npusim.schedule;

import org.eclipse.collections.api.list.ImmutableList;

/**
 * What a scheduler decided about one operation; {@link KernelCommand#operation} is its index.
 *
 * @param index position in execution order
 * @param kind what it computes
 * @param name output tensor
 * @param sources operators of the network it stands for
 * @param chained whether it continues the chain of the operation before
 * @param ofmExtent whole OFM before its transpose, the rows of all batches below each other
 * @param stripeHeight rows computed at a time
 * @param depthBoundaries boundaries of the depth slices in which weights are fetched
 * @param cascade index of the last operation of its cascade, or -1
 * @param weightBufferBytes staging bytes for weights
 * @param estimatedCycles cycles by the scheduler's own estimate
 */
public record ScheduledOperation(
        int index,
        String kind,
        String name,
        ImmutableList<String> sources,
        boolean chained,
        Extent ofmExtent,
        int stripeHeight,
        ImmutableList<Integer> depthBoundaries,
        int cascade,
        long weightBufferBytes,
        long estimatedCycles) {}
