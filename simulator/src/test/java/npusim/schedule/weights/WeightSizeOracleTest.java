package npusim.schedule.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import npusim.SharedData;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.graph.Graph;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.hardware.Accelerator;
import npusim.hardware.CoreSplit;
import npusim.schedule.OracleRows;
import npusim.schedule.Traversal;
import npusim.schedule.WeightFormat;
import npusim.tosa.TosaReader;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every stream of every weighted operation has the very size that the reference compiler gave it. */
class WeightSizeOracleTest {
    private static final String ROWS = ".tosa50.ops.csv.gz";

    @TempDir
    private Path folder;

    private final Library library = NpuLanguage.shipped();
    private final List<String> differences = new ArrayList<>();
    private int streams;

    @ParameterizedTest
    @ValueSource(strings = {"kws_micronet_m", "ad_medium", "vww4", "rnnoise"})
    void sizesOfASmallNetworkAreThoseOfTheReferenceCompiler(String network) throws IOException {
        compareAll(network);
    }

    @Tag("deep")
    @ParameterizedTest
    @ValueSource(strings = {"dnn_s", "yolo-fastest", "mobilenet_v2", "wav2letter"})
    void sizesOfALargeNetworkAreThoseOfTheReferenceCompiler(String network) throws IOException {
        compareAll(network);
    }

    private void compareAll(String network) throws IOException {
        Path cells = SharedData.require("vela-schedules/cells");
        Graph graph = read(network);
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(cells, network + "-u*" + ROWS)) {
            found.forEach(files::add);
        }
        Collections.sort(files);
        for (Path file : files) {
            compare(file, graph);
        }
        assertThat(differences).isEmpty();
        assertThat(streams).isGreaterThan(50);
    }

    private Graph read(String network) throws IOException {
        Path packed = SharedData.require("vela-schedules/nets/" + network + ".tosa.gz");
        Path file = folder.resolve(network + ".tosa");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        try {
            return TosaReader.read(file);
        } catch (npusim.graph.InvalidGraphException e) {
            throw new AssertionError(e);
        }
    }

    private void compare(Path file, Graph graph) {
        String cell = file.getFileName().toString().replace(ROWS, "");
        String[] words = cell.substring(cell.indexOf("-u") + 1).split("-");
        Accelerator accelerator =
                library.accelerator("Ethos_" + words[0].toUpperCase(java.util.Locale.ROOT) + "_" + words[1]);
        WeightEncoder encoder = new WeightEncoders().of(accelerator);
        Map<String, Operator> producers = producers(graph);
        Map<Operator, WeightTensor> tensors = new HashMap<>();
        for (Map<String, String> row : OracleRows.read(file)) {
            if (row.getOrDefault("weight_len", "").isEmpty()
                    || row.getOrDefault("ofm_depth_slices", "").isEmpty()) {
                continue;
            }
            Operator operator = producers.get(row.get("ofm_name"));
            assertThat(operator)
                    .as("%s: operator of %s", cell, row.get("ofm_name"))
                    .isNotNull();
            WeightTensor tensor = tensors.computeIfAbsent(operator, key -> tensor(graph, key));
            int[] slices = numbers(row.get("ofm_depth_slices"), "\\|");
            EncodedWeights sizes = encoder.sizes(tensor, parameters(row, accelerator), slices);
            int firstChannel = numbers(row.get("ofm_area").split(":")[0], ",")[3];
            int slice = Math.max(0, Arrays.binarySearch(slices, firstChannel));
            compare(cell + " " + row.get("ofm_name"), row, sizes.slice(slices.length == 2 ? 0 : slice));
        }
    }

    private void compare(String name, Map<String, String> row, ImmutableList<WeightRange> ranges) {
        String[] columns = {"weight_len", "weight1_len", "weight2_len", "weight3_len"};
        for (int stream = 0; stream < columns.length; stream++) {
            String published = row.getOrDefault(columns[stream], "");
            long expected = published.isEmpty() ? 0 : Long.parseLong(published);
            long actual = stream < ranges.size() ? ranges.get(stream).weightBytes() : 0;
            streams += expected > 0 ? 1 : 0;
            if (actual != expected) {
                differences.add(name + " " + columns[stream] + " " + expected + " here " + actual);
            }
        }
    }

    private static WeightStreamParameters parameters(Map<String, String> row, Accelerator accelerator) {
        Traversal traversal = switch (row.get("traversal")) {
            case "DepthFirst" -> Traversal.DEPTH_FIRST;
            case "PartKernel" -> Traversal.PART_KERNEL;
            default -> Traversal.DEPTHWISE;
        };
        int ifmBits = row.get("ifm_dtype").contains("16") ? 16 : 8;
        int[] stride = numbers(row.get("stride_hw"), "x");
        int[] dilation = numbers(row.get("dilation_hw"), "x");
        String format = row.getOrDefault("weight_format", "");
        boolean split = accelerator.weightDecoder().order().split() == CoreSplit.CHANNELS;
        int microBlockDepth = split
                ? accelerator.macArray().ofmMicroBlocks().getFirst().shape().depth()
                : numbers(row.get("ofm_ublock"), "x")[2];
        int[] ifmBlock = numbers(row.get("ifm_block"), "x");
        int wholeIfmDepth = traversal == Traversal.PART_KERNEL || ifmBits == 16 ? 16 : 32;
        return new WeightStreamParameters(
                traversal,
                numbers(row.get("ofm_block_hwc"), "x")[2],
                microBlockDepth,
                split ? wholeIfmDepth : ifmBlock[ifmBlock.length - 1],
                ifmBits,
                stride[0],
                stride[1],
                dilation[0],
                dilation[1],
                format.contains("Fast") ? WeightFormat.FAST : WeightFormat.STANDARD,
                format.contains("Sparse"));
    }

    /** The convolution whose result, possibly after further operators, a tensor is. */
    private static Map<String, Operator> producers(Graph graph) {
        Map<String, Operator> byName = new HashMap<>();
        Map<Value, Operator> byValue = new HashMap<>();
        for (Operator operator : graph.operators()) {
            Operator source = operator instanceof Operator.Conv2d || operator instanceof Operator.DepthwiseConv2d
                    ? operator
                    : operator.inputs().asLazy().collect(byValue::get).detect(found -> found != null);
            if (source != null) {
                for (Value value : operator.outputs()) {
                    byValue.put(value, source);
                    byName.putIfAbsent(value.name(), source);
                }
            }
        }
        return byName;
    }

    private static WeightTensor tensor(Graph graph, Operator operator) {
        Value weight = operator instanceof Operator.Conv2d convolution
                ? convolution.weight()
                : ((Operator.DepthwiseConv2d) operator).weight();
        int[] shape = weight.shape().toArray();
        byte[] data = graph.constant(weight).bytes();
        return operator instanceof Operator.Conv2d
                ? WeightTensor.convolution(data, shape[0], shape[1], shape[2], shape[3], 0)
                : WeightTensor.depthwise(data, shape[0], shape[1], shape[2], shape[3], 0);
    }

    private static int[] numbers(String text, String separator) {
        return Arrays.stream(text.split(separator)).mapToInt(Integer::parseInt).toArray();
    }
}
