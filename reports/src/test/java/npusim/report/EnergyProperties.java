package npusim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.replay.DescribeDesign;
import npusim.report.EnergyEstimate.Traffic;
import npusim.report.EnergyEstimate.Work;
import npusim.trace.run.RunManifest;

/** What holds for the energy of whatever was counted: it is a sum in which everything has its share once. */
class EnergyProperties {
    private static final RunManifest.Energy TABLE = DescribeDesign.energy(
            NpuLanguage.shipped().configure(Selection.of("Ethos_U85_256")).accelerator());

    private static final List<ToDoubleFunction<EnergyEstimate>> PARTS = List.of(
            EnergyEstimate::macJoules,
            EnergyEstimate::memoryJoules,
            EnergyEstimate::outputJoules,
            EnergyEstimate::leakageJoules);

    /** What a run counted. */
    record Count(List<Work> work, List<Traffic> traffic, long cycles) {
        Count plus(Count other) {
            return new Count(both(work, other.work), both(traffic, other.traffic), cycles + other.cycles);
        }

        EnergyEstimate energy(RunManifest.Energy table) {
            return EnergyEstimate.of(table, work, traffic, cycles);
        }
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
        List<T> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    @Provide
    Arbitrary<Count> count() {
        Arbitrary<Long> amount = Arbitraries.longs().between(0, 1L << 40);
        Arbitrary<Work> work = Combinators.combine(amount, known(TABLE.picojoulesPerMac()), amount)
                .as(Work::new);
        Arbitrary<Traffic> traffic =
                Combinators.combine(known(TABLE.picojoulesPerByte()), amount).as(Traffic::new);
        return Combinators.combine(work.list().ofMaxSize(9), traffic.list().ofMaxSize(4), amount)
                .as(Count::new);
    }

    /** A key of the table or one that it lacks. */
    private static Arbitrary<String> known(Map<String, Double> figures) {
        List<String> keys = new ArrayList<>(figures.keySet());
        keys.add("unheard of");
        return Arbitraries.of(keys);
    }

    @Property
    void noPartIsNegativeAndTheirSumIsTheTotal(@ForAll("count") Count count) {
        EnergyEstimate energy = count.energy(TABLE);
        assertThat(PARTS)
                .allSatisfy(part -> assertThat(part.applyAsDouble(energy)).isNotNegative());
        assertThat(energy.joules())
                .isCloseTo(
                        PARTS.stream()
                                .mapToDouble(part -> part.applyAsDouble(energy))
                                .sum(),
                        relative(energy.joules()));
    }

    @Property
    void eachPartIsWhatItsOwnFiguresGive(@ForAll("count") Count count) {
        EnergyEstimate energy = count.energy(TABLE);
        for (int i = 0; i < PARTS.size(); i++) {
            double part = PARTS.get(i).applyAsDouble(energy);
            assertThat(count.energy(only(i)).joules()).isCloseTo(part, relative(part));
        }
    }

    /** The table with the figures of one part; all else is free. */
    private static RunManifest.Energy only(int part) {
        return new RunManifest.Energy(
                TABLE.table(),
                TABLE.source(),
                TABLE.uncertainty(),
                part == 0 ? TABLE.picojoulesPerMac() : Map.of(),
                part == 1 ? TABLE.picojoulesPerByte() : Map.of(),
                part == 2 ? TABLE.picojoulesPerOutputElement() : 0,
                part == 3 ? TABLE.leakagePicojoulesPerCycle() : 0,
                TABLE.macSquareMillimetres(),
                TABLE.bufferSquareMillimetres());
    }

    @Property
    void whatIsDoneTogetherCostsWhatItCostsApart(@ForAll("count") Count one, @ForAll("count") Count other) {
        EnergyEstimate together = one.plus(other).energy(TABLE);
        for (ToDoubleFunction<EnergyEstimate> part : PARTS) {
            double apart = part.applyAsDouble(one.energy(TABLE)) + part.applyAsDouble(other.energy(TABLE));
            assertThat(part.applyAsDouble(together)).isCloseTo(apart, relative(apart));
        }
    }

    @Property
    void moreTrafficNeverCostsLess(
            @ForAll("count") Count count, @ForAll @LongRange(min = 1, max = 1L << 40) long bytes) {
        double before = count.energy(TABLE).joules();
        TABLE.picojoulesPerByte().forEach((memory, picojoules) -> {
            Count more = count.plus(new Count(List.of(), List.of(new Traffic(memory, bytes)), 0));
            double after = more.energy(TABLE).joules();
            assertThat(after).as(memory).isGreaterThanOrEqualTo(before);
            assertThat(after - before).as(memory).isCloseTo(bytes * picojoules * 1e-12, relative(after));
        });
    }

    private static org.assertj.core.data.Offset<Double> relative(double value) {
        return within(1e-12 * value + Double.MIN_NORMAL);
    }
}
