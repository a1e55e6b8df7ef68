///usr/bin/env jbang --cp "$(npusim classpath)" "$0" "$@" ; exit $?
//JAVA 25
// Without jbang: java -cp "$(./npusim classpath)" docs/examples/Sizes.java [WORKLOAD]
import npusim.NpuSim;

void main(String[] arguments) {
    var sim = NpuSim.shipped();
    var network = sim.workload(arguments.length > 0 ? arguments[0] : "kws_micronet_m");
    for (var size : new int[] {128, 256, 512, 1024, 2048}) {
        var run = sim.simulate(network, sim.design("Ethos_U85_" + size));
        IO.println("%4d MACs  %9d cycles  %7.3f ms".formatted(size, run.cycles(), 1e3 * run.seconds()));
    }
}
