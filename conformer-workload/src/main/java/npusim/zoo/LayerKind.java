package npusim.zoo;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** First word of a line of a layer table: what the layer computes, how many tensors it reads, which attributes it has. */
enum LayerKind {
    INPUT(0, "shape"),
    OUTPUT(0),
    CONV(1, "channels", "kernel", "stride", "pad", "activation", "weights", "deviation", "zeros", "encoded_bytes"),
    DEPTHWISE(
            1, "multiplier", "kernel", "stride", "pad", "activation", "weights", "deviation", "zeros", "encoded_bytes"),
    DENSE(1, "channels", "activation", "weights", "deviation", "zeros", "encoded_bytes"),
    ADD(2, "activation"),
    MULTIPLY(2),
    COMPLEMENT(1),
    AVERAGE_POOL(1, "kernel", "stride", "pad"),
    MAX_POOL(1, "kernel", "stride", "pad"),
    CONCAT(-1, "axis", "rescale"),
    /** A tensor of its own with the same elements: a concatenation of one, as compilers keep for packs and some reshapes. */
    COPY(1),
    UPSAMPLE(1, "factor"),
    PAD_CHANNELS(1, "channels"),
    SLICE(1, "start", "size"),
    RESHAPE(1, "shape"),
    SOFTMAX(1),
    SIGMOID(1),
    TANH(1),
    LEAKY_RELU(1),
    LOCAL_RESPONSE_NORM(1, "size"),
    HARD_SIGMOID(1),
    HARD_SWISH(1),
    GELU(1),
    TOKENS(1),
    POSITIONS(1),
    FIRST_TOKEN(1),
    LAYER_NORM(1),
    ATTENTION(1, "heads");

    /** Any number of inputs from one on. */
    private static final int MANY = -1;

    private final int inputs;
    private final String attributes;

    LayerKind(int inputs, String... attributes) {
        this.inputs = inputs;
        this.attributes = String.join(" ", attributes);
    }

    /** The word in a table. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind with that word, or an exception that a parser turns into its diagnostic. */
    static LayerKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no layer kind '" + word + "'"));
    }

    boolean accepts(int inputCount) {
        return inputs == MANY ? inputCount >= 1 : inputCount == inputs;
    }

    Set<String> attributes() {
        return Set.of(attributes.isEmpty() ? new String[0] : attributes.split(" "));
    }
}
