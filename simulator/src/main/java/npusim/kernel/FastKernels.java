package npusim.kernel;

import npusim.graph.Operator;
import npusim.kernel.loop.ByteScaling;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.loop.InterpolatedTable;
import npusim.kernel.loop.Requantization;
import npusim.kernel.row.ConvolutionRows;
import npusim.kernel.row.DepthwiseRows;
import npusim.kernel.row.MatMulRows;
import npusim.kernel.row.RowProducer;
import npusim.kernel.row.Scratch;
import npusim.tensor.DType;
import npusim.tensor.Tensor;

/**
 * The fast provider: INT8 products, convolutions, rescales and tables on {@link InnerLoops}, element-wise operators chunk by
 * chunk, all else as the scalar provider does it. It runs where operators come one at a time, in control flow or with a listener on every tensor; whole
 * graphs run faster as an {@code npusim.execution.plan.ExecutionPlan}.
 */
public final class FastKernels implements KernelProvider {
    private static final int CHUNK = 2048;

    private final InnerLoops loops;
    private final KernelProvider scalar = new ScalarKernels();

    public FastKernels(InnerLoops loops) {
        this.loops = loops;
    }

    @Override
    public String name() {
        return "fast, " + loops.description();
    }

    @Override
    public void matMul(Tensor a, Tensor b, int aZeroPoint, int bZeroPoint, Tensor output) {
        if (a.dtype() != DType.INT8) {
            scalar.matMul(a, b, aZeroPoint, bZeroPoint, output);
            return;
        }
        MatMulRows rows = new MatMulRows(
                loops,
                a.shape().dimension(0),
                a.shape().dimension(1),
                a.shape().dimension(2),
                b.shape().dimension(2),
                aZeroPoint,
                bZeroPoint);
        for (int part = 0; part < rows.parts(); part++) {
            rows.prepare(b.bytes(), part);
        }
        produce(rows, a, output);
    }

    @Override
    public void convolution(
            ConvolutionGeometry geometry,
            Tensor input,
            Tensor weight,
            Tensor bias,
            int inputZeroPoint,
            int weightZeroPoint,
            Tensor output) {
        boolean flat = geometry.kernelDepth() == 1 && geometry.inputDepth() == 1 && geometry.outputDepth() == 1;
        if (!flat || !areBytes(input, weight)) {
            scalar.convolution(geometry, input, weight, bias, inputZeroPoint, weightZeroPoint, output);
            return;
        }
        produce(
                ConvolutionRows.convolution(
                        loops, geometry, weight.bytes(), bias.ints(), inputZeroPoint, weightZeroPoint),
                input,
                output);
    }

    @Override
    public void depthwiseConvolution(
            ConvolutionGeometry geometry,
            Tensor input,
            Tensor weight,
            Tensor bias,
            int inputZeroPoint,
            int weightZeroPoint,
            Tensor output) {
        boolean oneInput = geometry.inputChannels() == 1;
        if (!areBytes(input, weight) || (!oneInput && geometry.inputChannels() != geometry.outputChannels())) {
            scalar.depthwiseConvolution(geometry, input, weight, bias, inputZeroPoint, weightZeroPoint, output);
            return;
        }
        RowProducer rows = oneInput
                ? ConvolutionRows.ofSingleChannel(
                        loops, geometry, weight.bytes(), bias.ints(), inputZeroPoint, weightZeroPoint)
                : new DepthwiseRows(loops, geometry, weight.bytes(), bias.ints(), inputZeroPoint, weightZeroPoint);
        produce(rows, input, output);
    }

    private static boolean areBytes(Tensor input, Tensor weight) {
        return input.dtype() == DType.INT8 && weight.dtype() == DType.INT8;
    }

    private void produce(RowProducer rows, Tensor input, Tensor output) {
        Scratch scratch = new Scratch(loops);
        int block = rows.blockRows();
        for (int row = 0; row < rows.rows(); row += block) {
            int count = Math.min(block, rows.rows() - row);
            rows.produce(input.bytes(), row, count, output.ints(), row * rows.columns(), scratch);
        }
    }

    @Override
    public void transposeConvolution(
            ConvolutionGeometry geometry,
            Tensor input,
            Tensor weight,
            Tensor bias,
            int inputZeroPoint,
            int weightZeroPoint,
            Tensor output) {
        scalar.transposeConvolution(geometry, input, weight, bias, inputZeroPoint, weightZeroPoint, output);
    }

    @Override
    public void averagePool(
            ConvolutionGeometry geometry, Tensor input, int inputZeroPoint, int outputZeroPoint, Tensor output) {
        scalar.averagePool(geometry, input, inputZeroPoint, outputZeroPoint, output);
    }

    @Override
    public void maxPool(ConvolutionGeometry geometry, Tensor input, Tensor output) {
        scalar.maxPool(geometry, input, output);
    }

    @Override
    public void rescale(RescaleParameters parameters, Tensor input, Tensor output) {
        boolean bytesIn = input.dtype() == DType.INT8;
        boolean bytesOut = output.dtype() == DType.INT8;
        int multiplier = parameters.multipliers()[0];
        int shift = parameters.shifts()[0];
        boolean plain = (bytesIn || input.dtype() == DType.INT32)
                && (bytesOut || output.dtype() == DType.INT32)
                && parameters.multipliers().length == 1
                && !parameters.inputUnsigned()
                && !parameters.outputUnsigned()
                && (bytesIn || parameters.inputZeroPoint() == 0)
                && (bytesOut || parameters.outputZeroPoint() == 0)
                && multiplier >= 0
                && shift >= 2
                && shift <= 62;
        if (!plain) {
            scalar.rescale(parameters, input, output);
            return;
        }
        boolean doubleRound = parameters.scale32() && parameters.doubleRound();
        Requantization toInts = Requantization.toInt32(multiplier, shift, doubleRound);
        ByteScaling toBytes = new ByteScaling(new Requantization(
                multiplier,
                shift,
                doubleRound,
                bytesOut ? parameters.outputZeroPoint() : 0,
                Byte.MIN_VALUE,
                Byte.MAX_VALUE));
        int[] words = new int[CHUNK];
        for (int start = 0; start < input.length(); start += CHUNK) {
            int count = Math.min(CHUNK, input.length() - start);
            if (bytesIn) {
                loops.bytesToInts(input.bytes(), start, parameters.inputZeroPoint(), words, 0, count);
            } else {
                System.arraycopy(input.ints(), start, words, 0, count);
            }
            if (bytesOut) {
                loops.rescaleToBytes(words, 0, toBytes, 0, output.bytes(), start, count);
            } else {
                loops.rescaleToInts(words, 0, toInts, output.ints(), start, count);
            }
        }
    }

    @Override
    public void table(Tensor input, Tensor table, Tensor output) {
        if (input.dtype() == DType.INT8) {
            loops.lookUp(input.bytes(), 0, table.bytes(), output.bytes(), 0, input.length());
        } else {
            InterpolatedTable entries = new InterpolatedTable(table.shorts());
            loops.interpolate(input.shorts(), 0, entries, output.ints(), 0, input.length());
        }
    }

    @Override
    public void binary(BinaryFunction function, Tensor input1, Tensor input2, Tensor output) {
        if (function == BinaryFunction.INTDIV) {
            scalar.binary(function, input1, input2, output);
        } else {
            FastElementwise.binary(loops, function, input1, input2, output);
        }
    }

    @Override
    public void multiply(Tensor input1, Tensor input2, int shift, Tensor output) {
        FastElementwise.multiply(loops, input1, input2, shift, output);
    }

    @Override
    public void unary(Operator.Unary operator, Tensor input, Tensor output) {
        FastElementwise.unary(loops, operator, input, output);
    }

    @Override
    public void select(Tensor condition, Tensor onTrue, Tensor onFalse, Tensor output) {
        FastElementwise.select(loops, condition, onTrue, onFalse, output);
    }

    @Override
    public void reduceSum(Tensor input, int axis, Tensor output) {
        scalar.reduceSum(input, axis, output);
    }

    @Override
    public void transpose(Tensor input, int[] permutation, Tensor output) {
        scalar.transpose(input, permutation, output);
    }
}
