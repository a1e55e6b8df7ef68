package npusim.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import npusim.dsl.NpuLanguage;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.TimingAdapter;
import npusim.hardware.TimingProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private List<CorpusRow> read(String... lines) throws IOException {
        Path file = directory.resolve("corpus.csv");
        Files.writeString(file, String.join("\n", lines) + "\n");
        return Corpus.read(file);
    }

    @Test
    void fewColumnsAreEnough() throws IOException {
        CorpusRow row =
                read("workload,npu,npu_active_cycles", "kws,u85-256,198564").getFirst();
        assertThat(row.id()).isEqualTo("row-1");
        assertThat(row.basis()).isEqualTo(CorpusRow.Basis.ACTIVE);
        assertThat(row.publishedCycles()).isEqualTo(198_564);
        assertThat(design(row).platform().name()).isEqualTo("Corstone_320");
    }

    @ParameterizedTest
    @CsvSource({"198564", "198564.0", "'\"198,564\"'", "198_564", "' 198564 '"})
    void numbersAreReadAsPeopleWriteThem(String text) throws IOException {
        CorpusRow row =
                read("workload,npu,npu_active_cycles", "kws,u85-256," + text).getFirst();
        assertThat(row.activeCycles()).isEqualTo(198_564);
    }

    @Test
    void wordsForNothingAreNoNumbersAndOthersAreRefused() throws IOException {
        assertThat(read("workload,npu,npu_active_cycles", "kws,u85-256,n/a")
                        .getFirst()
                        .basis())
                .isNull();
        assertThatThrownBy(() -> read("workload,npu,npu_active_cycles", "kws,u85-256,many"))
                .hasMessageEndingWith("corpus.csv, line 2, column npu_active_cycles: 'many' is no number");
        assertThatThrownBy(() -> read("workload,npu", "kws,u85-256"))
                .hasMessageEndingWith("column npu_active_cycles or npu_total_cycles or measured_ms is missing");
    }

    @ParameterizedTest
    @CsvSource({"u85-256", "U85-256", "ethos-u85-256", "Ethos_U85_256", "arm-ethos-u85-256"})
    void acceleratorsAreKnownHoweverTheyAreWritten(String name) throws IOException {
        CorpusRow row =
                read("workload,npu,npu_active_cycles", "kws," + name + ",1").getFirst();
        assertThat(row.npu()).isEqualTo("u85-256");
        assertThat(row.generation()).isEqualTo("u85");
    }

    @ParameterizedTest
    @CsvSource({
        "FVP, 5068, , , TOTAL_ON_GRID, 4568",
        "'', 5068, , , TOTAL_ON_GRID, 4568",
        "FPGA, 5068, , , TOTAL, 5068",
        "silicon, , 0.5, 400, TIME, 200000",
        "silicon, , 0.5, , , 0"
    })
    void totalsOfHardwareLieOnNoGridAndTimesNeedAClock(
            String kind,
            @Nullable String total,
            @Nullable String time,
            @Nullable String clock,
            CorpusRow.@Nullable Basis basis,
            long cycles)
            throws IOException {
        CorpusRow row = read(
                        "workload,npu,platform_kind,npu_total_cycles,measured_ms,clock_mhz",
                        String.join(",", "kws", "u85-256", kind, text(total), text(time), text(clock)))
                .getFirst();
        assertThat(row.basis()).isEqualTo(basis);
        assertThat(row.publishedCycles()).isEqualTo(cycles);
    }

    @Test
    void platformsAreKnownByTheirFirstWordsAndOthersTimeMemoriesAsDescribed() throws IOException {
        List<CorpusRow> rows = read(
                "workload,npu,platform,platform_kind,npu_active_cycles",
                "kws,u85-256,corstone-320-fpga,FPGA,1",
                "kws,u85-256,some-chip,silicon,1");
        assertThat(design(rows.get(0)).timingProfile().name()).isEqualTo("Adapters_Ethos_U85_DRAM_Low");
        assertThat(design(rows.get(1)).timingProfile().name()).isEqualTo(TimingProfile.DESCRIBED);
    }

    @Test
    void aSideWithoutAdapterFieldsKeepsThePlatformsAdapter() throws IOException {
        CorpusRow row = read(
                        "workload,npu,platform,npu_active_cycles,ta_ext_rlatency,ta_ext_maxr",
                        "kws,u85-256,corstone-320,1,100,8")
                .getFirst();
        TimingProfile standard = design(read("workload,npu,platform,npu_active_cycles", "kws,u85-256,corstone-320,1")
                        .getFirst())
                .timingProfile();
        assertThat(design(row).timingProfile().adapter(0)).isEqualTo(standard.adapter(0));
        TimingAdapter external = design(row).timingProfile().adapter(1);
        assertThat(external).isNotNull();
        assertThat(external.readLatencyCycles()).isEqualTo(100);
    }

    @Test
    void adaptersSwitchedOffAreGone() throws IOException {
        CorpusRow row = read(
                        "workload,npu,platform,npu_active_cycles,timing_adapter_as_published",
                        "kws,u85-256,corstone-320,1,off: not built in")
                .getFirst();
        assertThat(design(row).timingProfile()).isEqualTo(TimingProfile.none());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"u85-256", "U85_256", "Ethos-U85-256", "Ethos U85-256", "Arm Ethos-U85-256", "ethos_u85 256"})
    void namesOfAnNpuAreReadAsPeopleWriteThem(String name) throws IOException {
        assertThat(read("workload,npu,npu_active_cycles", "kws," + name + ",1")
                        .getFirst()
                        .npu())
                .isEqualTo("u85-256");
    }

    @ParameterizedTest
    @CsvSource({"FVP,false", "Fixed Virtual Platform,false", "simulator,false", "FPGA,true", "silicon,true", ",false"})
    void onlyHardwareCountsWithoutAGrid(@Nullable String kind, boolean hardware) throws IOException {
        String cell = kind == null ? "" : kind;
        CorpusRow row = read("workload,npu,platform_kind,npu_total_cycles", "kws,u85-256," + cell + ",10000")
                .getFirst();
        assertThat(row.hardware()).isEqualTo(hardware);
        assertThat(row.publishedCycles()).isEqualTo(hardware ? 10_000 : 9_500);
    }

    @Test
    void largeNumbersAreKeptOrRefusedWithTheirPlace() throws IOException {
        String head = "workload,npu,arena_cache_size,ta_ext_maxr,measured_ms,clock_mhz";
        assertThat(read(head, "kws,u85-256,4294967296,8,1,500").getFirst().arenaCacheBytes())
                .isEqualTo(1L << 32);
        assertThatThrownBy(() -> read(head, "kws,u85-256,1,4294967296,1,500"))
                .hasMessageEndingWith("line 2, column ta_ext_maxr: 4294967296 is out of range");
        assertThatThrownBy(() -> read(head, "kws,u85-256,1,8,1e30,500"))
                .hasMessageContaining("line 2, column measured_ms: ")
                .hasMessageEndingWith("is out of range");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"3,141\"", "3_141"})
    void whatMayBeADecimalCommaIsNoGroupInATime(String time) {
        assertThatThrownBy(() -> read("workload,npu,measured_ms,clock_mhz", "kws,u85-256," + time + ",500"))
                .hasMessageContaining("column measured_ms: ")
                .hasMessageEndingWith("is no number");
    }

    private static HardwareConfiguration design(CorpusRow row) {
        return new CorpusHardware(NpuLanguage.shipped(), List.of()).configure(row);
    }

    private static String text(@Nullable String cell) {
        return cell == null ? "" : cell;
    }
}
