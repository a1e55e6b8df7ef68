package npusim.dsl.schema;

import static npusim.dsl.schema.BlockType.block;
import static npusim.dsl.schema.Types.bytes;
import static npusim.dsl.schema.Types.bytesPowerOfTwo;
import static npusim.dsl.schema.Types.count;
import static npusim.dsl.schema.Types.cycles;

/** The physical parameters of the timing engine. A parameter is added here and given a value in {@code configs/}. */
final class EngineTimingSchema {

    private static final PropertyType CYCLES = cycles(1 << 24);

    static final BlockType ENGINE_TIMING = block("engine_timing", "Physical parameters of the timing engine.")
            .required("sram_read_path_cycles", CYCLES, "read on axi0 beyond the memory's latency")
            .required("sram_read_return_cycles", CYCLES, "part of the read path after the adapter on axi0")
            .required("sram_write_path_cycles", CYCLES, "write on axi0 beyond the memory's latency")
            .required("external_read_path_cycles", CYCLES, "read on axi1 beyond the memory's latency")
            .required("external_read_return_cycles", CYCLES, "part of the read path after the adapter on axi1")
            .required("external_write_path_cycles", CYCLES, "write on axi1 beyond the memory's latency")
            .required("start_cycles", CYCLES, "driver start until the first command is read")
            .required("stop_cycles", CYCLES, "last command until the NPU reports idle")
            .required("command_fetch_bytes", bytes(1, 1 << 20), "command stream read at a time")
            .required("command_word_cycles", CYCLES, "time of one command word in the command processor")
            .required("kernel_setup_cycles", CYCLES, "issue of a kernel until its first fetch")
            .required("mac_latency_cycles", CYCLES, "first operands until the first accumulation")
            .required(
                    "output_latency_cycles", CYCLES, "last accumulation until the first element leaves the output unit")
            .required("block_bubble_cycles", CYCLES, "hand-over between two blocks in the MAC array")
            .required("ifm_channel_granule", count(1, 65536), "channels the IFM fetch rounds to")
            .required("decode_channel_granule", count(1, 65536), "IFM channels the weight decoder rounds to")
            .required("output_channel_granule", count(1, 65536), "channels the output unit rounds to")
            .required("max_ifm_blocks", count(1, 64), "IFM blocks held ahead")
            .required("external_window_phase_cycles", CYCLES, "position in the bandwidth window of axi1 at the start")
            .required("sram_window_phase_cycles", CYCLES, "position in the bandwidth window of axi0 at the start")
            .required("ifm_unit_bytes", bytes(1, 65536), "read-buffer space an IFM fetch takes at least")
            .required(
                    "pixel_read_bytes",
                    bytesPowerOfTwo(1, 65536),
                    "aligned bytes of an NHWC feature map within which pixels of less are read together")
            .required(
                    "brick_write_bytes",
                    bytes(1, 65536),
                    "longest write of neighbouring pixels of a bricked feature map")
            .required("sram_burst_bytes", bytes(1, 65536), "largest transaction on axi0")
            .required("external_burst_bytes", bytes(1, 65536), "largest transaction on axi1");

    private EngineTimingSchema() {}
}
