package npusim.validation;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import npusim.schedule.Activation;
import npusim.schedule.AxiSide;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.Command;
import npusim.schedule.CommandStream;
import npusim.schedule.DmaCommand;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.FeatureMapStorage;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelFunction;
import npusim.schedule.KernelKind;
import npusim.schedule.OutputTranspose;
import npusim.schedule.StopCommand;
import npusim.schedule.TensorFormat;
import npusim.schedule.Traversal;
import npusim.schedule.WaitCommand;
import npusim.schedule.WeightFormat;
import npusim.schedule.WeightStream;
import npusim.schedule.Weights;
import npusim.schedule.Window;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * Reads a schedule of Arm's compiler from the table of its decoded register commands, one row per launched operation, into a
 * command stream.
 */
public final class VelaScheduleReader {
    private final CsvTable table;
    private final Extent defaultMicroBlock;
    private final Map<String, AxiSide> regions = new HashMap<>();
    private int fetched;
    private int operation;

    private VelaScheduleReader(CsvTable table, Extent defaultMicroBlock) {
        this.table = table;
        this.defaultMicroBlock = defaultMicroBlock;
    }

    /**
     * Reads {@code file}.
     *
     * @param file table, gzip when its name ends so
     * @param name workload name given to the stream
     * @param accelerator design the schedule was made for
     * @param defaultMicroBlock OFM micro-block of parts whose registers do not say one
     * @throws WrongScheduleException if it is no such table or a line of it says what cannot be
     */
    public static CommandStream read(Path file, String name, String accelerator, Extent defaultMicroBlock) {
        CsvTable table;
        try {
            table = CsvTable.read(file);
        } catch (IllegalArgumentException e) {
            throw new WrongScheduleException(String.valueOf(e.getMessage()), e);
        }
        for (String needed : new String[] {"kind", "ofm_hwc", "ofm_block_hwc"}) {
            if (!table.has(needed)) {
                throw new WrongScheduleException(file + " has no column '" + needed + "'");
            }
        }
        if (table.rows().isEmpty()) {
            throw new WrongScheduleException(file + " holds no operation");
        }
        VelaScheduleReader reader = new VelaScheduleReader(table, defaultMicroBlock);
        return new CommandStream(name, accelerator, reader.commands(file));
    }

    private ImmutableList<Command> commands(Path file) {
        learnRegions();
        MutableList<Command> commands = Lists.mutable.empty();
        for (CsvRecord row : table.rows()) {
            try {
                add(row, commands);
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new WrongScheduleException(
                        file + ", line " + row.getStartingLineNumber() + ": " + e.getMessage(), e);
            }
        }
        commands.add(new StopCommand(4));
        return commands.toImmutable();
    }

    private void add(CsvRecord row, MutableList<Command> commands) {
        int offset = table.integer(row, "cmd_offset", fetched);
        int bytes = Math.max(0, offset + 4 - fetched);
        fetched = offset + 4;
        for (String wait : table.text(row, "waits").split(";|\\s+")) {
            if (!wait.isEmpty()) {
                commands.add(wait(wait));
            }
        }
        operation = table.integer(row, "sched_idx", operation);
        if (table.text(row, "kind").equals("DMA_START")) {
            commands.add(dma(row, operation, bytes));
        } else if (!table.text(row, "kind").equals("BRANCH")) {
            commands.add(kernel(row, operation, bytes));
        }
    }

    private void learnRegions() {
        boolean external = table.columns().keySet().stream().anyMatch(VelaScheduleReader::namesExternalMemory);
        for (CsvRecord row : table.rows()) {
            for (String operand : new String[] {"ifm", "ifm2", "ofm"}) {
                learn(table.text(row, operand + "_region"), table.text(row, operand + "_memory"));
            }
            learn(table.text(row, "dma_src_region"), table.text(row, "dma_src_mem"));
            learn(table.text(row, "dma_dst_region"), table.text(row, "dma_dst_mem"));
        }
        regions.putIfAbsent("0", external ? AxiSide.EXTERNAL : AxiSide.SRAM);
    }

    private static boolean namesExternalMemory(String column) {
        return column.startsWith("est_Dram") || column.startsWith("est_OffChipFlash");
    }

    private void learn(String region, String memory) {
        boolean known = memory.equals("Sram") || memory.equals("Dram") || memory.equals("OffChipFlash");
        if (!region.isEmpty() && known) {
            regions.putIfAbsent(region, side(memory));
        }
    }

    private static AxiSide side(String memory) {
        return memory.equals("Sram") ? AxiSide.SRAM : AxiSide.EXTERNAL;
    }

    private static WaitCommand wait(String text) {
        String[] parts = text.split(":");
        if (!text.matches("(KERNEL_WAIT|DMA_WAIT):\\d{1,9}")) {
            throw new IllegalArgumentException(
                    "column 'waits' holds '" + text + "', which is neither KERNEL_WAIT:N nor DMA_WAIT:N");
        }
        WaitCommand.Kind kind = parts[0].equals("KERNEL_WAIT") ? WaitCommand.Kind.KERNEL : WaitCommand.Kind.DMA;
        return new WaitCommand(kind, Integer.parseInt(parts[1]), 0);
    }

    private DmaCommand dma(CsvRecord row, int operation, int bytes) {
        DmaCommand.Target target = switch (table.text(row, "dma_dst_mem")) {
            case "Sram" -> DmaCommand.Target.SRAM;
            case "Dram", "OffChipFlash" -> DmaCommand.Target.EXTERNAL;
            default -> DmaCommand.Target.TABLE_MEMORY;
        };
        return new DmaCommand(
                "DMA " + table.text(row, "seq"),
                operation,
                side(table.text(row, "dma_src_mem")),
                size(row, "dma_src"),
                target,
                size(row, "dma_dst"),
                1,
                size(row, "dma_len"),
                bytes);
    }

    private KernelCommand kernel(CsvRecord row, int operation, int bytes) {
        KernelKind kind = kind(row);
        FeatureMap ifm = featureMap(row, "ifm");
        FeatureMap second = table.text(row, "ifm2_dtype").isEmpty() ? null : featureMap(row, "ifm2");
        Extent ofmExtent = extent(numbers(row, "ofm_hwc", 3, 1), 0);
        FeatureMap ofm = featureMap(row, "ofm", ofmExtent);
        return new KernelCommand(
                table.text(row, "ofm_name"),
                operation,
                table.text(row, "source_op"),
                kind,
                function(row),
                ifm,
                second,
                ofm,
                window(row),
                blocks(row, kind),
                kind.hasWeights() ? weights(row) : Weights.NONE,
                table.integer(row, "blockdep", 0),
                activation(row),
                transpose(row),
                table.text(row, "ofm_reverse").equals("W"),
                bytes,
                null);
    }

    private KernelKind kind(CsvRecord row) {
        String kind = table.text(row, "kind");
        return switch (kind) {
            case "CONV" ->
                table.text(row, "op_param").contains("weights_ifm2=1")
                        ? KernelKind.MATRIX_MULTIPLY
                        : KernelKind.CONVOLUTION;
            case "DEPTHWISE" -> KernelKind.DEPTHWISE;
            case "POOL" -> KernelKind.POOLING;
            case "ELEMENTWISE" -> KernelKind.ELEMENTWISE;
            case "RESIZE" -> KernelKind.RESIZE;
            default ->
                throw new IllegalArgumentException("column 'kind' holds '" + kind + "', which is no kind of operation");
        };
    }

    private KernelFunction function(CsvRecord row) {
        String parameter = table.text(row, "op_param");
        int equals = parameter.indexOf('=');
        if (equals < 0 || parameter.startsWith("weights_ifm2")) {
            return KernelFunction.NONE;
        }
        String mode = parameter.substring(equals + 1);
        if (parameter.startsWith("pooling_mode")) {
            return KernelFunction.valueOf("POOL_" + mode);
        }
        return parameter.startsWith("resize_mode")
                ? KernelFunction.valueOf("RESIZE_" + mode)
                : KernelFunction.valueOf(mode);
    }

    private FeatureMap featureMap(CsvRecord row, String operand) {
        String area = table.text(row, operand + "_area");
        boolean partial = area.contains(":");
        String column = operand + (partial ? "_area" : "_nhwc_full");
        Extent extent = new Extent(1, 1, 1);
        if (partial) {
            int[] ends = numbers(row, column, 8, 0);
            extent = new Extent(ends[5] - ends[1], ends[6] - ends[2], ends[7] - ends[3]);
        } else if (!table.text(row, column).isEmpty()) {
            extent = extent(numbers(row, column, 4, 0), 1);
        }
        if (extent.elements() == 0) {
            throw new IllegalArgumentException(
                    "column '" + column + "' holds '" + table.text(row, column) + "', in which there is no element");
        }
        return featureMap(row, operand, extent);
    }

    private FeatureMap featureMap(CsvRecord row, String operand, Extent extent) {
        int bits = bits(table.text(row, operand + "_dtype"));
        FeatureMapStorage storage = switch (table.text(row, operand + "_storage")) {
            case "CHAINED" -> FeatureMapStorage.CHAINED;
            case "NONE" -> FeatureMapStorage.SCALAR;
            default ->
                table.text(row, operand + "_scalar").isEmpty() ? FeatureMapStorage.MEMORY : FeatureMapStorage.SCALAR;
        };
        String region = table.text(row, operand + "_region");
        String memory = table.text(row, operand + "_memory");
        AxiSide side = memory.isEmpty() || storage != FeatureMapStorage.MEMORY
                ? regions.getOrDefault(region, AxiSide.SRAM)
                : side(memory);
        return new FeatureMap(
                extent,
                bits,
                table.text(row, operand + "_format").equals("NHCWB16") ? TensorFormat.NHCWB16 : TensorFormat.NHWC,
                storage,
                side,
                size(row, operand + "_base"),
                table.number(row, operand + "_stride_y", 0),
                table.number(row, operand + "_stride_x", 0),
                table.number(row, operand + "_stride_c", 0));
    }

    private static int bits(String type) {
        return switch (type) {
            case "int16", "uint16" -> 16;
            case "int32", "uint32" -> 32;
            case "int48" -> 48;
            case "int64" -> 64;
            default -> 8;
        };
    }

    private static Extent extent(int[] numbers, int from) {
        return new Extent(numbers[from], numbers[from + 1], numbers[from + 2]);
    }

    /** The numbers of a cell such as {@code 1x2x128}, {@code 0;0;0;0} or {@code 0,0,0,0:1,1,1,144}. */
    private int[] numbers(CsvRecord row, String column, int count, int least) {
        String text = table.text(row, column);
        String[] parts = text.split("[x;,:]");
        int[] numbers = new int[parts.length];
        boolean sound = parts.length >= count;
        for (int i = 0; i < parts.length && sound; i++) {
            sound = parts[i].matches("\\d{1,9}");
            numbers[i] = sound ? Integer.parseInt(parts[i]) : 0;
            sound &= numbers[i] >= least;
        }
        if (!sound) {
            throw new IllegalArgumentException("column '" + column + "' holds '" + text + "' in place of " + count
                    + " whole numbers from " + least + " on");
        }
        return numbers;
    }

    /** An address or a number of bytes; 0 in an empty cell. */
    private long size(CsvRecord row, String column) {
        long size = table.number(row, column, 0);
        if (size < 0) {
            throw new IllegalArgumentException("column '" + column + "' holds " + size + ", which is negative");
        }
        return size;
    }

    private Window window(CsvRecord row) {
        if (table.text(row, "kernel_hw").isEmpty()) {
            return Window.UNIT;
        }
        int[] size = pair(row, "kernel_hw");
        int[] stride = pair(row, "stride_hw");
        int[] dilation = pair(row, "dilation_hw");
        int[] pad = numbers(row, "pad_tlbr", 2, 0);
        String repeats = table.text(row, "ifm_upscale");
        int upscale = repeats.isEmpty() || repeats.equals("NONE") ? 1 : 2;
        return new Window(
                size[0], size[1], stride[0], stride[1], dilation[0], dilation[1], pad[0], pad[1], upscale, upscale);
    }

    private int[] pair(CsvRecord row, String column) {
        return table.text(row, column).isEmpty() ? new int[] {1, 1} : numbers(row, column, 2, 1);
    }

    private BlockConfiguration blocks(CsvRecord row, KernelKind kind) {
        Extent ofmBlock = extent(numbers(row, "ofm_block_hwc", 3, 1), 0);
        int[] ifmBlock = table.text(row, "ifm_block").isEmpty() ? new int[0] : numbers(row, "ifm_block", 1, 0);
        String micro = table.text(row, "ofm_ublock");
        Traversal traversal = switch (table.text(row, "traversal")) {
            case "PartKernel" -> Traversal.PART_KERNEL;
            case "Depthwise" -> Traversal.DEPTHWISE;
            default -> kind == KernelKind.DEPTHWISE ? Traversal.DEPTHWISE : Traversal.DEPTH_FIRST;
        };
        String accumulator = table.text(row, "acc_type");
        int accumulatorBits = accumulator.endsWith("40") ? 40 : accumulator.endsWith("48") ? 48 : 32;
        return new BlockConfiguration(
                ofmBlock,
                ifmBlock.length < 3 ? ofmBlock : extent(ifmBlock, ifmBlock.length - 3),
                micro.isEmpty() ? defaultMicroBlock : extent(numbers(row, "ofm_ublock", 3, 1), 0),
                traversal,
                accumulatorBits);
    }

    private Weights weights(CsvRecord row) {
        MutableList<WeightStream> streams = Lists.mutable.empty();
        MutableList<WeightStream> scales = Lists.mutable.empty();
        for (String core : new String[] {"", "1", "2", "3"}) {
            int length = table.integer(row, "weight" + core + "_len", 0);
            if (length > 0) {
                streams.add(new WeightStream(table.number(row, "weight" + core + "_base", 0), length));
            }
            int scaleLength = table.integer(row, "scale" + core + "_len", 0);
            if (scaleLength > 0) {
                scales.add(new WeightStream(table.number(row, "scale" + core + "_base", 0), scaleLength));
            }
        }
        return new Weights(
                streams.toImmutable(),
                scales.toImmutable(),
                regions.getOrDefault(table.text(row, "weight_region"), AxiSide.EXTERNAL),
                regions.getOrDefault(table.text(row, "scale_region"), AxiSide.EXTERNAL),
                table.text(row, "weight_format_reg").equals("FWD") ? WeightFormat.FAST : WeightFormat.STANDARD,
                table.text(row, "weight_sparsity").equals("SPARSE_2_4"),
                Byte.SIZE);
    }

    private Activation activation(CsvRecord row) {
        if (table.text(row, "activation").isEmpty()) {
            return Activation.NONE;
        }
        int function = table.integer(row, "activation", 0) & 0x1F;
        if (function >= 16) {
            return Activation.TABLE;
        }
        return switch (function) {
            case 3 -> Activation.TANH;
            case 4 -> table.has("ofm_ublock") ? Activation.TABLE : Activation.SIGMOID;
            case 5, 6, 7, 8 -> Activation.TABLE;
            default -> Activation.NONE;
        };
    }

    private OutputTranspose transpose(CsvRecord row) {
        String text = table.text(row, "ofm_transpose");
        return text.isEmpty() ? OutputTranspose.HWC : OutputTranspose.valueOf(text);
    }
}
