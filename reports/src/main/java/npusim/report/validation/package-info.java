/** Text, JSON and HTML of a comparison with published measurements. */
@NullMarked
package npusim.report.validation;

import org.jspecify.annotations.NullMarked;
