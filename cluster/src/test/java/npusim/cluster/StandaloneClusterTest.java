package npusim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import npusim.study.PointEngine;
import npusim.study.PointEngines;
import npusim.study.StudyRunner;
import npusim.study.StudySource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master and two workers as processes of their own on this machine, each worker with one core. */
@Tag("deep")
class StandaloneClusterTest {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();
    private String master = "";

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(folder.resolve("home/jars"));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        master = "spark://127.0.0.1:" + port;
        launch(
                "master",
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                "" + port,
                "--webui-port",
                "0");
        for (int worker = 0; worker < 2; worker++) {
            launch(
                    "worker" + worker,
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--webui-port",
                    "0",
                    "--work-dir",
                    folder.resolve("work" + worker).toString(),
                    master);
        }
        await(
                "two workers",
                () -> log("master")
                                .lines()
                                .filter(line -> line.contains("Registering worker"))
                                .count()
                        == 2);
        System.setProperty("spark.driver.host", "127.0.0.1");
        System.setProperty("spark.driver.bindAddress", "127.0.0.1");
        System.setProperty("spark.executor.memory", "900m");
        System.setProperty("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        Stream.of("driver.host", "driver.bindAddress", "executor.memory", "executor.extraClassPath")
                .forEach(name -> System.clearProperty("spark." + name));
    }

    @Test
    void pointsOfAKilledExecutorAreRunAgain() throws Exception {
        StudySource source = ExampleStudy.write(folder, "kws_micronet_m", 300);
        Path local = folder.resolve("local");
        ExampleStudy.runLocally(source, local);
        Path spark = folder.resolve("spark");
        AtomicBoolean killed = new AtomicBoolean();
        try (PointEngine engine =
                PointEngines.of("spark").start(source, source.prepare().plan().key(), master)) {
            long run = new StudyRunner(source.prepare().plan(), engine, spark).run(done -> {
                if (done > 0 && killed.compareAndSet(false, true)) {
                    ProcessHandle executor = executors().getFirst();
                    executor.destroyForcibly();
                }
            });
            assertThat(run).isEqualTo(600);
        }
        assertThat(killed).isTrue();
        await(
                "the workers to tell of the death",
                () -> (log("worker0") + log("worker1")).contains("exited with code 137")
                        || (log("worker0") + log("worker1")).contains("exitStatus 137"));
        assertThat(ExampleStudy.lines(spark)).isEqualTo(ExampleStudy.lines(local));
    }

    /** The workers' children; a worker starts nothing else. */
    private List<ProcessHandle> executors() {
        return processes.stream().flatMap(Process::descendants).toList();
    }

    private void launch(String name, String main, String... arguments) throws IOException {
        Path options = folder.resolve(name + ".log4j2.properties");
        Files.writeString(options, """
                rootLogger.level = info
                rootLogger.appenderRef.stdout.ref = console
                appender.console.type = Console
                appender.console.name = console
                appender.console.target = SYSTEM_ERR
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = %m%n
                """);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-Dlog4j2.configurationFile=" + options.toUri(),
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().put("SPARK_HOME", folder.resolve("home").toString());
        builder.environment().put("SPARK_DIST_CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        processes.add(builder.start());
    }

    private String log(String name) {
        try {
            return Files.readString(folder.resolve(name + ".log"));
        } catch (IOException e) {
            return "";
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + what + "\n" + log("master") + log("worker0"));
            }
            Thread.sleep(100);
        }
    }
}
