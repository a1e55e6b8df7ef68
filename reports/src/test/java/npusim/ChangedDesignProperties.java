package npusim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import npusim.zoo.Workload;

/** Whatever number of a design is changed, the design is refused with a sentence or simulated; it is never a crash. */
class ChangedDesignProperties {
    private static final NpuSim SIM = NpuSim.shipped();
    private static final List<Workload> NETWORKS = List.of(
            SIM.workload("dnn_s"),
            SIM.workload("rnnoise"),
            SIM.workload("ds_cnn"),
            SIM.workload("conformer-s", "seconds=1", "layers=1"));
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");
    private static final List<String> EXTREMES =
            List.of("0", "1", "2", "3", "5", "7", "13", "100", "65536", "4294967296", "-1", "0.5", "1e9");

    @Property(tries = 200)
    void isRefusedOrSimulated(@ForAll long seed) {
        Random random = new Random(seed);
        Workload network = NETWORKS.get(random.nextInt(NETWORKS.size()));
        NpuDesign design =
                SIM.design(SIM.designs().get(random.nextInt(SIM.designs().size())));
        try {
            design = changed(design, random);
            if (random.nextBoolean()) {
                design = changed(design, random);
            }
            NpuRun run = SIM.simulate(network, design);
            assertThat(run.cycles()).isPositive();
            assertThat(run.counters().values()).allMatch(count -> count >= 0);
            assertThat(run.operations().stream()
                            .mapToLong(NpuRun.Operation::cycles)
                            .sum())
                    .isLessThanOrEqualTo(run.cycles());
        } catch (NpuSimException e) {
            assertThat(e).message().isNotBlank();
        }
    }

    /** {@code design} with one number of one property replaced by another, near to it or far off. */
    private static NpuDesign changed(NpuDesign design, Random random) {
        List<Map.Entry<String, String>> numeric = design.properties().entrySet().stream()
                .filter(property -> NUMBER.matcher(property.getValue()).find())
                .toList();
        Map.Entry<String, String> property = numeric.get(random.nextInt(numeric.size()));
        List<MatchResult> numbers =
                NUMBER.matcher(property.getValue()).results().toList();
        MatchResult number = numbers.get(random.nextInt(numbers.size()));
        long old = (long) Double.parseDouble(number.group());
        String now = switch (random.nextInt(6)) {
            case 0 -> EXTREMES.get(random.nextInt(EXTREMES.size()));
            case 1 -> Long.toString(old + 1);
            case 2 -> Long.toString(old - 1);
            case 3 -> Long.toString(2 * old);
            case 4 -> Long.toString(old / 2);
            default -> Long.toString(old * (1 + random.nextInt(20)) / (1 + random.nextInt(20)));
        };
        String value = new StringBuilder(property.getValue())
                .replace(number.start(), number.end(), now)
                .toString();
        return design.with(property.getKey(), value);
    }

    @Example
    void oneInputBlockIsEnoughForTheEngine() {
        NpuDesign design = SIM.design("Ethos_U85_256");
        NpuRun run = SIM.simulate(NETWORKS.getLast(), design.with("engine.max_ifm_blocks", "1"));
        assertThat(run.cycles())
                .isGreaterThan(SIM.simulate(NETWORKS.getLast(), design).cycles());
    }

    @Example
    void weightsMayComeInLongSteps() {
        NpuDesign design = SIM.design("Ethos_U55_256").with("accelerator.weight_decoder.order.ifm_step", "144");
        assertThat(SIM.simulate(NETWORKS.getFirst(), design).cycles()).isPositive();
    }

    @Example
    void buffersOfAGigabyteHoldABlock() {
        NpuDesign design = SIM.design("Ethos_U85_256");
        for (String buffer : List.of("ifm", "accumulator")) {
            NpuDesign large = design.with("accelerator.buffers." + buffer, "1000000000 B");
            assertThat(SIM.simulate(NETWORKS.getFirst(), large).cycles()).isPositive();
        }
    }

    @Example
    void tablesThatDoNotFitAreNamed() {
        NpuDesign none = SIM.design("Ethos_U85_1024").with("accelerator.buffers.lut", "0 B");
        assertThatThrownBy(() -> SIM.simulate(NETWORKS.get(1), none))
                .isInstanceOf(NpuSimException.class)
                .hasMessageContaining("its table of 256 B does not fit into the table memory (lut) of 0 B");
        NpuDesign small = SIM.design("Ethos_U65_512").with("accelerator.shared_ram.lut", "512 B");
        assertThatThrownBy(() -> SIM.simulate(NETWORKS.get(2), small))
                .isInstanceOf(NpuSimException.class)
                .hasMessageContaining("its table of 1024 B does not fit");
    }
}
