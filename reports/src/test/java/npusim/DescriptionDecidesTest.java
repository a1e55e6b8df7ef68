package npusim;

import static org.assertj.core.api.Assertions.assertThat;

import npusim.zoo.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a description says of the hardware is what is scheduled and timed: properties that decide change the run. */
class DescriptionDecidesTest {
    private static final NpuSim SIM = NpuSim.shipped();

    @ParameterizedTest
    @CsvSource({
        "kws_micronet_m, Ethos_U85_256, accelerator.mac_array.dot_product.minimum_step, 8 cycles",
        "kws_micronet_m, Ethos_U85_256, accelerator.mac_array.dot_product.depthwise_kernel_remainder, 4",
        "kws_micronet_m, Ethos_U85_256, accelerator.mac_array.dot_product.depthwise_kernel_elements, 8",
        "kws_micronet_m, Ethos_U85_256, accelerator.weight_decoder.weights_per_cycle, 1",
        "kws_micronet_m, Ethos_U85_256, accelerator.weight_decoder.scale_entry, 64 B",
        "kws_micronet_m, Ethos_U85_256, accelerator.weight_decoder.ifm_depth, 256",
        "kws_micronet_m, Ethos_U85_256, accelerator.limits.sub_kernel_height, 2",
        "kws_micronet_m, Ethos_U85_256, timing.axi1.max_reads_writes, 2",
        "kws_micronet_m, Ethos_U85_256, accelerator.mac_array.fetches_per_sub_kernel, true",
        "kws_micronet_m, Ethos_U55_128, accelerator.mac_array.dot_product.minimum_step, 8 cycles",
        "kws_micronet_m, Ethos_U55_128, accelerator.mac_array.dot_product.depthwise_kernel_remainder, 1",
        "wav2letter, Ethos_U55_256, accelerator.mac_array.flattens_microblocks, false",
        "kws_micronet_m, Ethos_U55_128, accelerator.mac_array.fetches_per_sub_kernel, false",
        "kws_micronet_m, Ethos_U55_128, accelerator.limits.sub_kernel_height, 2",
        "kws_micronet_m, Ethos_U55_128, accelerator.weight_decoder.ifm_depth, 256",
    })
    void propertiesOfTheArrayChangeTheRun(String network, String accelerator, String property, String value) {
        NpuDesign design = SIM.design(accelerator);
        assertThat(design.property(property)).isPresent().get().isNotEqualTo(value);

        Workload workload = SIM.workload(network);
        NpuRun shipped = SIM.simulate(workload, design);
        NpuRun changed = SIM.simulate(workload, design.with(property, value));

        assertThat(changed.counters()).isNotEqualTo(shipped.counters());
    }

    /** The array takes 8 IFM channels a cycle, so a granule of 4 saves it nothing. */
    @Test
    void granuleBelowTheDepthOfACycleTakesWholeCycles() {
        NpuDesign design = SIM.design("Ethos_U85_256");
        Workload workload = SIM.workload("kws_micronet_m");

        NpuRun finer = SIM.simulate(workload, design.with("engine.ifm_channel_granule", "4"));

        assertThat(finer.counters()).isEqualTo(SIM.simulate(workload, design).counters());
    }
}
