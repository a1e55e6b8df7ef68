/**
 * Inner loops on primitive arrays, the part of the arithmetic that decides the speed: one interface, {@link
 * npusim.kernel.loop.InnerLoops}, a plain-Java implementation that is always there and one on the Vector API that must
 * agree with it in every bit. Nothing here knows tensors or operators.
 */
@NullMarked
package npusim.kernel.loop;

import org.jspecify.annotations.NullMarked;
