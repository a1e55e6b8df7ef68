package npusim.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Tensors survive both byte forms and the {@code .npy} format. */
class TensorBytesProperties {
    @Provide
    Arbitrary<Tensor> tensors() {
        return Arbitraries.of(DType.BOOL, DType.INT4, DType.INT8, DType.INT16, DType.INT32, DType.INT48, DType.SHAPE)
                .flatMap(dtype -> Arbitraries.integers()
                        .between(1, 5)
                        .array(int[].class)
                        .ofMinSize(dtype == DType.SHAPE ? 1 : 0)
                        .ofMaxSize(dtype == DType.SHAPE ? 1 : 4)
                        .flatMap(extents -> values(dtype, Shape.of(extents))));
    }

    private static Arbitrary<Tensor> values(DType dtype, Shape shape) {
        return Arbitraries.longs()
                .between(dtype.minimum(), dtype.maximum())
                .array(long[].class)
                .ofSize((int) shape.elements())
                .map(values -> {
                    Tensor tensor = Tensor.zeros(dtype, shape);
                    for (int i = 0; i < values.length; i++) {
                        tensor.set(i, values[i]);
                    }
                    return tensor;
                });
    }

    @Property(tries = 300)
    void packedBytesUnpackToTheSameTensor(@ForAll("tensors") Tensor tensor) {
        byte[] packed = TensorBytes.pack(tensor);

        assertThat(packed).hasSize((int) tensor.dtype().packedBytes(tensor.length()));
        assertThat(TensorBytes.unpack(tensor.dtype(), tensor.shape(), packed, 0))
                .isEqualTo(tensor);
    }

    @Property(tries = 300)
    void numpyFilesReadBackAsTheSameTensor(@ForAll("tensors") Tensor tensor) throws NumpyFormatException {
        byte[] file = NumpyFile.format(tensor);

        assertThat((file.length - TensorBytes.words(tensor).length) % 64).isZero();
        assertThat(NumpyFile.parse(file, tensor.dtype(), "x.npy")).isEqualTo(tensor);
    }
}
