package npusim.tosa;

import java.util.ArrayList;
import java.util.List;
import npusim.graph.Extent2d;
import npusim.graph.Extent3d;
import npusim.graph.NanMode;
import npusim.graph.Padding;
import npusim.graph.Padding3d;
import npusim.graph.ResizeMode;
import npusim.graph.RoundingMode;
import npusim.tensor.DType;
import npusim.tosa.FlatTable.FileBytes;
import npusim.tosa.TosaFile.FileOperator;
import org.jspecify.annotations.Nullable;

/** Attributes of one operator; what is missing or has no meaning is collected, and a harmless value returned for it. */
final class Attributes {
    private final @Nullable FlatTable table;
    private final List<String> faults = new ArrayList<>();

    Attributes(FileOperator operator) {
        boolean fits = operator.attributeType() == operator.code().number();
        this.table = fits ? operator.attribute() : null;
    }

    /** What is wrong with the attributes read so far. */
    List<String> faults() {
        return faults;
    }

    private void require(String name) {
        if (table == null) {
            faults.add("attribute " + name + " is missing");
        }
    }

    int axis() {
        require("axis");
        return table == null ? 0 : table.int32(AttributeSlot.AXIS, 0);
    }

    boolean flag(int slot) {
        return table != null && table.bool(slot, false);
    }

    NanMode nanMode(int slot) {
        long code = table == null ? 0 : table.uint32(slot);
        for (NanMode mode : NanMode.values()) {
            if (mode.code() == code) {
                return mode;
            }
        }
        faults.add("nan_mode is " + code);
        return NanMode.UNSET;
    }

    DType type(int slot) {
        return DType.ofCode(table == null ? 0 : table.uint32(slot));
    }

    RoundingMode roundingMode() {
        long code = table == null ? 0 : table.uint32(AttributeSlot.RESCALE_ROUNDING_MODE);
        for (RoundingMode mode : RoundingMode.values()) {
            if (mode.code() == code) {
                return mode;
            }
        }
        faults.add("rounding_mode is " + code);
        return RoundingMode.SINGLE_ROUND;
    }

    ResizeMode resizeMode() {
        long code = table == null ? 0 : table.uint32(AttributeSlot.RESIZE_MODE);
        for (ResizeMode mode : ResizeMode.values()) {
            if (mode.code() == code) {
                return mode;
            }
        }
        faults.add("mode is " + code);
        return ResizeMode.NEAREST;
    }

    int[] list(String name, int slot) {
        require(name);
        return table == null ? new int[0] : table.int32s(slot);
    }

    private int[] list(String name, int slot, int length) {
        int[] values = list(name, slot);
        if (values.length != length) {
            faults.add(name + " has " + values.length + " entries, must have " + length);
            return new int[length];
        }
        return values;
    }

    Extent2d extent2d(String name, int slot) {
        int[] values = list(name, slot, 2);
        return new Extent2d(values[0], values[1]);
    }

    Extent3d extent3d(String name, int slot) {
        int[] values = list(name, slot, 3);
        return new Extent3d(values[0], values[1], values[2]);
    }

    Padding padding(String name, int slot) {
        int[] values = list(name, slot, 4);
        return new Padding(values[0], values[1], values[2], values[3]);
    }

    Padding3d padding3d(String name, int slot) {
        int[] values = list(name, slot, 6);
        return new Padding3d(values[0], values[1], values[2], values[3], values[4], values[5]);
    }

    /** A value of an element type as little-endian bytes. */
    long element(String name, int slot, DType dtype) {
        FileBytes bytes = table == null ? null : table.bytes(slot);
        int width = Math.max(1, dtype.bits() / 8);
        if (bytes == null || bytes.length() < width || bytes.length() > 8) {
            faults.add(name + " is no value of type " + dtype);
            return 0;
        }
        long value = bytes.data()[bytes.offset() + width - 1];
        for (int i = width - 2; i >= 0; i--) {
            value = (value << 8) | (bytes.data()[bytes.offset() + i] & 0xff);
        }
        return value;
    }

    String name(String attribute, int slot) {
        String name = table == null ? null : table.string(slot);
        if (name == null || name.isEmpty()) {
            faults.add("attribute " + attribute + " is missing");
            return "";
        }
        return name;
    }
}
