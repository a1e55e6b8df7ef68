package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executes the tutorial: writes its files, runs its commands and compares what they print. */
class TutorialTest {

    private static final Path TUTORIAL = Path.of("../docs/language/tutorial.md");
    private static final Pattern BLOCK = Pattern.compile("```(npu|console)( [\\w.-]+)?\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FIGURE = Pattern.compile("[0-9][0-9.]*( [µmn]?[sJ]\\b)?");
    private static final String ELISION = "…\n";
    private static final Pattern FILE = Pattern.compile("[\\w-]+\\.(npu|json)");
    /** Lines of shipped files move when those are edited; the tutorial does not pin them. */
    private static final Pattern SHIPPED_LINE = Pattern.compile("(configs/[\\w.-]+\\.npu)(:\\d+)+");

    @TempDir
    Path folder;

    @Test
    void everySnippetDoesWhatTheTutorialSays() throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(TUTORIAL));
        int commands = 0;
        int files = 0;
        while (blocks.find()) {
            if (blocks.group(1).equals("npu")) {
                Files.writeString(folder.resolve(blocks.group(2).strip()), blocks.group(3));
                files++;
            } else {
                int end = blocks.group(3).indexOf('\n');
                String command = blocks.group(3).substring(0, end);
                String said = run(command.substring("$ npusim ".length()));
                String written =
                        SHIPPED_LINE.matcher(blocks.group(3).substring(end + 1)).replaceAll("$1");
                if (blocks.group(2) == null) {
                    assertThat(said).as(command).isEqualTo(written);
                } else {
                    assertThat(withoutFigures(said))
                            .as(command)
                            .startsWith(withoutFigures(written.substring(0, written.indexOf(ELISION))));
                }
                commands++;
            }
        }
        assertThat(files).isGreaterThanOrEqualTo(7);
        assertThat(commands).isGreaterThanOrEqualTo(10);
    }

    /** Figures of a run change with the timing engine; its lines and their order do not. */
    private static String withoutFigures(String text) {
        return FIGURE.matcher(text).replaceAll("0").replaceAll(" +", " ");
    }

    /** What the command prints, diagnostics first. */
    private String run(String command) {
        List<String> arguments = new ArrayList<>();
        for (String word : command.split(" ")) {
            if (!arguments.isEmpty() && arguments.getLast().equals("--trace")) {
                arguments.add(folder.resolve(word).toString());
                continue;
            }
            arguments.add(FILE.matcher(word).matches() ? folder.resolve(word).toString() : word);
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        String text = (err + out.toString()).replace(folder + "/", "");
        return SHIPPED_LINE.matcher(text).replaceAll("$1");
    }
}
