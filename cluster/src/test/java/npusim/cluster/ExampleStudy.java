package npusim.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.schedule.SchedulePolicy;
import npusim.study.LocalEngine;
import npusim.study.PointEngine;
import npusim.study.StudyRunner;
import npusim.study.StudySource;

/** A study over two files, small enough to run twice. */
final class ExampleStudy {
    private ExampleStudy() {}

    static StudySource write(Path folder, String workload, int latencies) throws IOException {
        Files.writeString(folder.resolve("mine.npu"), """
                import "ethos-u85.npu"

                accelerator Mine extends Ethos_U85_128 {}
                """);
        Path file = Files.writeString(folder.resolve("study.npu"), """
                import "ethos-u85.npu"
                import "mine.npu"

                study example {
                  workload %s
                  vary accelerator in [Mine, Ethos_U85_256]
                  vary timing.axi1.read_latency in 1 cycles .. %d cycles step 1 cycles
                  require active_cycles > 0 cycles
                  minimize latency, energy
                }
                """.formatted(workload, latencies));
        Library library = NpuLanguage.compile(List.of(file)).orThrow();
        return StudySource.of(library, "example", SchedulePolicy.VELA_4_4);
    }

    static long runLocally(StudySource source, Path directory) {
        StudySource.Prepared prepared = source.prepare();
        try (PointEngine engine = new LocalEngine(prepared.evaluator(), () -> "", 2)) {
            return new StudyRunner(prepared.plan(), engine, directory).run(done -> {});
        }
    }

    /** Lines of the results, whatever their order. */
    static List<String> lines(Path directory) throws IOException {
        return Files.readAllLines(directory.resolve(StudyRunner.RESULTS)).stream()
                .sorted()
                .toList();
    }
}
