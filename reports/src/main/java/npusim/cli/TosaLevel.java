package npusim.cli;

import static npusim.cli.Heading.Topic.WORK;

import npusim.graph.Level;
import picocli.CommandLine.Option;

/** The {@code --level} option. */
@Heading(WORK)
final class TosaLevel {
    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            completionCandidates = NameCandidates.Levels.class,
            defaultValue = "8K",
            description = "Level of TOSA whose maxima the graph must keep to: 8K or none (default: ${DEFAULT-VALUE}).")
    private String name = "8K";

    Level chosen() {
        return switch (name) {
            case "8K", "8k" -> Level.EIGHT_K;
            case "none" -> Level.NONE;
            default -> throw new BadInputException("unknown level '" + name + "'; there are 8K and none");
        };
    }
}
