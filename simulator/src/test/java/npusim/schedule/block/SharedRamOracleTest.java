package npusim.schedule.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import npusim.SharedData;
import npusim.dsl.NpuLanguage;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.OracleRows;
import npusim.schedule.SchedulePolicy;
import npusim.schedule.TensorFormat;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.NpuOperation.ResizeParameters;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Permutation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * OFM block, IFM block and traversal of accelerators with a shared RAM are those of the reference compiler for every
 * operation of its schedules.
 */
class SharedRamOracleTest {
    @ParameterizedTest
    @CsvSource({"u55-32, 800", "u55-64, 800", "u55-128, 800", "u55-256, 700", "u65-256, 800", "u65-512, 500"})
    void blocksAreThoseOfTheReferenceCompiler(String npu, int atLeast) throws IOException {
        Path cells = SharedData.require("vela-schedules/cells");
        BlockSearch search = BlockSearch.of(
                NpuLanguage.shipped()
                        .accelerator("Ethos_" + npu.toUpperCase(Locale.ROOT).replace('-', '_')),
                SchedulePolicy.VELA_5_0);
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(cells, "*-" + npu + "*.ops.csv.gz")) {
            found.forEach(files::add);
        }
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (Path file : files) {
            Set<String> seen = new HashSet<>();
            for (Map<String, String> row : OracleRows.read(file)) {
                if (!row.getOrDefault("ofm_block_hwc", "").isEmpty() && seen.add(row.get("sched_idx"))) {
                    compared++;
                    String expected =
                            row.get("ofm_block_hwc") + " " + row.get("ifm_block") + " " + row.get("traversal");
                    String actual = describe(search.find(query(row)));
                    if (!actual.equals(expected)) {
                        differences.add(
                                file.getFileName() + " " + row.get("ofm_name") + " " + expected + " here " + actual);
                    }
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(atLeast);
    }

    private static String describe(@Nullable BlockConfiguration block) {
        if (block == null) {
            return "none";
        }
        String traversal = switch (block.traversal()) {
            case DEPTH_FIRST -> "DepthFirst";
            case PART_KERNEL -> "PartKernel";
            case DEPTHWISE -> "Depthwise";
        };
        return block.ofmBlock() + " 1x" + block.ifmBlock() + " " + traversal;
    }

    private static BlockQuery query(Map<String, String> row) {
        Extents ofm = extents(row, "ofm");
        int[] kernel = pair(row, "kernel_hw");
        int[] stride = pair(row, "stride_hw");
        int[] dilation = pair(row, "dilation_hw");
        boolean upscaled = !row.getOrDefault("ifm_upscale", "NONE").equals("NONE");
        return new BlockQuery(
                kind(row.get("vela_op")),
                Extents.of(ofm.height(), ofm.width(), ofm.depth()),
                extents(row, "ifm"),
                row.getOrDefault("ifm2_nhwc_full", "").isEmpty() ? null : extents(row, "ifm2"),
                bits(row.get("ifm_dtype")),
                bits(row.get("ofm_dtype")),
                new Kernel(kernel[0], kernel[1], stride[0], stride[1], dilation[0], dilation[1], 0, 0, 0, 0),
                row.getOrDefault("sub_ops", "").contains("LUT"),
                true,
                Permutation.NONE,
                0,
                row.get("ofm_format").equals("NHCWB16") ? TensorFormat.NHCWB16 : TensorFormat.NHWC,
                false,
                ResizeParameters.NONE,
                false,
                upscaled ? 2 : 1);
    }

    /** The stripe that the compiler planned with, or the whole tensor. */
    private static Extents extents(Map<String, String> row, String map) {
        String stripe = row.getOrDefault(map + "_stripe_nhwc", "");
        return Extents.of(numbers(stripe.isEmpty() ? row.get(map + "_nhwc_full") : stripe));
    }

    private static int[] pair(Map<String, String> row, String column) {
        String text = row.getOrDefault(column, "");
        return text.isEmpty() ? new int[] {1, 1} : numbers(text);
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
    }

    private static int bits(String type) {
        return type.contains("32") ? 32 : type.contains("16") ? 16 : 8;
    }

    private static OperationKind kind(String name) {
        return switch (name) {
            case "Conv2D" -> OperationKind.CONVOLUTION;
            case "DepthwiseConv2D" -> OperationKind.DEPTHWISE;
            case "FullyConnected" -> OperationKind.FULLY_CONNECTED;
            case "AvgPool" -> OperationKind.AVERAGE_POOL;
            case "MaxPool" -> OperationKind.MAX_POOL;
            case "ReduceSum" -> OperationKind.REDUCE_SUM;
            case "ReduceMax" -> OperationKind.REDUCE_MAX;
            case "MemoryCopy" -> OperationKind.COPY;
            case "Rescale", "Quantize" -> OperationKind.RESCALE;
            case "Add" -> OperationKind.ADD;
            case "Sub" -> OperationKind.SUB;
            case "Mul" -> OperationKind.MUL;
            case "Asr" -> OperationKind.ARITHMETIC_RIGHT_SHIFT;
            case "SHL" -> OperationKind.LEFT_SHIFT;
            case "CLZ" -> OperationKind.COUNT_LEADING_ZEROS;
            default -> throw new IllegalArgumentException("operation " + name);
        };
    }
}
