package npusim.schedule.operation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One operation with its inputs and output, and the operations fused or chained behind it. */
public final class NpuOperation {
    /** An input and its use. */
    public record Input(Role role, Connection connection) {}

    private final int id;
    private OperationKind kind;
    private Kernel kernel = Kernel.UNIT;
    private int depthMultiplier = 1;
    private int axis = -1;
    private Extents padding = Extents.of();
    private Extents padBefore = Extents.of();
    private long padValue;
    private ResizeParameters resize = ResizeParameters.NONE;
    private boolean unsignedRescale;
    private AccumulatorSource accumulatorSource = AccumulatorSource.RESET;
    private boolean accumulatorOutput = true;
    private final List<String> sources;
    private final List<Input> inputs = new ArrayList<>(3);
    private @Nullable Connection output;
    private final List<NpuOperation> followers = new ArrayList<>(0);
    private @Nullable NpuOperation leader;
    private boolean fused;
    private int primaryIfm;

    /** Where accumulators start from. */
    public enum AccumulatorSource {
        /** Zero, or the bias. */
        RESET,
        /** What the previous operation left. */
        KEEP,
        /** The second IFM. */
        IFM2
    }

    /**
     * Fixed-point resize factors.
     *
     * @param numeratorY scale numerator of rows
     * @param denominatorY scale denominator of rows
     * @param numeratorX scale numerator of columns
     * @param denominatorX scale denominator of columns
     * @param offsetY offset of rows
     * @param offsetX offset of columns
     * @param bilinear whether values are interpolated
     */
    public record ResizeParameters(
            int numeratorY,
            int denominatorY,
            int numeratorX,
            int denominatorX,
            int offsetY,
            int offsetX,
            boolean bilinear) {
        /** No resize. */
        public static final ResizeParameters NONE = new ResizeParameters(1, 1, 1, 1, 0, 0, false);
    }

    /**
     * An operation without inputs and output.
     *
     * @param id number that is unique in the network
     * @param kind what it computes
     * @param sources names of the network's operators it stands for
     */
    public NpuOperation(int id, OperationKind kind, List<String> sources) {
        this.id = id;
        this.kind = kind;
        this.sources = new ArrayList<>(sources);
    }

    /** Number that is unique in the network. */
    public int id() {
        return id;
    }

    /** What it computes. */
    public OperationKind kind() {
        return kind;
    }

    /** Makes it compute something else. */
    public void setKind(OperationKind other) {
        kind = other;
    }

    /** Kernel; {@link Kernel#UNIT} when it has none. */
    public Kernel kernel() {
        return kernel;
    }

    /** Changes the kernel. */
    public NpuOperation setKernel(Kernel other) {
        kernel = other;
        return this;
    }

    /** OFM channels per IFM channel of a depthwise convolution. */
    public int depthMultiplier() {
        return depthMultiplier;
    }

    /** Changes the depth multiplier. */
    public NpuOperation setDepthMultiplier(int multiplier) {
        depthMultiplier = multiplier;
        return this;
    }

    /** Axis of the first IFM's shape that is reduced or joined. */
    public int axis() {
        return axis;
    }

    /** Changes the axis. */
    public NpuOperation setAxis(int other) {
        axis = other;
        return this;
    }

    /** Elements added before each axis by a {@link OperationKind#PAD}. */
    public Extents padBefore() {
        return padBefore;
    }

    /** Elements added after each axis by a {@link OperationKind#PAD}. */
    public Extents padAfter() {
        return padding;
    }

    /** Value that a {@link OperationKind#PAD} adds. */
    public long padValue() {
        return padValue;
    }

    /** Parameters of a {@link OperationKind#PAD}. */
    public NpuOperation setPad(Extents before, Extents after, long value) {
        padBefore = before;
        padding = after;
        padValue = value;
        return this;
    }

    /** Factor by which the IFM is upscaled on its way in: by zeros, or in a pool by repetition. */
    public int ifmUpscale() {
        boolean repeats = kind == OperationKind.AVERAGE_POOL && resize.numeratorY() > resize.denominatorY();
        return kind == OperationKind.TRANSPOSE_CONVOLUTION || repeats ? 2 : 1;
    }

    /** Parameters of a {@link OperationKind#RESIZE}. */
    public ResizeParameters resize() {
        return resize;
    }

    /** Parameters of a {@link OperationKind#RESIZE}. */
    public NpuOperation setResize(ResizeParameters parameters) {
        resize = parameters;
        return this;
    }

    /** Whether a rescale reads or writes unsigned values, which no other operation can take over. */
    public boolean isUnsignedRescale() {
        return unsignedRescale;
    }

    /** Marks a rescale of unsigned values. */
    public NpuOperation setUnsignedRescale(boolean unsigned) {
        unsignedRescale = unsigned;
        return this;
    }

    /** Where accumulators start from. */
    public AccumulatorSource accumulatorSource() {
        return accumulatorSource;
    }

    /** Whether accumulators are written out at the end. */
    public boolean accumulatorOutput() {
        return accumulatorOutput;
    }

    /** Splits accumulation over several operations. */
    public NpuOperation setAccumulator(AccumulatorSource source, boolean output) {
        accumulatorSource = source;
        accumulatorOutput = output;
        return this;
    }

    /** Names of the network's operators it stands for. */
    public List<String> sources() {
        return sources;
    }

    /** Notes that this operation also stands for what {@code other} stood for. */
    public void absorbSources(NpuOperation other) {
        sources.addAll(other.sources);
    }

    /** All inputs in order of connection. */
    public List<Input> inputs() {
        return inputs;
    }

    /** The feature map input number {@code index}, or null. */
    public @Nullable Connection ifmOrNull(int index) {
        int seen = 0;
        for (Input input : inputs) {
            if (input.role() == Role.IFM && seen++ == index) {
                return input.connection();
            }
        }
        return null;
    }

    /** The feature map input number {@code index}; throws {@link IllegalStateException} when there is none. */
    public Connection ifm(int index) {
        Connection connection = ifmOrNull(index);
        if (connection == null) {
            throw new IllegalStateException(kind + " has no IFM " + index);
        }
        return connection;
    }

    /** Number of feature map inputs. */
    public int ifmCount() {
        int count = 0;
        for (Input input : inputs) {
            count += input.role() == Role.IFM ? 1 : 0;
        }
        return count;
    }

    /** The input with {@code role}, or null. */
    public @Nullable Connection input(Role role) {
        for (Input input : inputs) {
            if (input.role() == role) {
                return input.connection();
            }
        }
        return null;
    }

    /** The output; throws {@link IllegalStateException} when it is not connected. */
    public Connection ofm() {
        if (output == null) {
            throw new IllegalStateException(kind + " has no OFM");
        }
        return output;
    }

    /** Whether it is connected to an output. */
    public boolean isConnected() {
        return output != null;
    }

    /** Adds an input that sees all of {@code tensor}. */
    public Connection addInput(Role role, NpuTensor tensor) {
        Connection connection = new Connection(tensor);
        inputs.add(new Input(role, connection));
        tensor.addReader(this);
        return connection;
    }

    /** Adds an input that is a copy of {@code connection}. */
    public Connection addInput(Role role, Connection connection) {
        Connection copy = connection.copy();
        inputs.add(new Input(role, copy));
        copy.tensor().addReader(this);
        return copy;
    }

    /** Lets {@code connection}, one of the inputs, read {@code tensor} instead; its shape stays. */
    public void redirectInput(Connection connection, NpuTensor tensor) {
        NpuTensor before = connection.tensor();
        connection.setTensor(tensor);
        tensor.addReader(this);
        if (before != tensor
                && inputs.stream().noneMatch(input -> input.connection().tensor() == before)) {
            before.readers().remove(this);
        }
    }

    /** Writes all of {@code tensor}. */
    public Connection setOutput(NpuTensor tensor) {
        dropOutput(tensor);
        output = new Connection(tensor);
        tensor.addWriter(this);
        return output;
    }

    /** Writes as {@code connection} says. */
    public Connection setOutput(Connection connection) {
        dropOutput(connection.tensor());
        output = connection.copy();
        output.tensor().addWriter(this);
        return output;
    }

    /** Writes {@code tensor} instead of the present one; the shape stays. */
    public void redirectOutput(NpuTensor tensor) {
        Connection present = ofm();
        if (present.tensor() != tensor) {
            present.tensor().writers().remove(this);
        }
        present.setTensor(tensor);
        tensor.addWriter(this);
    }

    private void dropOutput(NpuTensor next) {
        if (output != null && output.tensor() != next) {
            output.tensor().writers().remove(this);
        }
    }

    /** Takes it out of the network. */
    public void disconnect() {
        for (Input input : inputs) {
            input.connection().tensor().readers().remove(this);
        }
        inputs.clear();
        if (output != null) {
            output.tensor().writers().remove(this);
            output = null;
        }
    }

    /** Operations fused or chained behind this one. */
    public List<NpuOperation> followers() {
        return followers;
    }

    /** The operation this one is fused or chained behind, or null. */
    public @Nullable NpuOperation leader() {
        return leader;
    }

    /** Puts {@code follower} behind this one, on the output path of the operation before it or chained. */
    public void addFollower(NpuOperation follower, boolean fusedOnOutput) {
        followers.add(follower);
        follower.leader = this;
        follower.fused = fusedOnOutput;
    }

    /** Whether it runs on the output path of the operation before it in its group, not as a kernel of its own. */
    public boolean isFused() {
        return fused;
    }

    /** The IFM along which stripes are passed. */
    public int primaryIfm() {
        return primaryIfm;
    }

    /** Chooses the IFM along which stripes are passed. */
    public void setPrimaryIfm(int index) {
        primaryIfm = index;
    }

    /** The last operation of the group that this one leads. */
    public NpuOperation last() {
        return followers.isEmpty() ? this : followers.getLast();
    }

    /** Whether an elementwise operation is chained behind it. */
    public boolean leadsChain() {
        return followers.stream().anyMatch(follower -> follower.kind().isElementwise());
    }

    @Override
    public String toString() {
        return kind + "#" + id + (output == null ? "" : " -> " + output);
    }
}
