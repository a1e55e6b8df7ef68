// How DRAM latency moves a network: jshell --class-path "$(./npusim classpath)" docs/examples/latency.jsh
import npusim.*

var sim = NpuSim.shipped()
var network = sim.workload("kws_micronet_m")
for (int latency : new int[] {100, 200, 400, 800}) {
    var design = sim.design("Ethos_U85_256").with("timing.axi1.read_latency", latency + " cycles");
    var run = sim.simulate(network, design);
    System.out.println(latency + " cycles: " + run.cycles() + " cycles, " + run.counter("EXT_RD_DATA_BEAT_RECEIVED") + " beats read");
}
/exit
