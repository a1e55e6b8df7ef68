package npusim.dsl.analysis;

import static npusim.dsl.analysis.Reader.cell;
import static npusim.dsl.analysis.Reader.countOrZero;
import static npusim.dsl.analysis.Reader.ratio;
import static npusim.dsl.analysis.Reader.shape;
import static npusim.dsl.analysis.Reader.text;
import static npusim.dsl.analysis.Reader.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import npusim.dsl.quantity.Ratio;
import npusim.hardware.Accelerator;
import npusim.hardware.ActivationRule;
import npusim.hardware.BlockLimits;
import npusim.hardware.Buffers;
import npusim.hardware.CommandProcessor;
import npusim.hardware.CoreSplit;
import npusim.hardware.Dataflow;
import npusim.hardware.EnergyTable;
import npusim.hardware.EngineTiming;
import npusim.hardware.FastWeightFormat;
import npusim.hardware.IfmAllocationUnit;
import npusim.hardware.IfmDepthRule;
import npusim.hardware.MacArray;
import npusim.hardware.MacRate;
import npusim.hardware.MicroBlock;
import npusim.hardware.MicroBlockUse;
import npusim.hardware.OperationClass;
import npusim.hardware.OperationSupport;
import npusim.hardware.OutputRule;
import npusim.hardware.OutputUnit;
import npusim.hardware.PartKernelRule;
import npusim.hardware.PmuCatalogue;
import npusim.hardware.PortGroup;
import npusim.hardware.ReadChannel;
import npusim.hardware.Shape;
import npusim.hardware.Traversal;
import npusim.hardware.WeightDecoder;
import npusim.hardware.WeightOrder;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;

/** Builds the accelerator record from a checked block. */
final class BindAccelerator {

    private BindAccelerator() {}

    static Accelerator bind(Reader in, PmuCatalogue pmu, EngineTiming timing, EnergyTable energy) {
        Reader limits = in.child("limits");
        Reader commands = in.child("command_processor");
        return new Accelerator(
                in.block.name,
                in.text("family"),
                in.block.documentation,
                macArray(in.child("mac_array")),
                buffers(in),
                weightDecoder(in.child("weight_decoder")),
                outputUnit(in.child("output_unit")),
                readBuffers(in),
                ports(in),
                new BlockLimits(
                        limits.shape("ofm_block"),
                        limits.count("sub_kernel_height"),
                        limits.count("sub_kernel_width"),
                        limits.count("stride"),
                        limits.count("dilation"),
                        limits.count("axis"),
                        limits.count("fused_operations"),
                        limits.count("chain_length"),
                        limits.count("chain_ifms")),
                new CommandProcessor(
                        commands.count("outstanding_kernels"),
                        commands.count("outstanding_dma"),
                        commands.count("max_block_dependency"),
                        commands.bits("address"),
                        commands.count("fetch_reads")),
                words(in.value("capabilities")),
                operations(in),
                pmu,
                timing,
                energy);
    }

    private static ImmutableList<OperationSupport> operations(Reader in) {
        List<OperationSupport> all = new ArrayList<>();
        for (Map<String, Value> row : in.rows("operations")) {
            for (String operation : words(cell(row, "operation")).toSortedList()) {
                all.add(new OperationSupport(operation, words(cell(row, "ifm")), words(cell(row, "ofm"))));
            }
        }
        return Lists.immutable.ofAll(all);
    }

    private static MacArray macArray(Reader in) {
        List<MicroBlock> blocks = new ArrayList<>();
        for (Shape shape : in.list("ofm_microblocks", Reader::shape)) {
            blocks.add(new MicroBlock(shape, uses(in, shape), allocation(in, shape)));
        }
        List<MacRate> rates = new ArrayList<>();
        for (Map<String, Value> row : in.rows("rates")) {
            rates.add(new MacRate(
                    countOrZero(row, "ifm_bits"), countOrZero(row, "weight_bits"), ratio(cell(row, "macs_per_cycle"))));
        }
        return new MacArray(
                in.count("macs_per_cycle"),
                in.count("cores"),
                dataflow(in),
                Lists.immutable.ofAll(blocks),
                in.shape("ifm_microblock"),
                in.flag("flattens_microblocks"),
                in.flag("fetches_per_sub_kernel"),
                Lists.immutable.ofAll(rates),
                depthRules(in),
                partKernelRules(in),
                in.list("accumulators", v -> ratio(v).times(Ratio.of(8)).intValueExact()));
    }

    private static Dataflow dataflow(Reader in) {
        Reader dot = in.childIfPresent("dot_product");
        if (dot != null) {
            return new Dataflow.BlockDotProduct(
                    dot.count("ifm_depth_per_cycle"),
                    dot.count("part_kernel_elements_8bit"),
                    dot.count("part_kernel_elements_16bit"),
                    dot.count("depthwise_kernel_elements"),
                    dot.count("depthwise_kernel_remainder"),
                    dot.count("minimum_step"),
                    dot.count("pipeline_delay"),
                    dot.count("wide_accumulator_delay"));
        }
        Reader grid = in.child("weight_stationary");
        return new Dataflow.WeightStationary(
                grid.count("rows"),
                grid.count("columns"),
                grid.count("weight_load"),
                grid.flag("double_buffered_weights"),
                grid.count("fill"),
                grid.count("vector_lanes"));
    }

    private static ImmutableList<MicroBlockUse> uses(Reader in, Shape shape) {
        List<MicroBlockUse> uses = new ArrayList<>();
        for (Map<String, Value> row : in.rows("legal_microblocks")) {
            if (!shape(cell(row, "microblock")).equals(shape)) {
                continue;
            }
            boolean pointwise = cell(row, "pointwise_depth_first_only") instanceof Value.Truth truth && truth.value();
            Value.Elements precisions = (Value.Elements) cell(row, "ifm_bits");
            Value.Elements operations = (Value.Elements) cell(row, "operations");
            for (Value bits : precisions.elements()) {
                for (Value operation : operations.elements()) {
                    uses.add(new MicroBlockUse(
                            constant(OperationClass.class, text(operation)),
                            ratio(bits).intValueExact(),
                            pointwise));
                }
            }
        }
        return Lists.immutable.ofAll(uses);
    }

    private static ImmutableList<IfmAllocationUnit> allocation(Reader in, Shape shape) {
        List<IfmAllocationUnit> units = new ArrayList<>();
        for (Map<String, Value> row : in.rows("ifm_allocation")) {
            Value block = cell(row, "microblock");
            if (block instanceof Value.Any || shape(block).equals(shape)) {
                Value depth = cell(row, "max_depth");
                Shape unit = shape(cell(row, "unit"));
                units.add(new IfmAllocationUnit(
                        depth instanceof Value.Any
                                ? Integer.MAX_VALUE
                                : ratio(depth).times(Ratio.of(8)).intValueExact(),
                        unit.height(),
                        unit.width(),
                        unit.depth()));
            }
        }
        return Lists.immutable.ofAll(units);
    }

    private static ImmutableList<IfmDepthRule> depthRules(Reader in) {
        List<IfmDepthRule> rules = new ArrayList<>();
        for (Map<String, Value> row : in.rows("ifm_block_depth")) {
            Value traversal = cell(row, "traversal");
            Value weights = cell(row, "weights");
            rules.add(new IfmDepthRule(
                    traversal instanceof Value.Any ? null : constant(Traversal.class, text(traversal)),
                    countOrZero(row, "ifm_bits"),
                    weights instanceof Value.Symbol s && s.word().equals("sparse"),
                    weights instanceof Value.Symbol s && s.word().equals("dense"),
                    countOrZero(row, "microblock_depth"),
                    countOrZero(row, "depth"),
                    countOrZero(row, "rounding")));
        }
        return Lists.immutable.ofAll(rules);
    }

    private static ImmutableList<PartKernelRule> partKernelRules(Reader in) {
        List<PartKernelRule> rules = new ArrayList<>();
        for (Map<String, Value> row : in.rows("part_kernel_rule")) {
            rules.add(new PartKernelRule(
                    countOrZero(row, "ifm_bits"),
                    text(cell(row, "weights")).equals("sparse"),
                    countOrZero(row, "group"),
                    countOrZero(row, "remainder"),
                    cell(row, "remainder_when_exact") instanceof Value.Truth truth && truth.value(),
                    countOrZero(row, "part_kernel_depth"),
                    countOrZero(row, "depth_first_depth"),
                    countOrZero(row, "shallow_depth")));
        }
        return Lists.immutable.ofAll(rules);
    }

    private static Buffers buffers(Reader in) {
        Reader rams = in.childIfPresent("buffers");
        if (rams != null) {
            return new Buffers.DedicatedRams(
                    rams.count("ifm"),
                    rams.count("accumulator"),
                    rams.count("output"),
                    rams.count("chaining"),
                    rams.count("chaining_slots"),
                    rams.count("chaining_brick"),
                    rams.count("accumulator_granule"),
                    rams.count("wide_accumulator"),
                    rams.count("lut"),
                    rams.count("lut_slot"));
        }
        Reader shared = in.child("shared_ram");
        MutableMap<String, Integer> granules = Maps.mutable.empty();
        for (Map<String, Value> row : shared.rows("granules")) {
            granules.putIfAbsent(text(cell(row, "use")), countOrZero(row, "banks"));
        }
        return new Buffers.SharedRam(
                shared.count("banks"),
                shared.count("bank"),
                shared.count("output_banks"),
                shared.count("reserved_banks"),
                shared.count("lut_banks"),
                granules.toImmutable(),
                shared.count("lut"),
                shared.count("lut_slot"));
    }

    private static WeightDecoder weightDecoder(Reader in) {
        Reader fast = in.childIfPresent("fast_format");
        Reader order = in.child("order");
        return new WeightDecoder(
                in.count("weights_per_cycle"),
                in.count("peak_weights_per_cycle"),
                in.ratio("base_zero_rate"),
                in.ratio("peak_zero_rate"),
                in.count("ifm_depth"),
                in.count("stream_alignment"),
                in.count("scale_entry"),
                in.count("scale_rounding"),
                fast == null
                        ? null
                        : new FastWeightFormat(
                                fast.count("palette_entries"),
                                fast.count("palette_rate"),
                                fast.count("direct_rate"),
                                fast.count("header")),
                in.flag("structured_sparsity"),
                new WeightOrder(
                        constant(CoreSplit.class, order.text("core_split")),
                        order.count("channel_interleave"),
                        order.flag("serpentine"),
                        order.count("ifm_step"),
                        order.count("sparse_ifm_step"),
                        order.count("part_kernel_group_8bit"),
                        order.count("part_kernel_group_16bit"),
                        order.count("part_kernel_group_sparse"),
                        order.count("depthwise_group"),
                        order.count("depthwise_padding_8bit"),
                        order.count("depthwise_padding_16bit"),
                        order.flag("pad_ifm_depth")));
    }

    private static OutputUnit outputUnit(Reader in) {
        List<OutputRule> outputs = new ArrayList<>();
        for (Map<String, Value> row : in.rows("output")) {
            Value chained = cell(row, "chained");
            outputs.add(new OutputRule(
                    words(cell(row, "operations")),
                    countOrZero(row, "operands"),
                    countOrZero(row, "ifm_bits"),
                    countOrZero(row, "ofm_bits"),
                    countOrZero(row, "accumulator_bits"),
                    chained instanceof Value.Truth truth ? (Boolean) truth.value() : null,
                    cell(row, "either_side") instanceof Value.Truth truth && truth.value(),
                    ratio(cell(row, "cycles_per_element"))));
        }
        List<ActivationRule> activations = new ArrayList<>();
        for (Map<String, Value> row : in.rows("activation")) {
            activations.add(
                    new ActivationRule(words(cell(row, "activations")), ratio(cell(row, "cycles_per_element"))));
        }
        return new OutputUnit(Lists.immutable.ofAll(outputs), Lists.immutable.ofAll(activations));
    }

    private static ImmutableMap<ReadChannel, Integer> readBuffers(Reader in) {
        MutableMap<ReadChannel, Integer> words = Maps.mutable.empty();
        Reader channels = in.childIfPresent("read_channels");
        if (channels != null) {
            for (ReadChannel channel : ReadChannel.values()) {
                if (channels.has(channel.label())) {
                    words.put(channel, channels.count(channel.label()));
                }
            }
        }
        return words.toImmutable();
    }

    private static ImmutableList<PortGroup> ports(Reader in) {
        List<PortGroup> groups = new ArrayList<>();
        Reader ports = in.child("ports");
        for (String name : ports.block.properties.keySet()) {
            Value.Lanes lanes = (Value.Lanes) ports.value(name);
            Map<String, Value> limits = in.rows("axi_limits").stream()
                    .filter(row -> text(cell(row, "port")).equals(name))
                    .findFirst()
                    .orElseThrow();
            groups.add(new PortGroup(
                    name,
                    groups.size(),
                    lanes.count().intValueExact(),
                    lanes.width().amount().times(Ratio.of(8)).intValueExact(),
                    countOrZero(limits, "max_reads"),
                    countOrZero(limits, "max_writes"),
                    countOrZero(limits, "max_burst")));
        }
        return Lists.immutable.ofAll(groups);
    }

    static <E extends Enum<E>> E constant(Class<E> type, String label) {
        return Enum.valueOf(type, label.toUpperCase(Locale.ROOT));
    }
}
