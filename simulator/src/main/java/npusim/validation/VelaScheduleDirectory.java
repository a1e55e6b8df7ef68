package npusim.validation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.MicroBlock;
import npusim.hardware.Shape;
import npusim.schedule.CommandStream;
import npusim.schedule.Extent;

/**
 * A directory of decoded schedules: {@code cells/<network>-<npu>[-<variant>].ops.csv.gz} for networks and
 * {@code h3/h3-<layer>-<H>x<W>-<npu>.ops.csv.gz} for single layers.
 */
public final class VelaScheduleDirectory implements ScheduleSource {
    private static final String SUFFIX = ".ops.csv.gz";
    private static final Map<String, String> NETWORK_FILES = Map.of("yolo_fastest_192", "yolo-fastest");

    private final Path directory;
    private final Map<Path, CommandStream> streams = new ConcurrentHashMap<>();

    /**
     * Uses {@code directory}.
     *
     * @throws IllegalArgumentException when it holds no schedules
     */
    public VelaScheduleDirectory(Path directory) {
        this.directory = directory;
        if (!Files.isDirectory(directory.resolve("cells"))) {
            throw new IllegalArgumentException(
                    directory + " holds no schedules: a folder 'cells' with *" + SUFFIX + " files is expected");
        }
    }

    @Override
    public Found find(CorpusRow row, HardwareConfiguration hardware) {
        if (!row.compiler().isEmpty() && !row.compiler().equals("vela-5.0")) {
            return new Missing("compiled by " + row.compiler() + ", the schedules are of vela-5.0");
        }
        for (Path file : candidates(row)) {
            if (Files.exists(file)) {
                CommandStream stream = streams.computeIfAbsent(
                        file,
                        path -> VelaScheduleReader.read(
                                path, row.workload(), hardware.accelerator().name(), microBlock(hardware)));
                return new Stream(stream, directory.relativize(file).toString());
            }
        }
        return new Missing("no schedule for " + row.workload() + " on " + row.npu() + " in " + directory
                + ": there is no "
                + String.join(
                        " and no ",
                        candidates(row).stream()
                                .map(file -> directory.relativize(file).toString())
                                .toList()));
    }

    private List<Path> candidates(CorpusRow row) {
        if (row.singleLayer()) {
            String layer = row.id().split("-").length > 1 ? row.id().split("-")[1] : row.workload();
            String name = "h3-" + layer + "-" + row.height() + "x" + row.width() + "-" + row.npu() + SUFFIX;
            return List.of(directory.resolve("h3").resolve(name));
        }
        String network = NETWORK_FILES.getOrDefault(row.workload(), row.workload());
        String plain = network + "-" + row.npu();
        Path cells = directory.resolve("cells");
        if (row.npu().equals("u85-512") && row.systemConfig().endsWith("DRAM_Low")) {
            return List.of(cells.resolve(plain + "-DRAM_Low" + SUFFIX));
        }
        boolean usual = row.memoryMode().isEmpty()
                || row.memoryMode().equals(row.generation().equals("u55") ? "Shared_Sram" : "Dedicated_Sram");
        return List.of(cells.resolve((usual ? plain : plain + "-" + row.memoryMode()) + SUFFIX));
    }

    private static Extent microBlock(HardwareConfiguration hardware) {
        MicroBlock first = hardware.accelerator().macArray().ofmMicroBlocks().getFirst();
        Shape shape = first.shape();
        return new Extent(shape.height(), shape.width(), shape.depth());
    }
}
