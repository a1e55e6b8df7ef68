package npusim.conformance;

import java.util.Map;

/**
 * A case of a test set.
 *
 * @param test its name, also its folder
 * @param operator the operator it tests
 * @param positive whether the graph is valid
 * @param errorIf for a negative case the rule that the graph breaks, empty if it is not known
 * @param compliance {@code EXACT}, or {@code RESCALE_INEXACT} for outputs within bounds
 * @param file the graph's file in the folder
 * @param inputs file of each input, by tensor name
 * @param expected file of each output, by tensor name
 * @param bounds for inexact outputs {@code min..max} files, by tensor name
 */
public record ConformanceCase(
        String test,
        String operator,
        boolean positive,
        String errorIf,
        String compliance,
        String file,
        Map<String, String> inputs,
        Map<String, String> expected,
        Map<String, String> bounds) {}
