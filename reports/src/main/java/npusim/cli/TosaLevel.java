package npusim.cli;

import npusim.graph.Level;

/** The {@code --level} option. */
final class TosaLevel {
    private TosaLevel() {}

    static Level parse(String name) {
        return switch (name) {
            case "8K", "8k" -> Level.EIGHT_K;
            case "none" -> Level.NONE;
            default -> throw new BadInputException("unknown level '" + name + "'; there are 8K and none");
        };
    }
}
