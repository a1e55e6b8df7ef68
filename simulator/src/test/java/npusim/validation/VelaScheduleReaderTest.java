package npusim.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.CommandStream;
import npusim.schedule.Extent;
import npusim.schedule.KernelCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VelaScheduleReaderTest {
    private static final String HEADER =
            "kind,waits,kernel_hw,pad_tlbr,ifm_area,ofm_area,ofm_hwc,ofm_block_hwc,ifm_block,ifm_dtype,ofm_dtype,ofm_base,activation";
    private static final String DEPTHWISE =
            "DEPTHWISE,DMA_WAIT:0,3x3,1;1;1;1,\"0,0,0,0:1,8,8,16\",\"0,0,0,0:1,8,8,16\",8x8x16,4x4x16,1x6x6x16,int8,int8,0x40,0";

    @TempDir
    private Path folder;

    @Test
    void readsAnOperation() throws IOException {
        CommandStream stream = read(HEADER + "\n" + DEPTHWISE + "\n");
        KernelCommand kernel =
                stream.commands().selectInstancesOf(KernelCommand.class).getOnly();
        assertThat(kernel.ofm().extent()).isEqualTo(new Extent(8, 8, 16));
        assertThat(kernel.blocks().ofmBlock()).isEqualTo(new Extent(4, 4, 16));
        assertThat(kernel.blocks().ifmBlock()).isEqualTo(new Extent(6, 6, 16));
        assertThat(kernel.ofm().address()).isEqualTo(0x40);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4x4x16     | 4x4    | column 'ofm_block_hwc' holds '4x4' in place of 3 whole numbers from 1 on
            4x4x16     | 0x4x16 | column 'ofm_block_hwc' holds '0x4x16' in place of 3 whole numbers from 1 on
            1x6x6x16   | 6xa    | column 'ifm_block' holds '6xa' in place of 1 whole numbers from 0 on
            1,8,8,16   | 1,0,8,16 | column 'ifm_area' holds '0,0,0,0:1,0,8,16', in which there is no element
            3x3        | 3      | column 'kernel_hw' holds '3' in place of 2 whole numbers from 1 on
            DMA_WAIT:0 | DMA    | column 'waits' holds 'DMA', which is neither KERNEL_WAIT:N nor DMA_WAIT:N
            DEPTHWISE  | CONVX  | column 'kind' holds 'CONVX', which is no kind of operation
            0x40       | zz     | column 'ofm_base' holds 'zz', which is no whole number
            0x40       | -16    | column 'ofm_base' holds -16, which is negative
            0x40,0     | 0x40,F | column 'activation' holds 'F', which is no whole number
            """)
    void whatCannotBeIsToldWithItsLineAndColumn(String from, String to, String message) {
        assertThat(DEPTHWISE).contains(from);
        String wrong = HEADER + "\n" + DEPTHWISE + "\n" + DEPTHWISE.replaceFirst(from, to) + "\n";
        assertThatThrownBy(() -> read(wrong))
                .isInstanceOf(WrongScheduleException.class)
                .hasMessage(file() + ", line 3: " + message);
    }

    @Test
    void aFileThatIsNoScheduleIsTold() {
        assertThatThrownBy(() -> read("")).hasMessage(file() + " is empty; a header line is expected");
        assertThatThrownBy(() -> read(HEADER + "\n")).hasMessage(file() + " holds no operation");
        assertThatThrownBy(() -> read("a,b\n1,2\n")).hasMessage(file() + " has no column 'kind'");
    }

    @Test
    void aRowWithoutCompilerAndMemoryModeHasTheUsualSchedule() throws IOException {
        Files.createDirectories(folder.resolve("cells"));
        try (OutputStream out = new GZIPOutputStream(
                Files.newOutputStream(folder.resolve("cells").resolve("net-u55-128.ops.csv.gz")))) {
            out.write((HEADER + "\n" + DEPTHWISE + "\n").getBytes(StandardCharsets.UTF_8));
        }
        ScheduleSource source = new VelaScheduleDirectory(folder);
        HardwareConfiguration hardware = NpuLanguage.shipped().configure(Selection.of("Ethos_U55_128"));
        assertThat(source.find(row("net", "", ""), hardware)).isInstanceOf(ScheduleSource.Stream.class);
        assertThat(source.find(row("net", "vela-5.0", "Shared_Sram"), hardware))
                .isInstanceOf(ScheduleSource.Stream.class);
        assertThat(source.find(row("net", "", "Sram_Only"), hardware))
                .isEqualTo(new ScheduleSource.Missing("no schedule for net on u55-128 in " + folder
                        + ": there is no cells/net-u55-128-Sram_Only.ops.csv.gz"));
        assertThat(source.find(row("net", "vela-3.0", ""), hardware))
                .isEqualTo(new ScheduleSource.Missing("compiled by vela-3.0, the schedules are of vela-5.0"));
    }

    private static CorpusRow row(String workload, String compiler, String memoryMode) {
        return new CorpusRow(
                "id",
                workload,
                "",
                0,
                0,
                "u55-128",
                "",
                "",
                compiler,
                "",
                memoryMode,
                0,
                Map.of(),
                false,
                1L,
                null,
                null,
                new CorpusRow.Measured(null, null, null, null),
                null);
    }

    private Path file() {
        return folder.resolve("net.ops.csv");
    }

    private CommandStream read(String text) throws IOException {
        return VelaScheduleReader.read(Files.writeString(file(), text), "net", "u55", new Extent(1, 2, 8));
    }
}
