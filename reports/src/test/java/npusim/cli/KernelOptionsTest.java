package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import npusim.execution.ExecutorChoice;
import org.junit.jupiter.api.Test;

class KernelOptionsTest {
    @Test
    void aWarningIsPrintedOnceForAllGraphs() {
        StringWriter err = new StringWriter();
        ExecutorChoice choice = new KernelOptions().choice(new PrintWriter(err));
        choice.warning().accept("narrow");
        choice.warning().accept("narrow");
        choice.warning().accept("plain");
        assertThat(err.toString().lines()).containsExactly("warning: narrow", "warning: plain");
    }
}
