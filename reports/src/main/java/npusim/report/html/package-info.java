/**
 * The HTML report: one file that needs nothing else. The page gets its numbers as one JSON document made from {@link
 * npusim.report.RunResult}; its scripts draw and sort but never compute what the model has not computed.
 */
@NullMarked
package npusim.report.html;

import org.jspecify.annotations.NullMarked;
