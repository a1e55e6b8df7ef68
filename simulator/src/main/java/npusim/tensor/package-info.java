/**
 * Tensors of the TOSA number formats: element types, shapes, and compact storage on the heap. Everything here is plain
 * data; what operators do with it is said in {@code npusim.kernel}.
 */
@NullMarked
package npusim.tensor;

import org.jspecify.annotations.NullMarked;
