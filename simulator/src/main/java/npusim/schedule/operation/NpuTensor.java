package npusim.schedule.operation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tensor that NPU operations read or write, in the shape in which it is stored. */
public final class NpuTensor {
    private final int id;
    private final String name;
    private ElementType type;
    private Extents shape;
    private @Nullable ConstantData constant;

    /** Of a constant, once somebody asked. Threads that ask at once find equal ones. */
    private @Nullable ConstantContents contents;

    private boolean networkInput;
    private boolean networkOutput;
    private boolean insideGroup;
    private final List<NpuOperation> writers = new ArrayList<>(1);
    private final List<NpuOperation> readers = new ArrayList<>(2);

    /**
     * A tensor.
     *
     * @param id number that is unique in the network
     * @param name name in the network or derived from it
     * @param type type of elements
     * @param shape stored shape
     */
    public NpuTensor(int id, String name, ElementType type, Extents shape) {
        this.id = id;
        this.name = name;
        this.type = type;
        this.shape = shape;
    }

    /** Number that is unique in the network. */
    public int id() {
        return id;
    }

    /** Name in the network, or one derived from it. */
    public String name() {
        return name;
    }

    /** Type of elements. */
    public ElementType type() {
        return type;
    }

    /** Changes the type of elements. */
    public void setType(ElementType other) {
        type = other;
    }

    /** Stored shape. */
    public Extents shape() {
        return shape;
    }

    /** Stores the same elements in another shape. */
    public void setShape(Extents other) {
        shape = other;
    }

    /** Values, or null when it is computed. */
    public @Nullable ConstantData constant() {
        return constant;
    }

    /** Makes it a constant. */
    public void setConstant(ConstantData values) {
        constant = values;
    }

    /** Values and type; throws {@link IllegalStateException} when it is computed. Both must be final by the first call. */
    public ConstantContents contents() {
        ConstantContents known = contents;
        if (known == null) {
            if (constant == null) {
                throw new IllegalStateException(this + " is not a constant");
            }
            known = new ConstantContents(constant, type);
            contents = known;
        }
        return known;
    }

    /** Whether its values are known. */
    public boolean isConstant() {
        return constant != null;
    }

    /** Whether the host provides it. */
    public boolean isNetworkInput() {
        return networkInput;
    }

    /** Whether the host reads it. */
    public boolean isNetworkOutput() {
        return networkOutput;
    }

    /** Marks it as provided by the host. */
    public void markNetworkInput() {
        networkInput = true;
    }

    /** Marks it as read by the host. */
    public void markNetworkOutput() {
        networkOutput = true;
    }

    /** Whether it only passes between operations of a group and never reaches memory. */
    public boolean isInsideGroup() {
        return insideGroup;
    }

    /** Keeps it inside a group of operations. */
    public void keepInsideGroup() {
        insideGroup = true;
    }

    /** Operations that write it or parts of it, in order of connection. */
    public List<NpuOperation> writers() {
        return writers;
    }

    /** Operations that read it, in order of connection. */
    public List<NpuOperation> readers() {
        return readers;
    }

    /** Adds a writer once. */
    public void addWriter(NpuOperation operation) {
        if (!writers.contains(operation)) {
            writers.add(operation);
        }
    }

    /** Adds a reader once. */
    public void addReader(NpuOperation operation) {
        if (!readers.contains(operation)) {
            readers.add(operation);
        }
    }

    /** Whether exactly one operation writes it and exactly one reads it. */
    public boolean isSinglePath() {
        return writers.size() == 1 && readers.size() == 1;
    }

    /** The only writer, or null when there are none or several. */
    public @Nullable NpuOperation onlyWriter() {
        return writers.size() == 1 ? writers.getFirst() : null;
    }

    @Override
    public String toString() {
        return name + " " + type + "[" + shape + "]";
    }
}
