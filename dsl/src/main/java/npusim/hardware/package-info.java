/**
 * The immutable hardware model that a description in the {@code .npu} language compiles to. The scheduler, the timing
 * engine and the reports read it; nothing here knows the language, and no figure of any real part is in Java.
 */
@NullMarked
package npusim.hardware;

import org.jspecify.annotations.NullMarked;
