package npusim.zoo;

import java.util.Map;
import npusim.graph.Graph;

/**
 * A network of the zoo as an int8 graph.
 *
 * @param name canonical name
 * @param graph PRO-INT operators, NHWC
 * @param macs multiply-accumulates of convolutions and dense layers, and the elements that pools read
 * @param encodedBytes published size in bytes of a layer's encoded weights with scales and biases, by the name of the
 *     weight constant; layers without a published size are absent
 */
public record ZooNetwork(String name, Graph graph, long macs, Map<String, Integer> encodedBytes) {
    public ZooNetwork {
        encodedBytes = Map.copyOf(encodedBytes);
    }
}
