package npusim.tosa;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table of a flatbuffer file. Every access is checked against the file, so that a damaged one is reported, not read. */
final class FlatTable {
    private static final int VTABLE_HEADER_BYTES = 4;

    private final FlatFile file;
    private final int position;
    private final int vtable;
    private final int vtableBytes;

    FlatTable(FlatFile file, int position) {
        this.file = file;
        this.position = position;
        file.countObject();
        long at = (long) position - file.int32(position);
        if (at < 0 || at > Integer.MAX_VALUE) {
            throw new MalformedFileException("table at byte " + position + " has its vtable outside the file");
        }
        this.vtable = (int) at;
        this.vtableBytes = file.uint16(vtable);
        if (vtableBytes < VTABLE_HEADER_BYTES) {
            throw new MalformedFileException("vtable at byte " + vtable + " is too short");
        }
    }

    private int fieldAt(int slot) {
        int entry = VTABLE_HEADER_BYTES + 2 * slot;
        if (entry + 2 > vtableBytes) {
            return 0;
        }
        int offset = file.uint16(vtable + entry);
        return offset == 0 ? 0 : position + offset;
    }

    private int referenced(int slot) {
        int at = fieldAt(slot);
        return at == 0 ? 0 : file.follow(at);
    }

    int int32(int slot, int absent) {
        int at = fieldAt(slot);
        return at == 0 ? absent : file.int32(at);
    }

    long uint32(int slot) {
        return int32(slot, 0) & 0xffff_ffffL;
    }

    int uint8(int slot) {
        int at = fieldAt(slot);
        return at == 0 ? 0 : file.uint8(at);
    }

    boolean bool(int slot, boolean absent) {
        int at = fieldAt(slot);
        return at == 0 ? absent : file.uint8(at) != 0;
    }

    @Nullable
    FlatTable table(int slot) {
        int at = referenced(slot);
        return at == 0 ? null : new FlatTable(file, at);
    }

    @Nullable
    String string(int slot) {
        int at = referenced(slot);
        return at == 0 ? null : file.string(at);
    }

    List<FlatTable> tables(int slot) {
        List<FlatTable> tables = new ArrayList<>();
        int at = referenced(slot);
        int count = at == 0 ? 0 : file.vectorLength(at, 4);
        for (int i = 0; i < count; i++) {
            tables.add(new FlatTable(file, file.follow(at + 4 + 4 * i)));
        }
        return tables;
    }

    List<String> strings(int slot) {
        List<String> strings = new ArrayList<>();
        int at = referenced(slot);
        int count = at == 0 ? 0 : file.vectorLength(at, 4);
        for (int i = 0; i < count; i++) {
            file.countObject();
            strings.add(file.string(file.follow(at + 4 + 4 * i)));
        }
        return strings;
    }

    int[] int32s(int slot) {
        int at = referenced(slot);
        int[] values = new int[at == 0 ? 0 : file.vectorLength(at, 4)];
        for (int i = 0; i < values.length; i++) {
            values[i] = file.int32(at + 4 + 4 * i);
        }
        return values;
    }

    @Nullable
    FileBytes bytes(int slot) {
        int at = referenced(slot);
        return at == 0 ? null : new FileBytes(file.data(), at + 4, file.vectorLength(at, 1));
    }

    /** A run of bytes in the file, not copied. */
    record FileBytes(byte[] data, int offset, int length) {
        @Override
        public String toString() {
            return length + " bytes at " + offset;
        }
    }

    /** The bytes of a flatbuffer, with checked little-endian reads. */
    static final class FlatFile {
        private final byte[] data;
        private long objectsLeft;

        FlatFile(byte[] data) {
            this.data = data;
            // A table or string reference takes four bytes; more objects than that means that offsets are shared to
            // blow up.
            this.objectsLeft = data.length / 4 + 16L;
        }

        byte[] data() {
            return data;
        }

        void countObject() {
            if (--objectsLeft < 0) {
                throw new MalformedFileException("more objects than the file has room for");
            }
        }

        private void check(long at, int bytes) {
            if (at < 0 || at + bytes > data.length) {
                throw new MalformedFileException("offset " + at + " is outside the file of " + data.length
                        + " bytes; it is truncated or damaged");
            }
        }

        int uint8(int at) {
            check(at, 1);
            return data[at] & 0xff;
        }

        int uint16(int at) {
            check(at, 2);
            return (data[at] & 0xff) | ((data[at + 1] & 0xff) << 8);
        }

        int int32(int at) {
            check(at, 4);
            return (data[at] & 0xff)
                    | ((data[at + 1] & 0xff) << 8)
                    | ((data[at + 2] & 0xff) << 16)
                    | (data[at + 3] << 24);
        }

        /** Where the unsigned offset stored at {@code at} leads. */
        int follow(int at) {
            long target = at + (int32(at) & 0xffff_ffffL);
            check(target, 4);
            return (int) target;
        }

        int vectorLength(int at, int elementBytes) {
            long length = int32(at) & 0xffff_ffffL;
            if (at + 4 + length * elementBytes > data.length) {
                throw new MalformedFileException(
                        "a vector at byte " + at + " of " + length + " elements does not fit in the file of "
                                + data.length + " bytes; it is truncated or damaged");
            }
            return (int) length;
        }

        String string(int at) {
            int length = vectorLength(at, 1);
            if (uint8(at + 4 + length) != 0) {
                throw new MalformedFileException("the string at byte " + at + " is not terminated");
            }
            return new String(data, at + 4, length, StandardCharsets.UTF_8);
        }
    }
}
