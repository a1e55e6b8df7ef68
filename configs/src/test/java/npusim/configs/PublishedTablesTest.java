package npusim.configs;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.quantity.Ratio;
import npusim.hardware.Memory;
import npusim.hardware.MemoryMode;
import npusim.hardware.PmuCatalogue;
import npusim.hardware.PmuEvent;
import npusim.hardware.SystemConfig;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Reads every value of the published tables back from the compiled configurations. */
class PublishedTablesTest {

    private static final Library LIBRARY = NpuLanguage.shipped();

    @Test
    void everySystemAndMemoryModeValueIsInTheModel() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        int compared = 0;
        for (Map<String, String> row : rows("vela_configs.csv")) {
            boolean kit = get(row, "source").startsWith("mlek");
            String name = get(row, "name");
            String where = get(row, "source") + " " + name + " " + get(row, "key");
            String model = get(row, "kind").equals("System_Config")
                    ? systemValue(LIBRARY.system(known(name, kit, "system")), name, get(row, "key"))
                    : modeValue(LIBRARY.memoryMode(known(name, kit, "memory_mode")), get(row, "key"));
            softly.assertThat(model).as(where).isEqualTo(normal(get(row, "key"), get(row, "value")));
            compared++;
        }
        softly.assertAll();
        assertThat(compared).isEqualTo(422);
    }

    @Test
    void everyPmuEventIsInTheCatalogueOfItsGeneration() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        List<Map<String, String>> rows = rows("pmu_events.csv");
        for (String generation : List.of("u55", "u65", "u85")) {
            PmuCatalogue catalogue =
                    LIBRARY.pmuCatalogue("Ethos_" + generation.toUpperCase(java.util.Locale.ROOT) + "_Pmu");
            int events = 0;
            for (Map<String, String> row : rows) {
                PmuEvent event = catalogue.event(get(row, "name"));
                String number = get(row, generation + "_id");
                softly.assertThat(event == null ? "" : Integer.toString(event.number()))
                        .as(generation + " " + get(row, "name"))
                        .isEqualTo(number);
                if (event != null) {
                    events++;
                    softly.assertThat(event.meaning())
                            .isEqualTo(get(row, "meaning").replace('"', '\''));
                }
            }
            softly.assertThat(catalogue.events().size()).isEqualTo(events);
        }
        softly.assertAll();
    }

    private static String known(String name, boolean kit, String kind) {
        String prefixed = "Evaluation_Kit_" + name;
        return kit && LIBRARY.names(kind).contains(prefixed) ? prefixed : name;
    }

    private static String systemValue(SystemConfig system, String name, String key) {
        switch (key) {
            case "core_clock" -> {
                return Long.toString(system.coreClockHertz());
            }
            case "axi0_port" -> {
                return system.attached().get(0);
            }
            case "axi1_port" -> {
                return system.attached().get(1);
            }
            default -> {
                // a memory's value
            }
        }
        Memory memory = system.memory(key.substring(0, key.indexOf('_')));
        int beat = LIBRARY.accelerator(
                        name.startsWith("Ethos_U55")
                                ? "Ethos_U55_128"
                                : (name.startsWith("Ethos_U65") ? "Ethos_U65_256" : "Ethos_U85_256"))
                .ports()
                .get(0)
                .beatBytes();
        Ratio bandwidth = memory.bytesPerCycle(beat);
        return switch (key.substring(key.indexOf('_') + 1)) {
            case "clock_scale" -> memory.clockScale().toString();
            case "ports_used" -> Integer.toString(memory.ports());
            case "burst_length" -> Integer.toString(memory.burstBytes());
            case "read_latency" -> Integer.toString(memory.readLatencyCycles());
            case "write_latency" -> Integer.toString(memory.writeLatencyCycles());
            case "max_reads" -> Integer.toString(memory.maxReads());
            case "max_writes" -> Integer.toString(memory.maxWrites());
            case "axi_bytes_per_beat" -> Integer.toString(beat);
            case "bandwidth" -> bandwidth.toString();
            case "bandwidth_abs" ->
                bandwidth
                        .times(Ratio.of(system.coreClockHertz()))
                        .dividedBy(Ratio.of(1_000_000_000))
                        .toString();
            default -> "no such property: " + key;
        };
    }

    private static String modeValue(MemoryMode mode, String key) {
        return switch (key) {
            case "const_mem_area" -> "Axi" + mode.constantsAxi();
            case "arena_mem_area" -> "Axi" + mode.arenaAxi();
            case "cache_mem_area" -> "Axi" + mode.cacheAxi();
            case "arena_cache_size" ->
                mode.arenaCacheBytes() == Long.MAX_VALUE ? "no limit" : Long.toString(mode.arenaCacheBytes());
            case "inherit" -> "Memory_Mode." + parent(mode.name());
            default -> "no such property: " + key;
        };
    }

    private static String parent(String mode) {
        return LIBRARY.lineage(mode).get(1);
    }

    private static String normal(String key, String value) {
        if (key.equals("arena_cache_size") && value.startsWith("max address")) {
            return "no limit";
        }
        try {
            return Ratio.of(new java.math.BigDecimal(value)).toString();
        } catch (NumberFormatException word) {
            return value;
        }
    }

    private static String get(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    private static List<Map<String, String>> rows(String file) throws IOException {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder()
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofNamedCsvRecord(PublishedTable.require(file))) {
            return reader.stream().map(NamedCsvRecord::getFieldsAsMap).toList();
        }
    }
}
