package npusim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleException;
import npusim.schedule.SchedulePolicy;
import npusim.zoo.Workload;
import npusim.zoo.Workloads;
import org.junit.jupiter.api.Test;

class LeftFreeTest {
    private final Library library = NpuLanguage.shipped();
    private final Design design = Design.of(library, Selection.of("Ethos_U85_256"));
    private final LeftFree leftFree = new LeftFree();

    @Test
    void namesTheSchedulesThatLeftMemoryFree() throws ScheduleException {
        note("whole", SchedulePolicy.VELA_4_4, 0);
        note("ours", SchedulePolicy.NPUSIM, 512);
        assertThat(leftFree.sentence()).isNull();
        note("b", SchedulePolicy.VELA_4_4, 512);
        note("b", SchedulePolicy.VELA_4_4, 512);
        assertThat(leftFree.sentence())
                .isEqualTo(
                        "b on Ethos_U85_256 by vela-4.4 is not the compiler's schedule: no addresses were found for all"
                                + " that the policy would keep in the staging memory, of which 512 B were left free");
        note("a", SchedulePolicy.VELA_5_0, 4096);
        assertThat(leftFree.sentence())
                .startsWith(
                        "a on Ethos_U85_256 by vela-5.0, b on Ethos_U85_256 by vela-4.4 are not the compiler's schedules:")
                .endsWith(" of which up to 4096 B were left free");
        note("c", SchedulePolicy.VELA_4_4, 1);
        note("d", SchedulePolicy.VELA_4_4, 1);
        assertThat(leftFree.sentence()).contains("c on Ethos_U85_256 by vela-4.4 and 1 other are not");
        note("e", SchedulePolicy.VELA_4_4, 1);
        assertThat(leftFree.sentence()).contains("c on Ethos_U85_256 by vela-4.4 and 2 others are not");
    }

    @Test
    void takesInWhatOthersSaw() throws ScheduleException {
        note("b", SchedulePolicy.VELA_4_4, 512);
        LeftFree all = new LeftFree();
        all.add(new LeftFree().seen());
        assertThat(all.sentence()).isNull();
        all.add(leftFree.seen());
        all.add(leftFree.seen());
        assertThat(all.sentence()).isEqualTo(leftFree.sentence());
        all.add(new LeftFree.Seen(List.of("a on Ethos_U85_256 by vela-5.0"), 4096));
        assertThat(all.sentence())
                .startsWith("a on Ethos_U85_256 by vela-5.0, b on Ethos_U85_256 by vela-4.4 are not")
                .endsWith("up to 4096 B were left free");
    }

    private void note(String name, SchedulePolicy policy, long leftFreeBytes) throws ScheduleException {
        Workload workload = Workloads.load("conv1x1_c128", Map.of());
        Schedule made =
                ScheduleWorkload.plan(workload, design.hardware(), WorkloadScheduling.of(library, policy, workload));
        Schedule schedule = new Schedule(
                made.commands(),
                made.operations(),
                made.residences(),
                made.constantBytes(),
                made.arenaBytes(),
                made.cacheBytes(),
                leftFreeBytes);
        leftFree.note(name, design.hardware(), policy, schedule);
    }
}
