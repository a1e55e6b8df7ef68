package npusim.languageserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Speaks the protocol with a server of its own process, as an editor does over standard input and output. */
@Timeout(120)
class NpuLanguageServerTest {

    private static final String TEXT = """
            import "ethos-u85.npu"
            import "memory-modes.npu"

            /// Half the staging of the kit.
            memory_mode Tiny extends Dedicated_Sram { arena_cache = 192 Kib }

            accelerator Wide extends Ethos_U85_512 {
              mac_array {
                macs_per_cycle = 512
              }
            }

            platform Desk {
              defaults = table {
                | accelerators | system | memory_mode |
                | [Wide] | any | Tiny |
              }
            }
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private OutputStream toServer = OutputStream.nullOutputStream();
    private InputStream fromServer = InputStream.nullInputStream();
    private int lastId;

    /** What a test does with a running server. */
    @FunctionalInterface
    private interface Session {
        void run() throws Exception;
    }

    @Test
    void answersEverythingAnEditorAsks() throws Exception {
        withServer(() -> {
            answers();
            ask("shutdown", "null");
            toServer.close();
        });
    }

    @Test
    void checksAgainWhenAnImportedFileIsSavedOrChanges() throws Exception {
        withServer(() -> {
            Path imported = folder.resolve("imported.npu");
            String text = "import \"memory-modes.npu\"\nmemory_mode Base extends Dedicated_Sram {}\n";
            Files.writeString(imported, text);
            String user = folder.resolve("user.npu").toUri().toString();
            open(user, "import \"imported.npu\"\nmemory_mode Child extends Base {}\n");
            assertThat(problems(user)).isEmpty();
            Files.writeString(imported, text.replace("Base", "Other"));
            tell("textDocument/didSave", "{\"textDocument\":{\"uri\":\"" + user + "\"}}");
            assertThat(problems(user)).hasSize(1);

            Files.writeString(imported, text);
            tell("workspace/didChangeWatchedFiles", "{\"changes\":[]}");
            assertThat(problems(user)).isEmpty();
            ask("shutdown", "null");
            tell("exit", "null");
        });
    }

    @Test
    void checksWithTheUnsavedTextOfAnOpenImport() throws Exception {
        withServer(() -> {
            Path base = folder.resolve("base.npu");
            String text = "import \"memory-modes.npu\"\nmemory_mode Base extends Dedicated_Sram {}\n";
            Files.writeString(base, text);
            Files.writeString(folder.resolve("between.npu"), "import \"base.npu\"\n");
            String imported = base.toUri().toString();
            String user = folder.resolve("user.npu").toUri().toString();
            open(user, "import \"between.npu\"\nimport \"base.npu\"\nmemory_mode Child extends Base {}\n");
            assertThat(problems(user)).isEmpty();

            open(imported, text.replace("Base", "Other"));
            assertThat(problems(user)).hasSize(1);
            change(imported, "1:12-1:17=Base");
            assertThat(problems(user)).isEmpty();
            change(imported, "1:12-1:16=Third");
            assertThat(problems(user)).hasSize(1);
            tell("textDocument/didClose", "{\"textDocument\":{\"uri\":\"" + imported + "\"}}");
            assertThat(problems(user)).isEmpty();
            ask("shutdown", "null");
            tell("exit", "null");
        });
    }

    @Test
    void takesChangesByRange() throws Exception {
        withServer(() -> {
            assertThat(ask("initialize", "{}")
                            .at("/capabilities/textDocumentSync")
                            .asInt())
                    .isEqualTo(2);
            String uri = folder.resolve("a.npu").toUri().toString();
            open(
                    uri,
                    "import \"memory-modes.npu\"\r\n/* \ud83d\ude00 */ memory_mode A extends Dedicated_Sram {}\r\nmemory_mode B extends A {}\r\n");
            assertThat(problems(uri)).isEmpty();
            change(uri, "1:21-1:22=C", "2:22-2:23=D"); // what was A becomes C, then its use becomes D
            assertThat(problems(uri).at("/0/range").toString())
                    .isEqualTo("{\"start\":{\"line\":2,\"character\":22},\"end\":{\"line\":2,\"character\":23}}");
            change(uri, "2:22-2:23=C");
            assertThat(problems(uri)).isEmpty();
            ask("shutdown", "null");
            tell("exit", "null");
        });
    }

    @Test
    void knowsADocumentByTheSpellingOfItsEditor() throws Exception {
        withServer(() -> {
            Files.writeString(folder.resolve("a+b.npu"), "const Old = 3\n");
            String spelled = folder.toUri() + "a%2Bb.npu";
            for (String uri : List.of(spelled, "untitled:Untitled-1", "file://elsewhere/share/c.npu", "a b")) {
                open(uri, "const Old = 3\nconst Twice = 2 * Old\n");
                problems(uri);
                assertThat(ask("textDocument/definition", at(uri, 1, 19))
                                .at("/0/uri")
                                .asText())
                        .isEqualTo(uri);
                JsonNode changes = rename(uri, 1, 19, "New").at("/result/changes");
                assertThat(changes.fieldNames()).toIterable().containsExactly(uri);
                assertThat(changes.path(uri)).hasSize(2);
            }
            ask("shutdown", "null");
            tell("exit", "null");
        });
    }

    @Test
    void refusesNamesThatCannotBeOrAreTaken() throws Exception {
        withServer(() -> {
            String uri = folder.resolve("tiny.npu").toUri().toString();
            open(uri, TEXT);
            String client = "{\"capabilities\":{\"textDocument\":{\"rename\":{\"prepareSupport\":true}}}}";
            assertThat(ask("initialize", client)
                            .at("/capabilities/renameProvider/prepareProvider")
                            .asBoolean())
                    .isTrue();
            assertThat(ask("textDocument/prepareRename", at(uri, 4, 13)).toString())
                    .isEqualTo("{\"start\":{\"line\":4,\"character\":12},\"end\":{\"line\":4,\"character\":16}}");
            for (String place : List.of(at(uri, 4, 3), at(uri, 4, 28), at(uri, 8, 6), at(uri, 3, 8))) {
                assertThat(ask("textDocument/prepareRename", place).isNull())
                        .as(place)
                        .isTrue();
            }
            for (String name : List.of("", "two words", "import", "1st", "Ünï")) {
                assertThat(rename(uri, 4, 13, name).at("/error/message").asText())
                        .isEqualTo("'" + name + "' is no name");
            }
            assertThat(rename(uri, 4, 13, "Wide").at("/error/message").asText())
                    .isEqualTo("there is a declaration called 'Wide'");
            assertThat(rename(uri, 4, 28, "Mine").at("/error/message").asText())
                    .isEqualTo("'Dedicated_Sram' ships with npusim: nobody may edit it");
            ask("shutdown", "null");
            tell("exit", "null");
        });
    }

    /** Runs the session, after which the server must end by itself. */
    private void withServer(Session session) throws Exception {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "npusim.cli.Main",
                        "language-server")
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
        toServer = server.getOutputStream();
        fromServer = server.getInputStream();
        try {
            session.run();
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
            assertThat(folder.resolve("errors.txt")).content().doesNotContain("Exception");
        } finally {
            server.destroyForcibly();
        }
    }

    private void answers() throws Exception {
        String uri = folder.resolve("tiny.npu").toUri().toString();
        Files.writeString(folder.resolve("tiny.npu"), TEXT.replace("192 Kib", "192 KiB"));
        Path user = folder.resolve("user.npu");
        Files.writeString(user, "import \"tiny.npu\"\nmemory_mode Tinier extends Tiny { arena_cache = 96 KiB }\n");
        Files.writeString(folder.resolve("other.npu"), "const Tiny = 3\n");

        assertThat(ask("initialize", "{}").at("/capabilities/renameProvider").asBoolean())
                .isTrue();
        open(uri, TEXT);
        JsonNode problems = problems(uri);
        assertThat(problems.at("/0/code").asText()).isEqualTo("NPU-0301");
        assertThat(problems.at("/0/range/start/line").asInt()).isEqualTo(4);

        JsonNode fix = ask(
                "textDocument/codeAction",
                "{\"textDocument\":{\"uri\":\"" + uri
                        + "\"},\"range\":{\"start\":{\"line\":4,\"character\":0},\"end\":{\"line\":4,\"character\":0}},\"context\":{\"diagnostics\":[]}}");
        assertThat(fix.at("/0/title").asText()).isEqualTo("did you mean KiB?");

        assertThat(ask("textDocument/hover", at(uri, 8, 6))
                        .at("/contents/value")
                        .asText())
                .contains("**macs_per_cycle**")
                .contains("resolves to `512`");
        assertThat(ask("textDocument/completion", at(uri, 8, 4)).findValuesAsText("label"))
                .contains("macs_per_cycle", "ofm_microblocks", "dot_product");
        assertThat(ask("textDocument/definition", at(uri, 6, 28)).isArray()).isTrue();
        assertThat(ask("textDocument/documentSymbol", "{\"textDocument\":{\"uri\":\"" + uri + "\"}}")
                        .findValuesAsText("name"))
                .contains("Tiny", "Wide", "mac_array", "Desk");

        String places = at(uri, 4, 13).replaceFirst("}$", ",\"context\":{\"includeDeclaration\":false}}");
        JsonNode all = ask("textDocument/references", places.replace("false", "true"));
        assertThat(all.findValuesAsText("uri"))
                .containsExactlyInAnyOrder(uri, uri, user.toUri().toString());
        JsonNode uses = ask("textDocument/references", places);
        assertThat(uses.findValuesAsText("uri"))
                .containsExactlyInAnyOrder(uri, user.toUri().toString());
        assertThat(uses.findValues("start")).doesNotContain(all.at("/0/range/start"));
        JsonNode marked = ask("textDocument/documentHighlight", at(uri, 4, 13));
        assertThat(marked.findValues("range")).hasSize(2).contains(all.at("/0/range"));

        JsonNode rename = rename(uri, 4, 13, "Small").path("result");
        assertThat(rename.at("/changes").path(uri)).hasSize(2);
        assertThat(rename.at("/changes").path(user.toUri().toString())).hasSize(1);
        assertThat(rename.at("/changes")).hasSize(2);

        JsonNode formatted = ask(
                "textDocument/formatting",
                "{\"textDocument\":{\"uri\":\"" + uri + "\"},\"options\":{\"tabSize\":2,\"insertSpaces\":true}}");
        assertThat(formatted.at("/0/newText").asText()).contains("| [Wide]       | any    | Tiny        |");
    }

    private static String at(String uri, int line, int character) {
        return "{\"textDocument\":{\"uri\":\"" + uri + "\"},\"position\":{\"line\":" + line + ",\"character\":"
                + character + "}}";
    }

    private void open(String uri, String text) throws IOException {
        tell(
                "textDocument/didOpen",
                "{\"textDocument\":{\"uri\":\"" + uri + "\",\"languageId\":\"npu\",\"version\":1,\"text\":"
                        + JSON.writeValueAsString(text) + "}}");
    }

    /** Changes a document as {@code line:character-line:character=text} says. */
    private void change(String uri, String... changes) throws IOException {
        String events = Stream.of(changes)
                .map(
                        change -> change.replaceFirst(
                                "^(\\d+):(\\d+)-(\\d+):(\\d+)=(.*)$",
                                "{\"range\":{\"start\":{\"line\":$1,\"character\":$2},\"end\":{\"line\":$3,\"character\":$4}},\"text\":\"$5\"}"))
                .collect(Collectors.joining(","));
        tell(
                "textDocument/didChange",
                "{\"textDocument\":{\"uri\":\"" + uri + "\",\"version\":2},\"contentChanges\":[" + events + "]}");
    }

    /** What the next message about the document says is wrong with it. */
    private JsonNode problems(String uri) throws IOException {
        while (true) {
            JsonNode message = receive();
            if (message.at("/params/uri").asText().equals(uri)) {
                return message.at("/params/diagnostics");
            }
        }
    }

    /** The whole answer, with its result or its error. */
    private JsonNode rename(String uri, int line, int character, String newName) throws IOException {
        return answer(
                "textDocument/rename",
                at(uri, line, character).replaceFirst("}$", ",\"newName\":\"" + newName + "\"}"));
    }

    private JsonNode ask(String method, String parameters) throws IOException {
        JsonNode message = answer(method, parameters);
        assertThat(message.has("error")).as(message.toString()).isFalse();
        return message.path("result");
    }

    private JsonNode answer(String method, String parameters) throws IOException {
        int id = ++lastId;
        send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}");
        while (true) {
            JsonNode message = receive();
            if (message.path("id").asInt(-1) == id) {
                return message;
            }
        }
    }

    private void tell(String method, String parameters) throws IOException {
        send("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + parameters + "}");
    }

    private void send(String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        toServer.write(("Content-Length: " + bytes.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        toServer.write(bytes);
        toServer.flush();
    }

    private JsonNode receive() throws IOException {
        int length = 0;
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = fromServer.read();
            assertThat(c).as("the server has gone").isNotNegative();
            if (c == '\n') {
                if (line.isEmpty()) {
                    break;
                }
                if (line.toString().startsWith("Content-Length:")) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
                line.setLength(0);
            } else if (c != '\r') {
                line.append((char) c);
            }
        }
        return JSON.readTree(fromServer.readNBytes(length));
    }
}
