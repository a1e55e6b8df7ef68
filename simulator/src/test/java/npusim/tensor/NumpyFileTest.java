package npusim.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The {@code .npy} reader says in one sentence what is wrong with a file. */
class NumpyFileTest {
    private static byte[] file(String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        byte[] file = new byte[10 + text.length + dataBytes];
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, (byte) (text.length >> 8)};
        System.arraycopy(magic, 0, file, 0, magic.length);
        System.arraycopy(text, 0, file, magic.length, text.length);
        return file;
    }

    @Test
    void readsRankZero() throws NumpyFormatException {
        byte[] file = file("{'descr': '<i4', 'fortran_order': False, 'shape': (), }\n", 4);
        file[file.length - 4] = 7;

        Tensor tensor = NumpyFile.parse(file, DType.INT32, "x.npy");

        assertThat(tensor.shape()).isEqualTo(Shape.SCALAR);
        assertThat(tensor.get(0)).isEqualTo(7);
    }

    @Test
    void readsTheEmptyShapeOfRankZero() throws NumpyFormatException {
        byte[] file = NumpyFile.format(Tensor.shapeOf());

        assertThat(NumpyFile.parse(file, DType.SHAPE, "x.npy").longs()).isEmpty();
    }

    @Test
    void anyNonZeroByteIsTrue() throws NumpyFormatException {
        byte[] file = file("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }\n", 2);
        file[file.length - 1] = 5;

        assertThat(NumpyFile.parse(file, DType.BOOL, "x.npy").bytes()).containsExactly(0, 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'descr': '<f4', 'fortran_order': False, 'shape': (1,), } | x.npy has element type '<f4', a tensor of INT32 needs '<i4'
            {'descr': '>i4', 'fortran_order': False, 'shape': (1,), } | x.npy has element type '>i4', a tensor of INT32 needs '<i4'
            {'descr': '<i4', 'fortran_order': True, 'shape': (1,1), } | x.npy is in Fortran order, C order is needed
            {'descr': '<i4', 'fortran_order': False, 'shape': (2,), } | x.npy holds 4 bytes of data, its shape [2] needs 8
            {'descr': '<i4', 'fortran_order': False, 'shape': (0,), } | x.npy has the shape [0], which is no tensor's
            {'descr': '<i4', 'fortran_order': False, 'shape': (99999999999,), } | x.npy has an extent that is no int32: 99999999999
            {'descr': '<i4', 'fortran_order': False} | x.npy has a malformed header
            """)
    void refusesWithOneSentence(String header, String message) {
        assertThatThrownBy(() -> NumpyFile.parse(file(header, 4), DType.INT32, "x.npy"))
                .isInstanceOf(NumpyFormatException.class)
                .hasMessage(message);
    }

    @Test
    void refusesEveryTruncation() {
        byte[] file = NumpyFile.format(Tensor.of(DType.INT16, Shape.of(3), new short[] {1, 2, 3}));

        for (int length = 0; length < file.length; length++) {
            byte[] truncated = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> NumpyFile.parse(truncated, DType.INT16, "x.npy"))
                    .isInstanceOf(NumpyFormatException.class);
        }
    }
}
