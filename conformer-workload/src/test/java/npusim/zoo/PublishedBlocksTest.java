package npusim.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import npusim.SharedData;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelKind;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.schedule.ScheduledOperation;
import npusim.schedule.Scheduler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Block configurations of the zoo's networks, whose weights are ours, against published schedules of the originals. */
class PublishedBlocksTest {

    @ParameterizedTest
    @CsvSource({"kws_micronet_m, u55-128, 13", "ad_medium_int8, u65-256, 13", "ad_medium_int8, u55-256, 13"})
    void blocksAndDepthSlicesAreThePublishedOnes(String model, String npu, int layers) throws Exception {
        Path file = SharedData.require("reference").resolve("vela_blocks.csv");
        List<NamedCsvRecord> rows;
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
            rows = reader.stream()
                    .filter(row -> row.getField("model").equals(model)
                            && row.getField("npu").equals(npu))
                    .toList();
        }
        List<Map<String, String>> ours = layers(model, npu);
        assertThat(rows).hasSize(layers);
        List<String> differences = new ArrayList<>();
        int equal = 0;
        for (int i = 0; i < layers; i++) {
            boolean same = true;
            for (Map.Entry<String, String> fact : ours.get(i).entrySet()) {
                String published = rows.get(i).getField(fact.getKey());
                if (!published.isEmpty() && !published.equals(fact.getValue())) {
                    same = false;
                    differences.add(i + " " + fact.getKey() + ": published " + published + ", here " + fact.getValue());
                }
            }
            equal += same ? 1 : 0;
        }
        System.out.println(model + " on " + npu + ": " + equal + " of " + layers + " layers agree " + differences);
        assertThat(differences).isEmpty();
    }

    /** What is published about a layer, of all layers that the table knows: the softmax behind the last one is not in it. */
    private static List<Map<String, String>> layers(String model, String npu) throws Exception {
        boolean flash = npu.startsWith("u55");
        HardwareConfiguration hardware = NpuLanguage.shipped()
                .configure(Selection.of("Ethos_" + npu.toUpperCase(Locale.ROOT).replace('-', '_'))
                        .withSystem(
                                flash
                                        ? "Evaluation_Kit_Ethos_U55_High_End_Embedded"
                                        : "Evaluation_Kit_Ethos_U65_High_End")
                        .withMemoryMode(flash ? "Shared_Sram" : "Dedicated_Sram_384KB"));
        ZooNetwork network = NetworkZoo.build(model, Map.of());
        Schedule schedule = new Scheduler(hardware, ScheduleOptions.of(SchedulePolicy.VELA_5_0))
                .schedule(network.graph(), network.name());
        List<Map<String, String>> layers = new ArrayList<>();
        for (ScheduledOperation operation : schedule.operations()) {
            KernelCommand kernel = schedule.commands()
                    .commands()
                    .selectInstancesOf(KernelCommand.class)
                    .detect(command -> command.operation() == operation.index());
            if (kernel.kind() == KernelKind.ELEMENTWISE) {
                continue;
            }
            String traversal = switch (kernel.blocks().traversal()) {
                case DEPTH_FIRST -> "DepthFirst";
                case PART_KERNEL -> "PartKernel";
                case DEPTHWISE -> "Depthwise";
            };
            layers.add(Map.of(
                    "ofm_hwc", operation.ofmExtent().toString(),
                    "ofm_block_hwc", kernel.blocks().ofmBlock().toString(),
                    "ifm_block_hwc", kernel.blocks().ifmBlock().toString(),
                    "traversal", traversal,
                    "depth_slices",
                            kernel.kind() == KernelKind.POOLING
                                    ? ""
                                    : operation.depthBoundaries().stream()
                                            .map(String::valueOf)
                                            .collect(Collectors.joining(";"))));
        }
        return layers;
    }
}
