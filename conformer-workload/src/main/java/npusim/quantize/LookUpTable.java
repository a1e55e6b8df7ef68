package npusim.quantize;

import java.util.function.DoubleUnaryOperator;

/** The 256 entries of an int8 TABLE operator. */
public final class LookUpTable {
    /** Entries of an int8 table; entry {@code code + 128} belongs to {@code code}. */
    public static final int ENTRIES = 256;

    private LookUpTable() {}

    /**
     * Tabulates a function between two quantizations. Infinite results saturate.
     *
     * <p>Source: the tables of ExecuTorch's Arm backend.
     */
    public static byte[] of(DoubleUnaryOperator function, QuantizationParameters input, QuantizationParameters output) {
        byte[] table = new byte[ENTRIES];
        for (int entry = 0; entry < ENTRIES; entry++) {
            int code = entry + QuantizationParameters.MIN_CODE;
            table[entry] = output.quantize(function.applyAsDouble(input.dequantize(code)));
        }
        return table;
    }
}
