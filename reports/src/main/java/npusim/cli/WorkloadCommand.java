package npusim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import npusim.graph.Value;
import npusim.tensor.NumpyFile;
import npusim.tensor.Tensor;
import npusim.tosa.TosaWriter;
import npusim.zoo.Workload;
import npusim.zoo.Workloads;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim workload}: lists the workloads or writes one as a TOSA file. */
@Command(
        name = "workload",
        description = {
            "Writes a workload as an int8 TOSA graph; without WORKLOAD lists what there is.",
            "Weights and scales come from a seed; no file and no network is read."
        })
final class WorkloadCommand extends Verb {
    @Parameters(
            arity = "0..1",
            paramLabel = "WORKLOAD",
            completionCandidates = NameCandidates.Workloads.class,
            description = "Name or alias of a workload.")
    private @Nullable String name;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write the graph (default: WORKLOAD.tosa).")
    @Output
    private @Nullable Path output;

    @Option(
            names = "--input-dir",
            paramLabel = "DIR",
            description = "Also write an input for each input of the graph to DIR, as INPUT.npy.")
    @Output(directory = true)
    private @Nullable Path inputDirectory;

    @Option(
            names = "--set",
            paramLabel = "OPTION=VALUE",
            description = "An option of the workload, such as seconds=5; the list names them. May be repeated.")
    private Map<String, String> options = new LinkedHashMap<>();

    private record Listed(String name, String title, Map<String, String> options) {}

    private record Written(
            String name, String file, String key, int operators, List<String> inputs, List<String> outputs) {}

    @Override
    public Integer call() throws IOException {
        if (name == null) {
            if (output != null || inputDirectory != null || !options.isEmpty()) {
                throw new BadInputException("which workload? --output, --input-dir and --set need the name of one");
            }
            list();
        } else {
            write(name);
        }
        return ExitCode.SUCCESS;
    }

    private void list() {
        List<Listed> all = new ArrayList<>();
        for (String known : Workloads.names()) {
            all.add(new Listed(known, Workloads.title(known), Workloads.options(known)));
        }
        for (Listed workload : all) {
            out().print(Hanging.lines(String.format("%-18s  ", workload.name()), workload.title()));
            if (!workload.options().isEmpty()) {
                out().print(Hanging.lines(" ".repeat(20), "options: " + describe(workload.options())));
            }
        }
        writeJson(all);
    }

    private void write(String wanted) throws IOException {
        Workload workload = Workloads.load(wanted, options);
        Path file = output == null ? Path.of(workload.name() + ".tosa") : output;
        if (inputDirectory != null) {
            writeInputs(workload, inputDirectory);
        }
        TosaWriter.write(workload.graph(), file);
        int operators = workload.graph().computing().size();
        List<String> inputs = workload.graph().inputs().collect(Value::toString).castToList();
        List<String> outputs =
                workload.graph().outputs().collect(Value::toString).castToList();
        out().println(("Workload    " + workload.name() + " " + describe(options)).strip());
        out().println("Operators   " + operators);
        inputs.forEach(input -> out().println("Input       " + input));
        outputs.forEach(result -> out().println("Output      " + result));
        out().println("Graph       " + file);
        writeJson(new Written(workload.name(), file.toString(), workload.key(), operators, inputs, outputs));
    }

    private static void writeInputs(Workload workload, Path directory) throws IOException {
        Files.createDirectories(directory);
        List<Tensor> inputs = workload.inputs().get();
        for (int i = 0; i < inputs.size(); i++) {
            String input = workload.graph().inputs().get(i).name();
            NumpyFile.write(inputs.get(i), directory.resolve(input + ".npy"));
        }
    }

    private static String describe(Map<String, String> options) {
        List<String> parts = new ArrayList<>();
        options.forEach((option, value) -> parts.add(option + "=" + value));
        return String.join(" ", parts);
    }
}
