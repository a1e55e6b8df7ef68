/**
 * What scripts use: {@link npusim.NpuSim} loads designs and workloads and simulates them. These types are kept stable; what
 * lies in the packages below may change.
 */
@NullMarked
package npusim;

import org.jspecify.annotations.NullMarked;
