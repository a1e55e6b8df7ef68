/** Runs as tables of a database in memory: SQL over one or many of them, and Parquet files. */
@NullMarked
package npusim.report.query;

import org.jspecify.annotations.NullMarked;
