package npusim.configs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import npusim.dsl.Compilation;
import npusim.dsl.NpuLanguage;
import npusim.dsl.diagnostic.DiagnosticRenderer;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.source.SourceFile;
import npusim.dsl.vela.ExportVela;
import npusim.dsl.vela.ImportVela;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VelaRoundTripTest {

    private static final String SMALL = """
            ; a comment
            [System_Config.Mine]
            core_clock=500e6
            axi0_port=Sram
            axi1_port=OffChipFlash
            Sram_clock_scale=1.0
            Sram_ports_used=2
            Sram_burst_length=32
            OffChipFlash_clock_scale=0.0625
            OffChipFlash_read_latency=64

            [Memory_Mode.Base]
            const_mem_area=Axi1
            arena_mem_area=Axi1
            cache_mem_area=Axi0

            [Memory_Mode.Small]
            inherit=Memory_Mode.Base
            arena_cache_size=262144
            """;

    @Test
    void everyKeyOfASmallFileComesBack() {
        assertThat(sections(roundTrip(SMALL))).isEqualTo(sections(SMALL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vela-5.1.0", "mlek"})
    void everyKeyOfThePublishedFilesComesBack(String source) throws IOException {
        Path table = PublishedTable.require("vela_configs.csv");
        StringBuilder ini = new StringBuilder();
        String section = "";
        for (String line : Files.readAllLines(table)) {
            String[] cells = line.split(",");
            if (!line.startsWith(source) || (!cells[6].equals("stated") && !cells[3].equals("inherit"))) {
                continue;
            }
            String heading = "[" + cells[1] + "." + cells[2] + "]";
            if (!heading.equals(section)) {
                ini.append(heading).append('\n');
                section = heading;
            }
            ini.append(cells[3]).append('=').append(cells[4]).append('\n');
        }
        assertThat(sections(ini.toString())).hasSizeGreaterThan(8);
        assertThat(sections(roundTrip(ini.toString()))).isEqualTo(sections(ini.toString()));
    }

    @Test
    void whatWouldBeLostIsRefused() {
        DiagnosticSink sink = new DiagnosticSink();

        String text = ImportVela.convert(new SourceFile("vela.ini", """
                        [System_Config.Mine]
                        core_clock=fast
                        Sram_burst_lenght=32
                        axi0_port=Sramm
                        nonsense
                        [Memory_Mode.A]
                        inherit=Memory_Mode.B
                        """), sink);

        assertThat(text).isNull();
        assertThat(DiagnosticRenderer.render(sink.sorted())).isEqualTo("""
                error NPU-0803: 'fast' is no number
                 --> vela.ini:2:1
                2 | core_clock=fast
                  | ^^^^^^^^^^^^^^^

                error NPU-0802: 'Sram_burst_lenght' is no key of a System_Config
                 --> vela.ini:3:1
                3 | Sram_burst_lenght=32
                  | ^^^^^^^^^^^^^^^^^^^^
                  help: did you mean Sram_burst_length?

                error NPU-0803: 'Sramm' is no memory area (Sram, Dram, OnChipFlash, OffChipFlash)
                 --> vela.ini:4:1
                4 | axi0_port=Sramm
                  | ^^^^^^^^^^^^^^^

                error NPU-0801: line is neither a section, a key nor a comment
                 --> vela.ini:5:1
                5 | nonsense
                  | ^^^^^^^^

                error NPU-0804: section inherits from 'Memory_Mode.B', which the file lacks
                 --> vela.ini:7:1
                7 | inherit=Memory_Mode.B
                  | ^^^^^^^^^^^^^^^^^^^^^
                """);
    }

    @Test
    void aByteOrderMarkAndACommentBehindAHeadingChangeNothing() {
        assertThat(roundTrip("\ufeff" + SMALL)).isEqualTo(roundTrip(SMALL));
        String heading = "\ufeff" + SMALL.substring(SMALL.indexOf('[')).replace(".Mine]", ".Mine]  # [mine]");
        assertThat(roundTrip(heading)).isEqualTo(roundTrip(SMALL));
    }

    @Test
    void aCommentBehindAValueIsPointedOut() {
        DiagnosticSink sink = new DiagnosticSink();

        ImportVela.convert(new SourceFile("vela.ini", """
                        [System_Config.Mine]
                        core_clock=500e6 ; the kit's
                        [Memory_Mode.A]
                        inherit=Memory_Mode.A # itself
                        [Memory_Mode] ; without a name.
                        """), sink);

        assertThat(DiagnosticRenderer.render(sink.sorted())).isEqualTo("""
                error NPU-0803: '500e6 ; the kit's' is no number
                 --> vela.ini:2:1
                2 | core_clock=500e6 ; the kit's
                  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  note: Vela takes a comment behind a value as part of it: give it a line of its own

                error NPU-0804: section inherits from 'Memory_Mode.A # itself', which the file lacks
                 --> vela.ini:4:1
                4 | inherit=Memory_Mode.A # itself
                  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  note: Vela takes a comment behind a value as part of it: give it a line of its own

                error NPU-0801: line is neither a section, a key nor a comment
                 --> vela.ini:5:1
                5 | [Memory_Mode] ; without a name.
                  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                """);
    }

    private static String roundTrip(String ini) {
        DiagnosticSink sink = new DiagnosticSink();
        String npu = ImportVela.convert(new SourceFile("vela.ini", ini), sink);
        assertThat(DiagnosticRenderer.render(sink.sorted())).isEmpty();
        Compilation compilation = NpuLanguage.compileSources(List.of(new SourceFile("vela.npu", npu)), false);
        assertThat(DiagnosticRenderer.render(compilation.diagnostics())).isEmpty();
        List<String> names = new ArrayList<>(compilation.library().names("system"));
        names.addAll(compilation.library().names("memory_mode"));
        return ExportVela.convert(compilation.library(), names);
    }

    /** Values by section and key; numbers by value. */
    private static Map<String, Map<String, Object>> sections(String ini) {
        Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
        Map<String, Object> section = new LinkedHashMap<>();
        for (String line : ini.lines().toList()) {
            if (line.startsWith("[")) {
                section = new LinkedHashMap<>();
                sections.put(line, section);
            } else if (line.indexOf('=') > 0) {
                String value = line.substring(line.indexOf('=') + 1);
                Object parsed;
                try {
                    parsed = new BigDecimal(value).stripTrailingZeros();
                } catch (NumberFormatException word) {
                    parsed = value;
                }
                section.put(line.substring(0, line.indexOf('=')), parsed);
            }
        }
        return sections;
    }
}
