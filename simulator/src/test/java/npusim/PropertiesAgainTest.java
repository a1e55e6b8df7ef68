package npusim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * All properties of this module time and again, each time with other seeds: what fails once in thousands of tries shows here.
 * {@code ./mvnw -Pdeep -pl simulator -am test -Dtest=PropertiesAgainTest -Dsurefire.failIfNoSpecifiedTests=false}
 */
@Tag("deep")
class PropertiesAgainTest {
    @RepeatedTest(20)
    void hold() {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectPackage("npusim"))
                                .filters(includeClassNamePatterns(".*Properties"))
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        StringWriter failures = new StringWriter();
        summary.printFailuresTo(new PrintWriter(failures));
        assertThat(summary.getTestsSucceededCount()).isPositive();
        assertThat(summary.getTotalFailureCount()).as(failures.toString()).isZero();
    }
}
