package npusim.schedule.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import npusim.SharedData;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.hardware.Accelerator;
import npusim.hardware.Memory;
import npusim.hardware.SystemConfig;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.Extent;
import npusim.schedule.OracleRows;
import npusim.schedule.TensorFormat;
import npusim.schedule.Traversal;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.plan.SharedRamEstimate.Estimate;
import npusim.schedule.plan.SharedRamEstimate.FeatureMapUse;
import npusim.schedule.plan.SharedRamEstimate.Work;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MAC, output and command cycles of each kernel are those that the reference compiler printed. */
class SharedRamEstimateTest {
    private final Library library = NpuLanguage.shipped();

    private final Map<String, OperationKind> kinds = Map.ofEntries(
            Map.entry("Conv2D", OperationKind.CONVOLUTION),
            Map.entry("DepthwiseConv2D", OperationKind.DEPTHWISE),
            Map.entry("FullyConnected", OperationKind.FULLY_CONNECTED),
            Map.entry("AvgPool", OperationKind.AVERAGE_POOL),
            Map.entry("MaxPool", OperationKind.MAX_POOL),
            Map.entry("ReduceSum", OperationKind.REDUCE_SUM),
            Map.entry("ReduceMax", OperationKind.REDUCE_MAX),
            Map.entry("MemoryCopy", OperationKind.COPY),
            Map.entry("Quantize", OperationKind.RESCALE),
            Map.entry("Rescale", OperationKind.RESCALE),
            Map.entry("Add", OperationKind.ADD),
            Map.entry("Sub", OperationKind.SUB),
            Map.entry("Mul", OperationKind.MUL),
            Map.entry("Asr", OperationKind.ARITHMETIC_RIGHT_SHIFT),
            Map.entry("SHL", OperationKind.LEFT_SHIFT),
            Map.entry("CLZ", OperationKind.COUNT_LEADING_ZEROS));

    @ParameterizedTest
    @ValueSource(strings = {"u55-32", "u55-64", "u55-128", "u55-256", "u65-256", "u65-512"})
    void cyclesAreThoseOfTheReferenceCompiler(String npu) throws IOException {
        Path cells = SharedData.require("vela-schedules/cells");
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(cells, "*-" + npu + ".ops.csv.gz")) {
            found.forEach(files::add);
        }
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (Path file : files) {
            for (Map<String, String> row : OracleRows.read(file)) {
                // The stripe columns of a product with a scalar first operand hold the second operand.
                boolean scalarFirst = row.getOrDefault("ifm_storage", "").equals("NONE")
                        || row.getOrDefault("ifm_nhwc_full", "").equals("1x1x1x1");
                if (row.getOrDefault("est_cmd_cycles", "").isEmpty() || (scalarFirst && row.containsKey("ifm2_area"))) {
                    continue;
                }
                compared++;
                Estimate estimate = estimate(npu, row);
                String expected =
                        row.get("est_mac_cycles") + " " + row.get("est_ao_cycles") + " " + row.get("est_cmd_cycles");
                String mac = row.get("est_mac_cycles").isEmpty() ? "" : Long.toString(estimate.macCycles());
                String actual = mac + " " + estimate.outputCycles() + " " + estimate.commandCycles();
                if (!actual.equals(expected)) {
                    differences.add(
                            file.getFileName() + " " + row.get("ofm_name") + " " + expected + " here " + actual);
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(150);
    }

    private Estimate estimate(String npu, Map<String, String> row) {
        Accelerator accelerator =
                library.accelerator("Ethos_" + npu.toUpperCase(Locale.ROOT).replace('-', '_'));
        SystemConfig system = library.system(
                npu.startsWith("u55")
                        ? "Evaluation_Kit_Ethos_U55_High_End_Embedded"
                        : "Evaluation_Kit_Ethos_U65_High_End");
        Map<String, Memory> memories = new HashMap<>();
        Map<Memory, Float> rates = new HashMap<>();
        for (int axi = 0; axi < 2; axi++) {
            Memory memory = system.attachedMemory(axi);
            int beat = accelerator.ports().get(axi).beatBytes();
            memories.put(memory.name(), memory);
            rates.put(memory, (float) memory.bytesPerCycle(beat).doubleValue());
        }
        MutableList<FeatureMapUse> ifms = Lists.mutable.of(use(row, "ifm", memories, rates));
        if (!row.getOrDefault("ifm2_nhwc_full", "").isEmpty()) {
            ifms.add(use(row, "ifm2", memories, rates));
        }
        boolean weights = !row.getOrDefault("weight_len", "").isEmpty();
        boolean rectifies = row.getOrDefault("sub_ops", "").contains("Relu");
        Work work = new Work(
                kinds.getOrDefault(row.get("vela_op"), OperationKind.HOST),
                kernel(row),
                ifms.toImmutable(),
                use(row, "ofm", memories, rates),
                block(row, accelerator),
                weights ? system.attachedMemory(1).readLatencyCycles() : 0,
                rectifies ? "relu" : "table");
        return new SharedRamEstimate(accelerator).estimate(work);
    }

    private static FeatureMapUse use(
            Map<String, String> row, String map, Map<String, Memory> memories, Map<Memory, Float> rates) {
        String stripe = row.getOrDefault(map + "_stripe_nhwc", "");
        boolean whole = stripe.isEmpty() || row.getOrDefault("flags", "").contains("cascaded");
        Extents shape = Extents.of(numbers(whole ? row.get(map + "_nhwc_full") : stripe))
                .padded(4, 1);
        String type = row.get(map.equals("ofm") ? "ofm_dtype" : "ifm_dtype");
        int bits = type.contains("32") ? 32 : type.contains("16") ? 16 : 8;
        TensorFormat format =
                row.getOrDefault(map + "_format", "").equals("NHCWB16") ? TensorFormat.NHCWB16 : TensorFormat.NHWC;
        Memory fallback = memories.get(row.get("ofm_memory"));
        Memory memory = memories.getOrDefault(row.getOrDefault(map + "_memory", ""), fallback);
        return new FeatureMapUse(shape, bits, format, memory, rates.get(memory));
    }

    private static BlockConfiguration block(Map<String, String> row, Accelerator accelerator) {
        int[] ofm = numbers(row.get("ofm_block_hwc"));
        int[] ifm = numbers(row.get("ifm_block"));
        npusim.hardware.Shape micro =
                accelerator.macArray().ofmMicroBlocks().getFirst().shape();
        Traversal traversal = switch (row.get("traversal")) {
            case "PartKernel" -> Traversal.PART_KERNEL;
            case "Depthwise" -> Traversal.DEPTHWISE;
            default -> Traversal.DEPTH_FIRST;
        };
        return new BlockConfiguration(
                new Extent(ofm[0], ofm[1], ofm[2]),
                new Extent(ifm[1], ifm[2], ifm[3]),
                new Extent(micro.height(), micro.width(), micro.depth()),
                traversal,
                row.get("acc_type").endsWith("40") ? 40 : 32);
    }

    private static Kernel kernel(Map<String, String> row) {
        int[] size = pair(row, "kernel_hw");
        int[] stride = pair(row, "stride_hw");
        int[] dilation = pair(row, "dilation_hw");
        return new Kernel(size[0], size[1], stride[0], stride[1], dilation[0], dilation[1], 0, 0, 0, 0);
    }

    private static int[] pair(Map<String, String> row, String column) {
        String text = row.getOrDefault(column, "");
        return text.isEmpty() ? new int[] {1, 1} : numbers(text);
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
    }
}
