package npusim.languageserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import npusim.dsl.quantity.Units;
import npusim.dsl.schema.Schemas;
import org.junit.jupiter.api.Test;

/** The colours of the editor extension know every word of the language. */
class EditorExtensionTest {

    private static final Path FOLDER = Path.of("../dsl/editors/vscode");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyKindAndUnitHasAColour() throws IOException {
        JsonNode grammar =
                JSON.readTree(FOLDER.resolve("syntaxes/npu.tmLanguage.json").toFile());
        Pattern declaration = pattern(grammar, "/repository/declaration/match");
        Pattern quantity = pattern(grammar, "/repository/quantity/match");

        for (String kind : Schemas.kinds().keySet()) {
            assertThat(declaration.matcher(kind + " Name").matches()).as(kind).isTrue();
        }
        for (String unit : Units.names()) {
            assertThat(quantity.matcher("7.5 " + unit).matches()).as(unit).isTrue();
        }
        assertThat(quantity.matcher("7.5 B/cycle").matches()).isTrue();
    }

    @Test
    void theExtensionStartsTheLanguageServer() throws IOException {
        JsonNode manifest = JSON.readTree(FOLDER.resolve("package.json").toFile());
        String script = Files.readString(FOLDER.resolve(manifest.path("main").asText()));

        assertThat(script).contains("'language-server'");
        for (JsonNode grammar : manifest.at("/contributes/grammars")) {
            assertThat(FOLDER.resolve(grammar.path("path").asText())).exists();
        }
    }

    private static Pattern pattern(JsonNode grammar, String pointer) {
        return Pattern.compile(grammar.at(pointer).asText());
    }
}
