package npusim.dsl.schema;

import static npusim.dsl.schema.BlockType.block;
import static npusim.dsl.schema.Types.ELEMENT_CYCLES;
import static npusim.dsl.schema.Types.EXTENTS;
import static npusim.dsl.schema.Types.FLAG;
import static npusim.dsl.schema.Types.FRACTION;
import static npusim.dsl.schema.Types.LANES;
import static npusim.dsl.schema.Types.POSITIVE_RATE;
import static npusim.dsl.schema.Types.TEXT;
import static npusim.dsl.schema.Types.anyWord;
import static npusim.dsl.schema.Types.bits;
import static npusim.dsl.schema.Types.bytes;
import static npusim.dsl.schema.Types.bytesPowerOfTwo;
import static npusim.dsl.schema.Types.column;
import static npusim.dsl.schema.Types.count;
import static npusim.dsl.schema.Types.cycles;
import static npusim.dsl.schema.Types.list;
import static npusim.dsl.schema.Types.name;
import static npusim.dsl.schema.Types.optionalColumn;
import static npusim.dsl.schema.Types.orAny;
import static npusim.dsl.schema.Types.table;
import static npusim.dsl.schema.Types.word;

/** The blocks of an accelerator. */
final class AcceleratorSchema {

    private static final PropertyType TRAVERSAL = word("traversal", "depth_first", "part_kernel_first", "depthwise");
    private static final PropertyType DATA_TYPE =
            word("data type", "bool8", "i4", "u8", "i8", "u16", "i16", "i32", "i64");

    static final BlockType DOT_PRODUCT = block(
                    "dot_product", "Dataflow of dot products over IFM depth into a stationary OFM micro-block.")
            .required("ifm_depth_per_cycle", count(1, 1024), "IFM channels multiplied per OFM element and cycle")
            .required("part_kernel_elements_8bit", count(1, 64), "kernel elements of one part-kernel step, 8-bit IFM")
            .required("part_kernel_elements_16bit", count(1, 64), "kernel elements of one part-kernel step, 16-bit IFM")
            .required("depthwise_kernel_elements", count(1, 64), "kernel elements of one depthwise step")
            .optional(
                    "depthwise_kernel_remainder",
                    count(1, 64),
                    "1",
                    "least cost of a last depthwise step, in kernel elements: as many as a step has if only whole steps are taken")
            .required("minimum_step", cycles(1024), "least time of a step over the micro-blocks of a block")
            .required("pipeline_delay", cycles(1024), "delay of dependent steps on the same accumulators")
            .required("wide_accumulator_delay", cycles(1024), "the same with the widest accumulators");

    static final BlockType WEIGHT_STATIONARY = block(
                    "weight_stationary", "Dataflow of a systolic grid that keeps a tile of weights.")
            .required("rows", count(1, 4096), "reduction elements of a weight tile")
            .required("columns", count(1, 4096), "OFM channels of a weight tile")
            .required("weight_load", cycles(1 << 20), "time to load a tile of weights")
            .optional("double_buffered_weights", FLAG, "true", "whether the next tile loads while one is used")
            .required("fill", cycles(1 << 20), "time until the first, and after the last, vector has crossed the grid")
            .required("vector_lanes", count(1, 4096), "lanes of the vector unit");

    static final BlockType MAC_ARRAY = block("mac_array", "The multiply-accumulate array.")
            .required("macs_per_cycle", count(1, 1 << 24), "8-bit by 8-bit products per cycle over all cores")
            .optional("cores", count(1, 64), "1", "cores that share the OFM depth, each with a weight decoder")
            .required("ofm_microblocks", list(EXTENTS), "legal OFM micro-blocks")
            .required("ifm_microblock", EXTENTS, "IFM micro-block")
            .optional(
                    "flattens_microblocks",
                    FLAG,
                    "false",
                    "whether a micro-block of two rows serves an OFM of one row as one row of twice the width")
            .optional(
                    "fetches_per_sub_kernel",
                    FLAG,
                    "false",
                    "whether each sub-kernel fetches its own patch of the IFM, or the block is fetched once for all")
            .optional("accumulators", list(bits(8, 128)), "[32 bit]", "accumulator widths, narrowest first")
            .optional(
                    "rates",
                    table(
                            column("ifm_bits", count(1, 64), "bits of an IFM element"),
                            column("weight_bits", count(1, 64), "bits of a weight"),
                            column("macs_per_cycle", POSITIVE_RATE, "products per cycle")),
                    "table { | ifm_bits | weight_bits | macs_per_cycle | | 8 | 8 | macs_per_cycle | }",
                    "rate by precision")
            .optional(
                    "legal_microblocks",
                    table(
                            column("microblock", EXTENTS, "OFM micro-block"),
                            column("ifm_bits", list(count(1, 64)), "IFM precisions"),
                            column("operations", list(Vocabulary.OPERATION_CLASS), "operation classes"),
                            optionalColumn(
                                    "pointwise_depth_first_only",
                                    FLAG,
                                    "legal only for 1x1 kernels walked depth first")),
                    null,
                    "operations each micro-block is legal for; all when absent")
            .optional(
                    "ifm_allocation",
                    table(
                            column("microblock", orAny(EXTENTS), "OFM micro-block"),
                            column("max_depth", orAny(bits(1, 1 << 20)), "deepest IFM block the row holds for"),
                            column("unit", EXTENTS, "rows x columns x bricks of 128 bits")),
                    null,
                    "allocation unit of the IFM buffer, by rising depth; single bricks where no row holds")
            .optional(
                    "ifm_block_depth",
                    table(
                            column("traversal", orAny(TRAVERSAL), "traversal"),
                            column("ifm_bits", orAny(count(1, 64)), "IFM precision"),
                            optionalColumn("weights", word("weight density", "dense", "sparse"), "density of weights"),
                            optionalColumn("microblock_depth", count(1, 4096), "depth of the OFM micro-block"),
                            column("depth", count(1, 65536), "IFM block depth in elements"),
                            optionalColumn(
                                    "rounding",
                                    count(1, 65536),
                                    "shallower IFMs are rounded up to this; any stands for the micro-block depth")),
                    "table { | traversal | ifm_bits | depth | | any | any | 32 | }",
                    "IFM block depth; the first row that matches holds")
            .optional(
                    "part_kernel_rule",
                    table(
                            column("ifm_bits", orAny(count(1, 64)), "IFM precision"),
                            column("weights", word("weight density", "dense", "sparse"), "density of weights"),
                            column("group", count(1, 64), "kernel elements taken together"),
                            column("remainder", count(0, 64), "least cost of a last group in kernel elements"),
                            column("remainder_when_exact", FLAG, "whether an empty last group costs the remainder"),
                            column("part_kernel_depth", count(1, 4096), "rounding of IFM depth in part-kernel order"),
                            column("depth_first_depth", count(1, 4096), "rounding of IFM depth in depth-first order"),
                            column(
                                    "shallow_depth",
                                    count(0, 4096),
                                    "IFM depth that is always taken part-kernel first")),
                    null,
                    "choice of traversal; depth first when absent")
            .withOptional(DOT_PRODUCT)
            .withOptional(WEIGHT_STATIONARY);

    static final BlockType BUFFERS = block("buffers", "Working buffers, a RAM of its own for each use.")
            .required("ifm", bytes(16, 1 << 30), "IFM buffer")
            .required("accumulator", bytes(16, 1 << 30), "accumulator buffer")
            .required("output", bytes(16, 1 << 30), "output buffer")
            .optional("chaining", bytes(0, 1 << 30), "0 B", "chaining buffer, 0 B when the part cannot chain")
            .optional("chaining_slots", count(1, 64), "6", "slots of the chaining buffer")
            .optional("chaining_brick", count(1, 1024), "16", "depth of a brick in the chaining buffer in elements")
            .optional("accumulator_granule", count(1, 1024), "16", "OFM depth granule of accumulators in elements")
            .optional("wide_accumulator", bytes(1, 64), "8 B", "space of an accumulator wider than 32 bits")
            .optional("lut", bytes(0, 1 << 20), "2 KiB", "table memory")
            .optional("lut_slot", bytes(1, 1 << 20), "256 B", "one table");

    static final BlockType SHARED_RAM = block("shared_ram", "One RAM in banks shared by all uses, per core.")
            .required("banks", count(4, 4096), "banks")
            .required("bank", bytes(16, 1 << 20), "size of a bank")
            .required("output_banks", count(1, 64), "banks at the bottom that hold output")
            .required("reserved_banks", count(0, 64), "banks at the top that are never allocated")
            .required("lut_banks", count(0, 64), "banks a table takes")
            .required(
                    "granules",
                    table(
                            column(
                                    "use",
                                    word(
                                            "use",
                                            "ifm8",
                                            "ifm16",
                                            "ifm8_elementwise",
                                            "ifm16_elementwise",
                                            "ifm32",
                                            "acc16",
                                            "acc32",
                                            "acc40"),
                                    "what the banks hold"),
                            column("banks", count(1, 4096), "allocation granule in banks")),
                    "allocation granules")
            .optional("lut", bytes(0, 1 << 20), "2 KiB", "table memory")
            .optional("lut_slot", bytes(1, 1 << 20), "256 B", "one table");

    static final BlockType FAST_WEIGHTS = block("fast_format", "A fixed-width weight format with a small palette.")
            .required("palette_entries", count(1, 65536), "distinct values below which the palette rate holds")
            .required("palette_rate", count(1, 65536), "weights per cycle of the whole NPU with a palette")
            .required("direct_rate", count(1, 65536), "weights per cycle without")
            .required("header", bytes(0, 4096), "bytes before the indices");

    static final BlockType WEIGHT_ORDER = block("order", "How a weight stream walks the weights.")
            .required("core_split", word("split", "channels", "microblock"), "how OFM channels go to the cores")
            .required("channel_interleave", count(1, 1024), "channels that go to a core together")
            .required("serpentine", FLAG, "whether IFM blocks and kernel columns run to and fro")
            .required("ifm_step", count(1, 1024), "IFM channels of one weight step")
            .required("sparse_ifm_step", count(1, 1024), "the same for sparse weights")
            .required("part_kernel_group_8bit", count(1, 64), "kernel elements of a part-kernel group, 8-bit IFM")
            .required("part_kernel_group_16bit", count(1, 64), "the same for 16-bit IFM")
            .required("part_kernel_group_sparse", count(1, 64), "the same for sparse weights")
            .required("depthwise_group", count(1, 64), "kernel elements of a depthwise group")
            .required("depthwise_padding_8bit", count(0, 64), "zeros per channel after each depthwise group, 8-bit IFM")
            .required("depthwise_padding_16bit", count(0, 64), "the same for 16-bit IFM")
            .required("pad_ifm_depth", FLAG, "whether depth-first streams are padded to the IFM block");

    static final BlockType WEIGHT_DECODER = block("weight_decoder", "Decoding of weight streams.")
            .required("weights_per_cycle", count(1, 65536), "weights per cycle and core, floor")
            .required("peak_weights_per_cycle", count(1, 65536), "weights per cycle and core at the peak zero rate")
            .optional("base_zero_rate", FRACTION, "1/2", "share of zeros up to which the floor holds")
            .optional("peak_zero_rate", FRACTION, "9/10", "share of zeros from which the peak holds")
            .optional("ifm_depth", count(1, 4096), "32", "IFM depth of one weight micro-block")
            .optional("stream_alignment", bytesPowerOfTwo(1, 4096), "16 B", "alignment of each stream")
            .optional("scale_entry", bytes(1, 64), "10 B", "scale and bias of one OFM channel")
            .optional("scale_rounding", count(1, 4096), "16", "scales are padded to a multiple of this many channels")
            .optional("structured_sparsity", FLAG, "false", "whether 2:4-sparse weights are supported")
            .withOptional(FAST_WEIGHTS)
            .with(WEIGHT_ORDER);

    static final BlockType OUTPUT_UNIT = block(
                    "output_unit",
                    "The output and activation unit: cycles per element. Freely named numbers may be used in the tables.")
            .required(
                    "output",
                    table(
                            column("operations", orAny(list(Vocabulary.OPERATION_OR_CLASS)), "what the row holds for"),
                            optionalColumn("operands", count(1, 2), "non-constant operands"),
                            optionalColumn("ifm_bits", count(1, 64), "widest IFM element"),
                            optionalColumn("ofm_bits", count(1, 64), "OFM element"),
                            optionalColumn("accumulator_bits", count(1, 128), "accumulator"),
                            optionalColumn("chained", FLAG, "whether the result goes to the chaining buffer"),
                            optionalColumn("either_side", FLAG, "whether ifm_bits may be met by the OFM too"),
                            column("cycles_per_element", ELEMENT_CYCLES, "cost")),
                    "output stage; the first row that matches holds")
            .required(
                    "activation",
                    table(
                            column("activations", orAny(list(Vocabulary.ACTIVATION)), "what the row holds for"),
                            column("cycles_per_element", ELEMENT_CYCLES, "cost")),
                    "fused activation stage; the first row that matches holds")
            .open(ELEMENT_CYCLES, "a number used in the tables");

    static final BlockType READ_CHANNELS = block("read_channels", "Read buffers by channel, in entries of 16 bytes.")
            .optional("mem_to_mem", count(1, 65536), null, "DMA")
            .optional("ifm_stream", count(1, 65536), null, "IFM of elementwise and resize, second matmul operand")
            .optional("weights", count(1, 65536), null, "standard weight streams")
            .optional("weights_fast", count(1, 65536), null, "fast weight stream")
            .optional("ifm", count(1, 65536), null, "IFM of MAC operations")
            .optional("scale_bias", count(1, 65536), null, "scales and biases")
            .optional("commands", count(1, 65536), null, "command stream");

    static final BlockType PORTS = block("ports", "The two AXI sides by name; the first is axi0, the second axi1.")
            .open(LANES, "ports of one side, all of one width");

    static final BlockType LIMITS = block("limits", "Largest sizes the hardware takes in one pass.")
            .required("ofm_block", EXTENTS, "OFM block")
            .required("sub_kernel_height", count(1, 1024), "kernel rows")
            .required("sub_kernel_width", count(1, 1024), "kernel columns")
            .required("stride", count(1, 1024), "stride")
            .required("dilation", count(1, 1024), "dilation")
            .required("axis", count(1, 1 << 24), "longest axis of a feature map")
            .required("fused_operations", count(1, 64), "operations in one group")
            .required("chain_length", count(0, 64), "elementwise operations in one chain")
            .required("chain_ifms", count(0, 64), "external IFMs of one chain");

    static final BlockType COMMANDS = block("command_processor", "Queues and addressing.")
            .required("outstanding_kernels", count(1, 64), "kernel queue")
            .required("outstanding_dma", count(1, 64), "DMA queue")
            .required("max_block_dependency", count(0, 64), "largest BLOCKDEP")
            .required("address", bits(16, 64), "width of an address")
            .optional("fetch_reads", count(1, 64), "2", "outstanding reads of the command fetch");

    static final BlockType ACCELERATOR = block("accelerator", "An NPU.")
            .required("family", TEXT, "what it is compared with")
            .slip("clock", "a system has the clock, as core_clock")
            .slip("frequency", "a system has the clock, as core_clock")
            .slip("core_clock", "a system has the clock, as core_clock")
            .slip("macs", "write mac_array.macs_per_cycle")
            .slip("memory", "memories are in a system")
            .slip("arena_cache", "a memory mode sizes the staging area")
            .required("pmu", name("pmu_catalogue"), "PMU event catalogue")
            .required("engine", name("engine_timing"), "engine timing")
            .required("energy", name("energy_table"), "energy and area")
            .optional("capabilities", list(Vocabulary.CAPABILITY), "[]", "optional abilities, such as chaining")
            .optional(
                    "operations",
                    table(
                            column("operation", list(Vocabulary.OPERATION), "operators"),
                            column("ifm", list(DATA_TYPE), "IFM types"),
                            column("ofm", list(DATA_TYPE), "OFM types")),
                    null,
                    "operations and data types the NPU runs; all of them without the table")
            .required(
                    "axi_limits",
                    table(
                            column("port", anyWord("a port group"), "side"),
                            column(
                                    "max_reads",
                                    count(1, 65536),
                                    "outstanding reads of each port, which the driver programs"),
                            column("max_writes", count(1, 65536), "outstanding writes of each port"),
                            column(
                                    "max_burst",
                                    bytesPowerOfTwo(1, 65536),
                                    "longest burst the port can be set to; how long bursts are says the engine timing")),
                    "transaction limits by side")
            .with(MAC_ARRAY)
            .withOptional(BUFFERS)
            .withOptional(SHARED_RAM)
            .with(WEIGHT_DECODER)
            .with(OUTPUT_UNIT)
            .withOptional(READ_CHANNELS)
            .with(PORTS)
            .with(LIMITS)
            .with(COMMANDS);

    private AcceleratorSchema() {}
}
