package npusim.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import npusim.SharedData;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.graph.Graph;
import npusim.hardware.HardwareConfiguration;
import npusim.tosa.TosaReader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Schedules for accelerators with a shared RAM have the kernels and copies of the compiler behind the published runs:
 * block, extent and formats of every kernel in order, encoded bytes, and bytes of every copy.
 */
class SharedRamScheduleTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "kws_micronet_m, u55-32",
        "kws_micronet_m, u55-128",
        "kws_micronet_m, u55-256",
        "kws_micronet_m, u65-256",
        "kws_micronet_m, u65-512",
        "ad_medium, u55-64",
        "ad_medium, u55-256",
        "ad_medium, u65-512",
        "vww4, u55-128",
        "vww4, u55-256",
        "vww4, u65-256"
    })
    void kernelsAndCopiesAreThoseOfTheReferenceCompiler(String network, String npu) throws Exception {
        Path data = SharedData.require("vela-schedules");
        HardwareConfiguration hardware = hardware(npu);
        Schedule schedule = new Scheduler(hardware, ScheduleOptions.of(SchedulePolicy.VELA_5_0))
                .schedule(graph(data, network), network);
        List<String> expected = new ArrayList<>();
        for (Map<String, String> row : OracleRows.read(data.resolve("cells/" + network + "-" + npu + ".ops.csv.gz"))) {
            expected.add(describe(row));
        }
        List<String> actual = new ArrayList<>();
        for (Command command : schedule.commands().commands()) {
            if (command instanceof KernelCommand kernel) {
                actual.add(describe(kernel));
            } else if (command instanceof DmaCommand copy) {
                actual.add("copy " + copy.rows() * copy.rowBytes());
            }
        }
        assertThat(actual).containsExactlyElementsOf(expected);
    }

    private static HardwareConfiguration hardware(String npu) {
        boolean flash = npu.startsWith("u55");
        return NpuLanguage.shipped()
                .configure(Selection.of("Ethos_" + npu.toUpperCase(Locale.ROOT).replace('-', '_'))
                        .withSystem(
                                flash
                                        ? "Evaluation_Kit_Ethos_U55_High_End_Embedded"
                                        : "Evaluation_Kit_Ethos_U65_High_End")
                        .withMemoryMode(flash ? "Shared_Sram" : "Dedicated_Sram_384KB"));
    }

    private Graph graph(Path data, String network) throws Exception {
        Path file = folder.resolve(network + ".tosa");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(data.resolve("nets/" + network + ".tosa.gz")))) {
            Files.copy(in, file);
        }
        return TosaReader.read(file);
    }

    private static String describe(KernelCommand kernel) {
        return kernel.blocks().ofmBlock()
                + " of " + kernel.ofm().extent()
                + ", weights " + kernel.weights().weightBytes()
                + ", " + kernel.ifm().format()
                + " to " + kernel.ofm().format()
                + ", " + kernel.ifm().side()
                + " to " + kernel.ofm().side();
    }

    private static String describe(Map<String, String> row) {
        if (row.get("kind").equals("DMA_START")) {
            return "copy " + row.get("dma_len");
        }
        long weights = number(row, "weight_len") + number(row, "weight1_len");
        return row.get("ofm_block_hwc")
                + " of " + row.get("ofm_hwc")
                + ", weights " + weights
                + ", " + row.get("ifm_format")
                + " to " + row.get("ofm_format")
                + ", " + side(row.get("ifm_memory"))
                + " to " + side(row.get("ofm_memory"));
    }

    private static long number(Map<String, String> row, String column) {
        String text = row.getOrDefault(column, "");
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static AxiSide side(String memory) {
        return memory.equals("Sram") ? AxiSide.SRAM : AxiSide.EXTERNAL;
    }
}
