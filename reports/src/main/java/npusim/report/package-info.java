/**
 * What a run or several say to a reader: one model class that every table, figure and line of text takes its numbers from,
 * and the writers of text, Markdown, CSV and JSON.
 */
@NullMarked
package npusim.report;

import org.jspecify.annotations.NullMarked;
