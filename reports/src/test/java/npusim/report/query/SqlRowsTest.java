package npusim.report.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import npusim.report.Style;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlRowsTest {
    @Test
    void numbersAreNumbersInJsonWithAllTheirDigits() throws SQLException, IOException {
        String json = json("SELECT 9223372036854775807 AS a, sum(9223372036854775807) OVER () AS b, -0.1::DOUBLE AS c,"
                + " 1e-300::DOUBLE AS d, 12.50::DECIMAL(6,2) AS e, 'x' AS f, '7' AS g FROM range(2)");
        assertThat(json)
                .startsWith("{\"columns\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\"],")
                .contains("[9223372036854775807,18446744073709551614,-0.1,1.0E-300,12.50,\"x\",\"7\"]")
                .endsWith("\"numeric\":[true,true,true,true,true,false,false]}");
    }

    @Test
    void whatIsNoNumberIsNullInAColumnOfNumbers() throws SQLException, IOException {
        assertThat(json("SELECT NULL::UBIGINT, 'NaN'::DOUBLE, '-Infinity'::FLOAT, [1, 2], {'a': 1.5}"))
                .contains("[[null,null,null,\"[1, 2]\",\"{'a': 1.5}\"]]")
                .endsWith("[true,true,true,false,false]}");
    }

    @ParameterizedTest
    @CsvSource({
        "4.804672959999999E-5::DOUBLE, 4.80467e-5",
        "8.0E-5::DOUBLE, 8e-5",
        "0.103100130727::DOUBLE, 0.1031",
        "-0.00123456789::DOUBLE, -0.00123457",
        "0.99999999::DOUBLE, 1",
        "121904.0::DOUBLE, 121904",
        "0.0::DOUBLE, 0",
        "123456789.25::DOUBLE, 123457000",
        "5671234567.0::DOUBLE, 5671234567",
        "2.5e16::DOUBLE, 2.5e16",
        "9123456789.5::DOUBLE, 9.12346e9",
        "9223372036854775807, 9223372036854775807",
        "'-Infinity'::DOUBLE, -Infinity",
        "'''4.80467295E-5''', 4.80467295E-5",
    })
    void fractionsAreShortInTheTable(String value, String shown) throws SQLException, IOException {
        try (RunDatabase database = RunDatabase.open()) {
            assertThat(database.query("SELECT " + value + " AS a")
                            .table(Style.PLAIN)
                            .lines())
                    .last()
                    .asString()
                    .isEqualTo(shown);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY (SELECT 1) TO 'FILE'", "CREATE TABLE more (x INTEGER)", "SET threads = 1"})
    void whatGivesNoRowsIsNotRun(String query, @TempDir Path folder) throws SQLException, IOException {
        Path file = folder.resolve("copied.csv");
        try (RunDatabase database = RunDatabase.open()) {
            assertThatThrownBy(() -> database.query(query.replace("FILE", file.toString())))
                    .isInstanceOf(SQLException.class)
                    .hasMessage("it gives no rows");
        }
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"DESCRIBE runs", "SUMMARIZE runs", "EXPLAIN SELECT 1", "FROM runs", "SHOW TABLES", "VALUES (1)"})
    void whatGivesRowsIsAQuery(String query) throws SQLException, IOException {
        assertThat(json(query)).startsWith("{\"columns\":[");
    }

    @Test
    void oneStatementIsAnsweredAtATimeAndOfMoreNoneIsRun(@TempDir Path folder) throws SQLException, IOException {
        Path file = folder.resolve("copied.csv");
        try (RunDatabase database = RunDatabase.open()) {
            assertThatThrownBy(() -> database.query("SELECT 1; COPY (SELECT 1) TO '" + file + "'; SELECT 2"))
                    .isInstanceOf(SQLException.class)
                    .hasMessage("there are 3 statements, give one at a time");
        }
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1;;\n ; -- ; SELECT 2",
                "SELECT ';', 'it''s;' AS \"a;\"\"b\"",
                "SELECT $$;$$, $x$;$$;$x$, E'\\';' /* ; */",
            })
    void aSemicolonInAStringANameOrACommentEndsNoStatement(String query) throws SQLException, IOException {
        assertThat(json(query)).startsWith("{\"columns\":[");
    }

    private static String json(String query) throws SQLException, IOException {
        try (RunDatabase database = RunDatabase.open()) {
            return new ObjectMapper().writeValueAsString(database.query(query));
        }
    }
}
