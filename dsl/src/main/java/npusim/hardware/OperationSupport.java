package npusim.hardware;

import org.eclipse.collections.api.set.ImmutableSet;

/**
 * Data types an operation accepts on the NPU.
 *
 * @param operation operator name, such as {@code convolution} or {@code mul}
 * @param ifmTypes {@code i8, u8, i16 …}
 * @param ofmTypes OFM types
 */
public record OperationSupport(String operation, ImmutableSet<String> ifmTypes, ImmutableSet<String> ofmTypes) {}
