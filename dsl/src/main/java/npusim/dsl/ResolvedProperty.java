package npusim.dsl;

import java.util.List;

/**
 * A property of a resolved declaration.
 *
 * @param path names between dots, without the name of the declaration
 * @param value its value as text in the language
 * @param origin {@code file:line} where the value was said, or {@code default}
 * @param meaning one line of the schema
 * @param documentation documentation comment, may be empty
 * @param rows if the value is a table, the names of its columns and then the cells of each row, as text in the language; else
 *     empty
 */
public record ResolvedProperty(
        String path, String value, String origin, String meaning, String documentation, List<List<String>> rows) {}
