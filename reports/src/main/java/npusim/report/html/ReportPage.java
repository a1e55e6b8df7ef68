package npusim.report.html;

import io.jstach.jstache.JStache;

/**
 * What the page's template is filled with. The parts that are code go in as they are, everything else is escaped.
 *
 * @param title heading and window title
 * @param subtitle one line below it
 * @param program what made the report
 * @param styleSheet CSS
 * @param charts the chart library
 * @param script the page's own scripts
 * @param data gzip of the JSON document in Base64
 */
@JStache(path = "npusim/report/html/report.mustache")
record ReportPage(
        String title, String subtitle, String program, String styleSheet, String charts, String script, String data) {}
