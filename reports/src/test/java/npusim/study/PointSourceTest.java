package npusim.study;

import static npusim.study.StudyEngineTest.GRID;
import static npusim.study.StudyEngineTest.plan;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The points that each strategy takes of a space. */
class PointSourceTest {
    @Test
    void gridHasEveryCombinationOnce() {
        StudyPlan plan = plan(GRID);
        PointSource points = plan.points();
        assertThat(points.count()).isEqualTo(2 * 5 * 3);
        Set<List<Integer>> seen = new HashSet<>();
        for (long i = 0; i < points.count(); i++) {
            seen.add(Arrays.stream(points.point(i).choice()).boxed().toList());
        }
        assertThat(seen).hasSize(30);
        assertThat(plan.value(points.point(29), 1)).isEqualTo("640 KiB");
    }

    @Test
    void latinHypercubeUsesEveryValueEquallyOften() {
        PointSource points = new PointSourceOf("latin_hypercube", 60).points();
        int[][] uses = new int[3][5];
        for (long i = 0; i < points.count(); i++) {
            int[] choice = points.point(i).choice();
            for (int d = 0; d < 3; d++) {
                uses[d][choice[d]]++;
            }
        }
        assertThat(uses[0]).containsExactly(30, 30, 0, 0, 0);
        assertThat(uses[1]).containsExactly(12, 12, 12, 12, 12);
        assertThat(uses[2]).containsExactly(20, 20, 20, 0, 0);
    }

    @Test
    void randomPointsDependOnTheSeedAndOnNothingElse() {
        PointSource first = new PointSourceOf("random", 500).points();
        PointSource again = new PointSourceOf("random", 500).points();
        Set<Integer> values = new HashSet<>();
        for (long i = 499; i >= 0; i--) {
            assertThat(first.point(i)).isEqualTo(again.point(i));
            values.add(first.point(i).choice()[1]);
        }
        assertThat(values).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }

    @Test
    void oneAtATimeMovesOneDimensionFromTheFirstValues() {
        PointSource points = plan(GRID.replace("workload", "strategy = one_at_a_time\n  workload"))
                .points();
        assertThat(points.count()).isEqualTo(1 + 1 + 4 + 2);
        assertThat(points.point(0).choice()).containsExactly(0, 0, 0);
        assertThat(points.point(1).choice()).containsExactly(1, 0, 0);
        assertThat(points.point(5).choice()).containsExactly(0, 4, 0);
        assertThat(points.point(7).choice()).containsExactly(0, 0, 2);
    }

    @Test
    void morrisTrajectoriesMoveOneDimensionAtEachStep() {
        PointSource points = new PointSourceOf("morris", 40).points();
        assertThat(points.count()).isEqualTo(40);
        for (long start = 0; start < 40; start += 4) {
            for (long step = 1; step < 4; step++) {
                int[] before = points.point(start + step - 1).choice();
                int[] after = points.point(start + step).choice();
                int moved = 0;
                for (int d = 0; d < 3; d++) {
                    moved += before[d] == after[d] ? 0 : 1;
                }
                assertThat(moved).isEqualTo(1);
            }
        }
    }

    private record PointSourceOf(String strategy, int budget) {
        PointSource points() {
            String text = GRID.replace(
                    "workload conformer_s(seconds = 15)",
                    "workload conformer_s\n  strategy = " + strategy + "\n  budget = " + budget + "\n  seed = 7");
            return plan(text).points();
        }
    }
}
