package npusim.schedule.weights;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import npusim.schedule.Traversal;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Encodes constant weights for one accelerator. Sizes are remembered by tensor and parameters, since a scheduler asks
 * for the same again. Thread-safe; results do not depend on the number of threads.
 */
public final class WeightEncoder {
    /** Weights that share a palette: what the compiler hands to the encoder at a time. */
    private static final int SECTION_WEIGHTS = 128 * 1024;

    private static final int PARALLEL_WEIGHTS = 1 << 16;

    private final StreamOrder order;
    private final int scaleBytes;
    private final int scaleRounding;
    private final int alignmentBytes;
    private final WeightEncoders known;

    /** An encoder that remembers sizes in {@code known}. */
    WeightEncoder(StreamOrder order, int scaleBytes, int scaleRounding, int alignmentBytes, WeightEncoders known) {
        this.order = order;
        this.scaleBytes = scaleBytes;
        this.scaleRounding = scaleRounding;
        this.alignmentBytes = alignmentBytes;
        this.known = known;
    }

    /**
     * Scale records in a stream. Where cores take channels in turn each has those of its channels; else the first
     * stream has all, rounded up to whole micro-blocks.
     */
    private int scaleRecords(Part part, int microBlockDepth) {
        if (order.splitsChannels()) {
            return WeightSequencer.ceilingDivide(part.channels() - part.stream(), order.cores());
        }
        int unit = WeightSequencer.roundUp(microBlockDepth, scaleRounding);
        return part.stream() == 0 ? WeightSequencer.roundUp(part.channels(), unit) : 0;
    }

    /** A tensor in slices, as this encoder and no other orders its weights. */
    record TensorKey(
            WeightEncoder encoder,
            WeightTensor tensor,
            WeightStreamParameters parameters,
            ImmutableIntList depthOffsets) {}

    /** One stream of a slice. */
    record StreamKey(WeightEncoder encoder, WeightTensor tensor, WeightStreamParameters parameters, Part part) {}

    /** Which channels, and which of the streams that share them. */
    record Part(int firstChannel, int channels, int stream) {}

    /** What is known of a stream without its bytes. */
    record StreamSize(long bytes, long sourceWeights, long zerosInRuns, BitSet seen) {}

    /**
     * Sizes of all OFM channels encoded as one depth slice.
     *
     * @see #sizes(WeightTensor, WeightStreamParameters, int...)
     */
    public EncodedWeights sizes(WeightTensor tensor, WeightStreamParameters parameters) {
        return sizes(tensor, parameters, 0, tensor.outputChannels());
    }

    /**
     * Exact sizes without writing the streams.
     *
     * @param depthOffsets boundaries of the OFM-depth slices, first and last included, rising
     * @throws IllegalArgumentException for boundaries outside the tensor, and for 2:4-sparse formats of weights that are
     *     not
     */
    public EncodedWeights sizes(WeightTensor tensor, WeightStreamParameters parameters, int... depthOffsets) {
        checkOffsets(tensor, depthOffsets);
        TensorKey wanted = new TensorKey(this, tensor, parameters, IntLists.immutable.with(depthOffsets));
        return known.tensors.get(wanted, key -> measure(tensor, parameters, depthOffsets));
    }

    /** The stream of one core for one depth slice, weights only. */
    public byte[] encode(
            WeightTensor tensor, WeightStreamParameters parameters, int firstChannel, int channels, int stream) {
        if (parameters.fast()) {
            return FastCoder.encode(fastSequence(tensor, parameters, firstChannel, channels), parameters.sparse());
        }
        SliceWriter writer = new SliceWriter();
        WeightSequencer.of(walk(tensor, parameters, new Part(firstChannel, channels, stream)), new SectionCoder(writer))
                .run();
        return writer.finish();
    }

    /** The weights of one core for one depth slice in the order of its stream, padding included. */
    public short[] sequence(
            WeightTensor tensor, WeightStreamParameters parameters, int firstChannel, int channels, int stream) {
        return collect(walk(tensor, parameters, new Part(firstChannel, channels, stream)));
    }

    /** Streams of a depth slice. */
    public int streams(WeightTensor tensor, WeightStreamParameters parameters) {
        if (parameters.fast()) {
            return 1;
        }
        return order.splitsChannels() ? Math.min(order.cores(), tensor.outputChannels()) : order.cores();
    }

    private static void checkOffsets(WeightTensor tensor, int... depthOffsets) {
        for (int i = 0; i < depthOffsets.length; i++) {
            boolean rises = i == 0 ? depthOffsets[0] >= 0 : depthOffsets[i] > depthOffsets[i - 1];
            if (!rises || depthOffsets[i] > tensor.outputChannels() || depthOffsets.length < 2) {
                throw new IllegalArgumentException("depth slices " + Arrays.toString(depthOffsets) + " of weights "
                        + tensor + " must rise within the output channels");
            }
        }
    }

    private EncodedWeights measure(WeightTensor tensor, WeightStreamParameters parameters, int... depthOffsets) {
        if (parameters.sparse() && !tensor.isSparse()) {
            throw new IllegalArgumentException("weights " + tensor + " are not 2:4 sparse");
        }
        int streams = streams(tensor, parameters);
        MutableList<Part> parts = Lists.mutable.empty();
        for (int slice = 0; slice + 1 < depthOffsets.length; slice++) {
            int channels = depthOffsets[slice + 1] - depthOffsets[slice];
            for (int stream = 0; stream < streams; stream++) {
                if (!order.splitsChannels() || stream < channels) {
                    parts.add(new Part(depthOffsets[slice], channels, stream));
                }
            }
        }
        IntStream indices = IntStream.range(0, parts.size());
        if (tensor.elements() >= PARALLEL_WEIGHTS) {
            indices = indices.parallel();
        }
        List<StreamSize> sizes = indices.mapToObj(i -> knownSize(tensor, parameters, parts.get(i)))
                .toList();
        return assemble(parameters, parts, sizes);
    }

    private EncodedWeights assemble(
            WeightStreamParameters parameters, MutableList<Part> parts, List<StreamSize> sizes) {
        MutableList<WeightRange> ranges = Lists.mutable.empty();
        BitSet seen = new BitSet(2 * Palette.OFFSET);
        long offset = 0;
        long sourceWeights = 0;
        long zerosInRuns = 0;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            StreamSize size = sizes.get(i);
            long scales = (long) scaleBytes * scaleRecords(part, parameters.ofmMicroBlockDepth());
            long weightOffset = (scales + alignmentBytes - 1) / alignmentBytes * alignmentBytes;
            WeightRange range = new WeightRange(
                    part.firstChannel(), part.channels(), part.stream(), offset, scales, weightOffset, size.bytes());
            ranges.add(range);
            offset += range.allocatedBytes();
            sourceWeights += size.sourceWeights();
            zerosInRuns += size.zerosInRuns();
            seen.or(size.seen());
        }
        ImmutableList<WeightRange> immutable = ranges.toImmutable();
        return new EncodedWeights(parameters, immutable, sourceWeights, zerosInRuns, seen.cardinality());
    }

    private StreamSize knownSize(WeightTensor tensor, WeightStreamParameters parameters, Part part) {
        return known.streams.get(new StreamKey(this, tensor, parameters, part), key -> size(tensor, parameters, part));
    }

    private StreamSize size(WeightTensor tensor, WeightStreamParameters parameters, Part part) {
        if (parameters.fast()) {
            short[] weights = fastSequence(tensor, parameters, part.firstChannel(), part.channels());
            boolean[] seen = new boolean[2 * Palette.OFFSET];
            for (short weight : weights) {
                seen[weight + Palette.OFFSET] = true;
            }
            BitSet distinct = bits(seen);
            long bytes = FastCoder.bytes(weights.length, distinct.cardinality(), parameters.sparse());
            return new StreamSize(bytes, weights.length, 0, distinct);
        }
        SectionCoder coder = new SectionCoder(null);
        WeightSequencer.of(walk(tensor, parameters, part), coder).run();
        long bits = coder.bits() + StandardFormat.ZERO_DIVISOR_BITS + StandardFormat.STREAM_ALIGNMENT_BITS - 1;
        long bytes = bits / StandardFormat.STREAM_ALIGNMENT_BITS * (StandardFormat.STREAM_ALIGNMENT_BITS / Byte.SIZE);
        return new StreamSize(bytes, coder.sourceWeights(), coder.zerosInRuns(), coder.seen());
    }

    /** The weights of all cores, one micro-block of a kernel group after the other. */
    private short[] fastSequence(
            WeightTensor tensor, WeightStreamParameters parameters, int firstChannel, int channels) {
        int cores = order.cores();
        short[][] perCore = new short[cores][];
        for (int core = 0; core < cores; core++) {
            perCore[core] = collect(walk(tensor, parameters, new Part(firstChannel, channels, core)));
        }
        int chunk = fastChunk(parameters);
        short[] all = new short[cores * perCore[0].length];
        int to = 0;
        for (int from = 0; from < perCore[0].length; from += chunk) {
            int length = Math.min(chunk, perCore[0].length - from);
            for (short[] weights : perCore) {
                System.arraycopy(weights, from, all, to, length);
                to += length;
            }
        }
        return all;
    }

    private int fastChunk(WeightStreamParameters parameters) {
        boolean narrow =
                parameters.traversal() == Traversal.PART_KERNEL && parameters.ifmBits() == 16 && !parameters.sparse();
        int inputs = narrow ? order.ifmStep(false) : parameters.ifmBlockDepth();
        return parameters.ofmMicroBlockDepth() * inputs * order.kernelGroup(parameters) / order.cores();
    }

    private WeightSequencer.Walk walk(WeightTensor tensor, WeightStreamParameters parameters, Part part) {
        return new WeightSequencer.Walk(
                tensor, order, parameters, part.firstChannel(), part.channels(), part.stream(), SECTION_WEIGHTS);
    }

    private static short[] collect(WeightSequencer.Walk walk) {
        Collector collector = new Collector();
        WeightSequencer.of(walk, collector).run();
        return Arrays.copyOf(collector.weights, collector.used);
    }

    private static BitSet bits(boolean[] seen) {
        BitSet bits = new BitSet(seen.length);
        for (int value = 0; value < seen.length; value++) {
            bits.set(value, seen[value]);
        }
        return bits;
    }

    /** Keeps a whole stream. */
    private static final class Collector implements SectionSink {
        private short[] weights = new short[0];
        private int used;

        @Override
        public void section(short[] section, int count) {
            if (used + count > weights.length) {
                weights = Arrays.copyOf(weights, Math.max(2 * weights.length, used + count));
            }
            System.arraycopy(section, 0, weights, used, count);
            used += count;
        }
    }
}
