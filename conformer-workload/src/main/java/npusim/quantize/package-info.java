/**
 * Post-training quantization: a float network is traced eagerly ({@link npusim.quantize.FloatTracer}), every tensor's range
 * is observed, and ranges become int8 parameters, fixed-point scales and look-up tables. Nothing here knows TOSA.
 */
@NullMarked
package npusim.quantize;

import org.jspecify.annotations.NullMarked;
