package npusim.tosa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import npusim.graph.Block;
import npusim.graph.OpCode;
import npusim.graph.Operator;
import npusim.graph.Rule;
import npusim.graph.Value;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import npusim.tensor.TensorBytes;
import npusim.tosa.FlatTable.FileBytes;
import npusim.tosa.TosaFile.FileBlock;
import npusim.tosa.TosaFile.FileOperator;
import npusim.tosa.TosaFile.FileTensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/** Resolves one use of a block; see {@link ResolveGraph}. */
final class ResolveBlock {
    private static final int DATA_ALIGNMENT = 8;

    private final ResolveGraph graph;
    private final FileBlock block;
    private final @Nullable ResolveBlock outer;
    private final int depth;
    private final Map<String, FileTensor> tensors = new HashMap<>();
    private final Map<String, Value> values = new HashMap<>();
    private final Set<String> inputs = new HashSet<>();
    private final Map<String, Integer> producers = new HashMap<>();
    private final Map<Value, Tensor> constants = new LinkedHashMap<>();
    private final List<Operator> operators = new ArrayList<>();

    ResolveBlock(ResolveGraph graph, FileBlock block, @Nullable ResolveBlock outer, int depth) {
        this.graph = graph;
        this.block = block;
        this.outer = outer;
        this.depth = depth;
    }

    Block resolve() {
        for (FileTensor tensor : block.tensors()) {
            if (tensors.putIfAbsent(tensor.name(), tensor) != null) {
                problem(Rule.DUPLICATE_TENSOR, "two tensors are named '" + tensor.name() + "'");
            }
        }
        List<Value> inputValues = new ArrayList<>();
        for (String input : block.inputs()) {
            Value value = defined(input);
            if (value == null || !inputs.add(input)) {
                problem(Rule.GRAPH_INPUT_MISSING, "input '" + input + "' is no tensor of the block, or listed twice");
            } else {
                inputValues.add(value);
            }
        }
        findProducers();
        for (int index : new OrderOperators(block, producers, graph).order()) {
            operator(block.operators().get(index));
        }
        List<Value> outputValues = new ArrayList<>();
        for (String output : block.outputs()) {
            Value value = readTensor(output);
            if (value == null) {
                problem(Rule.GRAPH_INPUT_MISSING, "output '" + output + "' is not produced by the block");
            } else {
                outputValues.add(value);
            }
        }
        return new Block(
                block.name(),
                Lists.immutable.withAll(inputValues),
                Lists.immutable.withAll(outputValues),
                Lists.immutable.withAll(operators),
                Maps.immutable.withAll(constants));
    }

    private void problem(Rule rule, String detail) {
        graph.problem(rule, "block '" + block.name() + "'", detail);
    }

    private void findProducers() {
        for (FileOperator operator : block.operators()) {
            for (String output : operator.outputs()) {
                boolean twice = producers.putIfAbsent(output, operator.index()) != null || inputs.contains(output);
                if (twice && operator.code() != OpCode.VARIABLE_WRITE) {
                    graph.problem(Rule.DUPLICATE_TENSOR, operator.place(), "tensor '" + output + "' is produced twice");
                }
            }
        }
    }

    /** The value of a tensor of this block's own list, or {@code null} if the list has none of that name. */
    private @Nullable Value defined(String name) {
        Value known = values.get(name);
        FileTensor tensor = tensors.get(name);
        if (known != null || tensor == null) {
            return known;
        }
        if (tensor.unranked()) {
            problem(Rule.INVALID_SHAPE, "tensor '" + name + "' is unranked");
        }
        Value value = new Value(graph.newId(), name, tensor.dtype(), tensor.shape());
        values.put(name, value);
        return value;
    }

    /** As {@link #read}, but nothing for the declaration of a variable, which only VARIABLE_READ makes a tensor. */
    private @Nullable Value readTensor(String name) {
        Integer producer = producers.get(name);
        if (producer != null && block.operators().get(producer).code() == OpCode.VARIABLE) {
            return null;
        }
        boolean own = producer != null || inputs.contains(name) || isImplicitConstant(name);
        return own || outer == null ? read(name) : outer.readTensor(name);
    }

    private boolean isImplicitConstant(String name) {
        FileTensor tensor = tensors.get(name);
        return tensor != null && tensor.data() != null;
    }

    /** The value that an operator or output of this block reads under a name: its own, or one of a block around it. */
    private @Nullable Value read(String name) {
        FileTensor tensor = tensors.get(name);
        if (inputs.contains(name) || producers.containsKey(name)) {
            return defined(name);
        }
        if (tensor != null && isImplicitConstant(name)) {
            return implicitConstant(tensor);
        }
        return outer == null ? null : outer.read(name);
    }

    private @Nullable Value implicitConstant(FileTensor tensor) {
        Value known = values.get(tensor.name());
        if (known != null) {
            return known;
        }
        Value value = defined(tensor.name());
        if (value != null && constant(value, () -> "tensor '" + tensor.name() + "'")) {
            operators.add(value.dtype() == DType.SHAPE ? new Operator.ConstShape(value) : new Operator.Const(value));
        }
        return value;
    }

    private void operator(FileOperator operator) {
        OpCode code = operator.code();
        switch (code.domain()) {
            case UNKNOWN, CUSTOM -> {
                graph.problem(
                        Rule.UNSUPPORTED_OPERATOR,
                        operator.place(),
                        "the operator is not one of TOSA 1.0's integer profile and its extensions");
                return;
            }
            case FLOATING_POINT -> {
                graph.problem(Rule.NOT_INTEGER_GRAPH, operator.place(), floatDetail(operator));
                return;
            }
            case INTEGER -> {}
        }
        ImmutableList<Value> in = operands(operator);
        ImmutableList<Value> out = results(operator);
        if (in == null || out == null) {
            return;
        }
        switch (code) {
            case CONST, CONST_SHAPE -> {
                Value output = out.getFirst();
                boolean held = output.dtype().isFloat() || constant(output, operator::place);
                if (held) {
                    simple(operator, in, output);
                }
            }
            case COND_IF, WHILE_LOOP -> controlFlow(operator, in, out);
            case VARIABLE, VARIABLE_READ, VARIABLE_WRITE -> variable(operator, in, out);
            default -> simple(operator, in, out.getFirst());
        }
    }

    private String floatDetail(FileOperator operator) {
        String tensor = operator.inputs().isEmpty()
                ? ""
                : "; it reads tensor '" + operator.inputs().getFirst() + "'";
        return "not an integer graph: " + operator.code() + " is a floating-point operator" + tensor;
    }

    private void simple(FileOperator operator, ImmutableList<Value> in, Value out) {
        Attributes attributes = new Attributes(operator);
        Operator resolved = ResolveOperator.resolve(operator, attributes, in, out);
        faults(operator, attributes);
        operators.add(resolved);
    }

    private void faults(FileOperator operator, Attributes attributes) {
        for (String fault : attributes.faults()) {
            graph.problem(Rule.ATTRIBUTE_MISSING, operator.place(), fault);
        }
    }

    private @Nullable ImmutableList<Value> operands(FileOperator operator) {
        OpCode code = operator.code();
        List<Value> in = new ArrayList<>();
        for (String input : operator.inputs()) {
            Value value = namesVariable(code, in.size()) ? readVariable(input) : readTensor(input);
            if (value == null) {
                graph.problem(
                        Rule.WRONG_INPUT_LIST,
                        operator.place(),
                        "input '" + input + "' is no tensor that is there when the operator runs");
                return null;
            }
            in.add(value);
        }
        if (code == OpCode.CONCAT && in.isEmpty()) {
            graph.problem(Rule.CONCAT_NO_INPUT_LIST, operator.place(), "the list of inputs is empty");
            return null;
        }
        int least = code == OpCode.COND_IF ? 1 : 0;
        boolean wrong = code.inputs() == OpCode.VARIADIC ? in.size() < least : in.size() != code.inputs();
        if (wrong) {
            graph.problem(
                    Rule.WRONG_INPUT_LIST,
                    operator.place(),
                    "the operator has " + in.size() + " inputs, must have "
                            + (code.inputs() == OpCode.VARIADIC ? least + " at least" : "" + code.inputs()));
            return null;
        }
        return Lists.immutable.withAll(in);
    }

    /** Whether the operand of that position is the variable itself, not a tensor. */
    private static boolean namesVariable(OpCode code, int position) {
        return code == OpCode.VARIABLE_READ || (code == OpCode.VARIABLE_WRITE && position > 0);
    }

    private @Nullable Value readVariable(String name) {
        FileTensor tensor = tensors.get(name);
        return tensor != null && tensor.variable() ? defined(name) : read(name);
    }

    private @Nullable ImmutableList<Value> results(FileOperator operator) {
        List<Value> out = new ArrayList<>();
        for (String output : operator.outputs()) {
            Value value = defined(output);
            if (value == null) {
                graph.problem(
                        Rule.WRONG_OUTPUT_LIST, operator.place(), "output '" + output + "' is no tensor of the block");
                return null;
            }
            out.add(value);
        }
        int wanted = operator.code().outputs();
        if (wanted != OpCode.VARIADIC && out.size() != wanted) {
            graph.problem(
                    Rule.WRONG_OUTPUT_LIST,
                    operator.place(),
                    "the operator has " + out.size() + " outputs, must have " + wanted);
            return null;
        }
        return Lists.immutable.withAll(out);
    }

    private void controlFlow(FileOperator operator, ImmutableList<Value> in, ImmutableList<Value> out) {
        if (graph.isExhausted()) {
            return;
        }
        Attributes attributes = new Attributes(operator);
        boolean conditional = operator.code() == OpCode.COND_IF;
        String first = conditional
                ? attributes.name("then_graph", AttributeSlot.COND_IF_THEN)
                : attributes.name("cond_graph", AttributeSlot.WHILE_LOOP_COND);
        String second = conditional
                ? attributes.name("else_graph", AttributeSlot.COND_IF_ELSE)
                : attributes.name("body_graph", AttributeSlot.WHILE_LOOP_BODY);
        faults(operator, attributes);
        if (!attributes.faults().isEmpty()) {
            return;
        }
        Block firstBlock = graph.nested(first, this, depth + 1, operator.place());
        Block secondBlock = firstBlock == null || graph.isExhausted()
                ? null
                : graph.nested(second, this, depth + 1, operator.place());
        if (firstBlock == null || secondBlock == null) {
            return;
        }
        operators.add(
                conditional
                        ? new Operator.CondIf(in.getFirst(), ResolveOperator.from(in, 1), firstBlock, secondBlock, out)
                        : new Operator.WhileLoop(in, firstBlock, secondBlock, out));
    }

    private void variable(FileOperator operator, ImmutableList<Value> in, ImmutableList<Value> out) {
        switch (operator.code()) {
            case VARIABLE -> {
                Value declaration = out.getFirst();
                FileTensor tensor = tensors.get(declaration.name());
                boolean initialised = tensor != null && tensor.data() != null;
                if (!initialised || constant(declaration, operator::place)) {
                    Tensor initial = constants.remove(declaration);
                    operators.add(new Operator.Variable(declaration, variableName(declaration), initial));
                }
            }
            case VARIABLE_READ -> {
                Value named = in.isEmpty() ? out.getFirst() : in.getFirst();
                operators.add(new Operator.VariableRead(variableName(named), out.getFirst()));
            }
            default -> {
                if (in.isEmpty()) {
                    graph.problem(Rule.WRONG_INPUT_LIST, operator.place(), "the operator has no input");
                    return;
                }
                Value named = out.isEmpty() ? in.getLast() : out.getFirst();
                operators.add(new Operator.VariableWrite(in.getFirst(), variableName(named)));
            }
        }
    }

    private String variableName(Value value) {
        FileTensor tensor = tensors.get(value.name());
        return tensor == null || tensor.variableName().isEmpty() ? value.name() : tensor.variableName();
    }

    /** Decodes the data of a constant; says whether it could. */
    private boolean constant(Value value, Supplier<String> place) {
        FileTensor tensor = tensors.get(value.name());
        FileBytes data = tensor == null ? null : tensor.data();
        DType dtype = value.dtype();
        Shape shape = value.shape();
        if (dtype == DType.SHAPE && shape.dimension(0) == 0) {
            constants.put(value, Tensor.of(DType.SHAPE, shape, new long[0]));
            return true;
        }
        if (data == null) {
            graph.problem(Rule.INVALID_CONSTANT, place.get(), "tensor '" + value.name() + "' holds no data");
            return false;
        }
        if (!dtype.isSupported() || !shape.isValid() || shape.elements() > Tensor.MAXIMUM_ELEMENTS) {
            graph.problem(
                    dtype.isFloat() ? Rule.NOT_INTEGER_GRAPH : Rule.INVALID_CONSTANT,
                    place.get(),
                    "no constant can be of type " + dtype + " and shape " + shape);
            return false;
        }
        long needed = dtype.packedBytes(shape.elements());
        boolean padded = data.length() > needed && data.length() - needed < DATA_ALIGNMENT;
        if (data.length() != needed && !(padded && data.length() % DATA_ALIGNMENT == 0)) {
            graph.problem(
                    Rule.INVALID_CONSTANT,
                    place.get(),
                    "tensor '" + value.name() + "' holds " + data.length() + " bytes, " + dtype + shape + " needs "
                            + needed);
            return false;
        }
        constants.put(value, TensorBytes.unpack(dtype, shape, data.data(), data.offset()));
        return true;
    }
}
