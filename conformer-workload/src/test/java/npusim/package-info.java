/** Test set-up. */
@org.jspecify.annotations.NullMarked
package npusim;
