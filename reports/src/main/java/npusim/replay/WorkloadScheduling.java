package npusim.replay;

import npusim.dsl.Library;
import npusim.hardware.ReferenceRun;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.zoo.Workload;
import npusim.zoo.Workloads;

/** How a workload is scheduled when nobody says otherwise, the same for runs, studies, scripts and comparisons. */
public final class WorkloadScheduling {
    private WorkloadScheduling() {}

    /** The decisions of {@code policy}, chaining as in the published run of the workload if there is one. */
    public static ScheduleOptions of(Library library, SchedulePolicy policy, Workload workload) {
        return of(library, policy, workload.name());
    }

    static ScheduleOptions of(Library library, SchedulePolicy policy, String workload) {
        boolean chaining = library.names("reference_run").stream()
                .map(library::referenceRun)
                .filter(reference -> isWorkloadOf(reference, workload))
                .findFirst()
                .map(ReferenceRun::chaining)
                .orElse(true);
        return ScheduleOptions.of(policy).withChaining(chaining);
    }

    /** Whether a run was published of this network, with whatever options. */
    public static boolean isWorkloadOf(ReferenceRun reference, Workload workload) {
        return isWorkloadOf(reference, workload.name());
    }

    private static boolean isWorkloadOf(ReferenceRun reference, String workload) {
        return Workloads.resolve(reference.workload()).filter(workload::equals).isPresent();
    }
}
