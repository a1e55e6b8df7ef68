package npusim.tosa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import npusim.graph.Graph;
import npusim.graph.GraphBuilder;
import npusim.graph.Graphs;
import npusim.graph.InvalidGraphException;
import npusim.graph.Level;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/** What the writer writes the reader reads back, and no damage to a file escapes as anything but a diagnostic. */
class TosaFileProperties {
    private static Graph readBack(Graph graph) throws InvalidGraphException {
        return TosaReader.parse(TosaWriter.format(graph), "x.tosa", Level.EIGHT_K);
    }

    @Example
    void galleryAndControlFlowAreReadBackAsWritten() throws InvalidGraphException {
        assertThat(readBack(Graphs.gallery())).isEqualTo(renumbered(Graphs.gallery()));
        assertThat(TosaWriter.format(readBack(Graphs.countdown(3, 1))))
                .isEqualTo(TosaWriter.format(Graphs.countdown(3, 1)));
        assertThat(TosaWriter.format(readBack(Graphs.choice()))).isEqualTo(TosaWriter.format(Graphs.choice()));
        assertThat(TosaWriter.format(readBack(Graphs.accumulator())))
                .isEqualTo(TosaWriter.format(Graphs.accumulator()));
    }

    /** Reading twice gives the numbering of values that the reader chooses. */
    private static Graph renumbered(Graph graph) throws InvalidGraphException {
        Graph once = readBack(graph);
        assertThat(once.operators().collect(Object::toString).collect(TosaFileProperties::withoutIds))
                .isEqualTo(graph.operators().collect(Object::toString).collect(TosaFileProperties::withoutIds));
        return readBack(once);
    }

    private static String withoutIds(String operator) {
        return operator.replaceAll("id=\\d+", "");
    }

    @Property(tries = 100)
    void randomChainsAreReadBackAsWritten(@ForAll long seed) throws InvalidGraphException {
        Random random = new Random(seed);
        GraphBuilder b = new GraphBuilder();
        Shape shape = Shape.of(1 + random.nextInt(3), 1 + random.nextInt(4));
        Value last = b.input("x", DType.INT32, shape);
        for (int i = 0; i < random.nextInt(20); i++) {
            Value next = b.value("v" + i, DType.INT32, shape);
            switch (random.nextInt(4)) {
                case 0 -> b.add(new Operator.Add(last, last, next));
                case 1 -> b.add(new Operator.Reverse(last, random.nextInt(2), next));
                case 2 -> {
                    Tensor tensor = Tensor.zeros(DType.INT32, Shape.of(1, 1));
                    tensor.set(0, random.nextInt());
                    b.add(new Operator.BitwiseXor(last, b.constant("c" + i, tensor), next));
                }
                default -> b.add(new Operator.ArithmeticRightShift(last, last, random.nextBoolean(), next));
            }
            last = next;
        }
        b.output(last);
        Graph read = readBack(b.build());

        assertThat(readBack(read)).isEqualTo(read);
        assertThat(TosaWriter.format(read)).isEqualTo(TosaWriter.format(b.build()));
    }

    @Property(tries = 2000)
    void damagedFileIsReadOrRefused(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int flips) {
        Random random = new Random(seed);
        byte[][] files = {
            TosaWriter.format(Graphs.choice()),
            TosaWriter.format(Graphs.countdown(3, 1)),
            TosaWriter.format(Graphs.gallery())
        };
        byte[] file = files[random.nextInt(files.length)];
        for (int i = 0; i < flips; i++) {
            int at = random.nextInt(file.length);
            file[at] = (byte) (random.nextBoolean() ? file[at] ^ 1 << random.nextInt(8) : random.nextInt(256));
        }
        try {
            assertThat(TosaReader.parse(file, "x.tosa", Level.EIGHT_K)).isNotNull();
        } catch (InvalidGraphException refused) {
            assertThat(refused.problems()).isNotEmpty();
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }
}
