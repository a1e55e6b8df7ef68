package npusim;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the one direction of the five layers: description and workload, schedule, simulation, observation, report. */
@AnalyzeClasses(packages = "npusim", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String[] DESCRIPTION = {"npusim.dsl..", "npusim.hardware.."};
    private static final String[] OBSERVATION = {"npusim.trace.."};
    private static final String[] FUNCTION = {"npusim.tensor..", "npusim.tosa..", "npusim.graph..", "npusim.kernel.."};
    private static final String[] TIMING = {"npusim.schedule..", "npusim.simulation.."};
    private static final String[] WORKLOAD = {
        "npusim.conformer..", "npusim.audio..", "npusim.quantize..", "npusim.zoo.."
    };
    private static final String[] READING = {
        "npusim.report..", "npusim.replay..", "npusim.study..", "npusim.cli..", "npusim.languageserver.."
    };

    @ArchTest
    static final ArchRule descriptionStandsAlone = noClasses()
            .that()
            .resideInAnyPackage(DESCRIPTION)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(join(OBSERVATION, FUNCTION, TIMING, WORKLOAD, READING));

    @ArchTest
    static final ArchRule observationKnowsOnlyTheDescription = noClasses()
            .that()
            .resideInAnyPackage(OBSERVATION)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(join(FUNCTION, TIMING, WORKLOAD, READING));

    @ArchTest
    static final ArchRule functionKnowsNeitherHardwareNorTiming = noClasses()
            .that()
            .resideInAnyPackage(FUNCTION)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(join(DESCRIPTION, OBSERVATION, TIMING, WORKLOAD, READING))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule timingDoesNotReachItsReaders = noClasses()
            .that()
            .resideInAnyPackage(TIMING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(join(WORKLOAD, READING));

    @ArchTest
    static final ArchRule workloadsDoNotReachReports = noClasses()
            .that()
            .resideInAnyPackage(WORKLOAD)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(READING);

    @ArchTest
    static final ArchRule simulatorAnnouncesOnlyThroughTheSink = noClasses()
            .that()
            .resideInAnyPackage(TIMING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("npusim.trace.chronicle..", "npusim.trace.export..", "net.openhft..");

    @ArchTest
    static final ArchRule onlyTheAstBuilderSeesTheParser = noClasses()
            .that()
            .resideOutsideOfPackages("npusim.dsl.syntax..", "npusim.dsl.grammar..")
            .and()
            .resideInAnyPackage("npusim..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.antlr..");

    /** A façade and its inner packages are one noun; quantities lie below the hardware model although the language names them. */
    @ArchTest
    static final ArchRule nounsHaveNoCycles = slices().matching("npusim.(*)..")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(resideInAPackage("npusim.hardware.."), resideInAPackage("npusim.dsl.quantity.."));

    @ArchTest
    static final ArchRule exceptionsAreNamedSo = classes()
            .that()
            .areAssignableTo(Exception.class)
            .should()
            .haveSimpleNameEndingWith("Exception")
            .allowEmptyShould(true);

    private ArchitectureTest() {}

    private static String[] join(String[]... groups) {
        return java.util.Arrays.stream(groups).flatMap(java.util.Arrays::stream).toArray(String[]::new);
    }
}
