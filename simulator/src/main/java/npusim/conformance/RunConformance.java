package npusim.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import npusim.execution.ExecutionLimits;
import npusim.execution.Executor;
import npusim.execution.ExecutorChoice;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;
import npusim.graph.Level;
import npusim.graph.Problem;
import npusim.graph.Value;
import npusim.tensor.NumpyFile;
import npusim.tensor.Tensor;
import npusim.tosa.TosaReader;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;

/** Runs the cases of a test set. */
public final class RunConformance {
    private final TestFiles files;
    private final ExecutorChoice choice;
    private final Level level;

    private RunConformance(TestFiles files, ExecutorChoice choice, Level level) {
        this.files = files;
        this.choice = choice;
        this.level = level;
    }

    /**
     * Runs cases of a test set.
     *
     * @param path the set's directory or zip archive
     * @param cases some or all of {@link TestSet#of}
     * @param progress is told each outcome as it is known
     * @throws IOException if the set cannot be read; a case whose own files cannot be read fails
     */
    public static ImmutableList<ConformanceResult> run(
            Path path,
            ImmutableList<ConformanceCase> cases,
            ExecutorChoice choice,
            Level level,
            Consumer<ConformanceResult> progress)
            throws IOException {
        try (TestFiles files = TestFiles.open(path)) {
            RunConformance run = new RunConformance(files, choice, level);
            return cases.collect(each -> {
                ConformanceResult result = run.result(each);
                progress.accept(result);
                return result;
            });
        }
    }

    private ConformanceResult result(ConformanceCase test) {
        String fault;
        String diagnostic = "";
        try {
            runCase(test);
            fault = test.positive() ? "" : "the graph ran, it must be refused" + rule(test);
        } catch (InvalidGraphException e) {
            Problem matching = test.errorIf().isEmpty()
                    ? e.problems().getFirst()
                    : e.problems().detect(p -> p.rule().key().equals(test.errorIf()));
            if (test.positive()) {
                fault = "the graph is refused: " + e.getMessage();
            } else if (matching == null) {
                fault = "the graph is refused for another rule than " + test.errorIf() + ": " + e.getMessage();
            } else {
                fault = "";
                diagnostic = matching.message();
            }
        } catch (MismatchException | IOException e) {
            fault = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            // A fault of ours costs the case that shows it, not the verdicts on all others.
            fault = "the case could not be run: " + e;
        }
        boolean passed = fault.isEmpty();
        return new ConformanceResult(
                test.test(), test.operator(), test.positive(), passed, passed ? diagnostic : fault);
    }

    private static String rule(ConformanceCase test) {
        return test.errorIf().isEmpty() ? "" : " with " + test.errorIf();
    }

    private void runCase(ConformanceCase test) throws IOException, InvalidGraphException, MismatchException {
        Graph graph = graph(test);
        Map<String, Tensor> inputs = new HashMap<>();
        for (Value input : graph.inputs()) {
            String file = test.inputs().get(input.name());
            if (file != null) {
                inputs.put(input.name(), tensor(test, file, input));
            }
        }
        ImmutableMap<Value, Tensor> outputs;
        try (Executor executor = choice.executor(graph, ExecutionLimits.defaults(), false)) {
            outputs = executor.run(Maps.immutable.withAll(inputs));
        }
        if (test.positive()) {
            for (Value output : graph.outputs()) {
                compare(test, output, outputs.getOrDefault(output, Tensor.shapeOf()));
            }
            for (String name : test.expected().keySet()) {
                if (graph.outputs().noneSatisfy(output -> output.name().equals(name))) {
                    throw new MismatchException("the graph has no output '" + name + "'");
                }
            }
        }
    }

    private Graph graph(ConformanceCase test) throws IOException, InvalidGraphException {
        return TosaReader.parse(files.read(test.test() + "/" + test.file()), test.test() + "/" + test.file(), level);
    }

    private Tensor tensor(ConformanceCase test, String file, Value value) throws IOException {
        return NumpyFile.parse(files.read(test.test() + "/" + file), value.dtype(), file);
    }

    private void compare(ConformanceCase test, Value output, Tensor result) throws IOException, MismatchException {
        String bounds = test.bounds().get(output.name());
        if (bounds != null && bounds.contains("..")) {
            int between = bounds.indexOf("..");
            Tensor least = tensor(test, bounds.substring(0, between), output);
            Tensor most = tensor(test, bounds.substring(between + 2), output);
            within(output, result, least, most);
            return;
        }
        String file = test.expected().get(output.name());
        if (file == null) {
            throw new MismatchException("there is no expected tensor for output '" + output.name() + "'");
        }
        Tensor expected = tensor(test, file, output);
        within(output, result, expected, expected);
    }

    private static void within(Value output, Tensor result, Tensor least, Tensor most) throws MismatchException {
        if (!result.shape().equals(least.shape()) || !result.shape().equals(most.shape())) {
            throw new MismatchException("output '" + output.name() + "' has the shape " + result.shape()
                    + ", expected is " + least.shape());
        }
        for (int i = 0; i < result.length(); i++) {
            long value = result.get(i);
            if (value < least.get(i) || value > most.get(i)) {
                String wanted = least.get(i) == most.get(i) ? "" + least.get(i) : least.get(i) + " to " + most.get(i);
                throw new MismatchException(
                        "output '" + output.name() + "' element " + i + " is " + value + ", expected is " + wanted);
            }
        }
    }

    private static final class MismatchException extends Exception {
        private static final long serialVersionUID = 1;

        MismatchException(String message) {
            super(message);
        }
    }
}
