package npusim.tosa;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Model files of other tools that are given for a TOSA graph now and then, by the bytes that each begins with. */
enum OtherFormat {
    TENSORFLOW_LITE("a TensorFlow Lite model", 4, "TFL"),
    EXECUTORCH("an ExecuTorch program", 4, "ET1"),
    MLIR_BYTECODE("MLIR bytecode", 0, "ML\u00efR"),
    MLIR_TEXT("MLIR text", 0, "module"),
    ZIP("a zip archive, as PyTorch and Keras write them", 0, "PK\u0003\u0004");

    private final String title;
    private final int offset;
    private final byte[] magic;

    OtherFormat(String title, int offset, String magic) {
        this.title = title;
        this.offset = offset;
        this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What a file is, with its article, or null if it is none of these. */
    static @Nullable String titleOf(byte[] data) {
        for (OtherFormat format : values()) {
            int end = format.offset + format.magic.length;
            if (data.length >= end && Arrays.equals(data, format.offset, end, format.magic, 0, format.magic.length)) {
                return format.title;
            }
        }
        return null;
    }
}
