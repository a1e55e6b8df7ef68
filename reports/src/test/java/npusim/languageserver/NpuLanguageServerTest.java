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
import java.util.concurrent.TimeUnit;
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

    @Test
    void answersEverythingAnEditorAsks() throws Exception {
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
            answers();
            ask("shutdown", "null");
            toServer.close();
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
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
        tell(
                "textDocument/didOpen",
                "{\"textDocument\":{\"uri\":\"" + uri + "\",\"languageId\":\"npu\",\"version\":1,\"text\":"
                        + JSON.writeValueAsString(TEXT) + "}}");
        JsonNode problems = notification("textDocument/publishDiagnostics").at("/diagnostics");
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

        JsonNode rename = ask(
                "textDocument/rename",
                "{\"textDocument\":{\"uri\":\"" + uri
                        + "\"},\"position\":{\"line\":4,\"character\":13},\"newName\":\"Small\"}");
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

    private JsonNode ask(String method, String parameters) throws IOException {
        int id = ++lastId;
        send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}");
        while (true) {
            JsonNode message = receive();
            if (message.path("id").asInt(-1) == id) {
                assertThat(message.has("error")).as(message.toString()).isFalse();
                return message.path("result");
            }
        }
    }

    private void tell(String method, String parameters) throws IOException {
        send("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + parameters + "}");
    }

    private JsonNode notification(String method) throws IOException {
        while (true) {
            JsonNode message = receive();
            if (message.path("method").asText().equals(method)) {
                return message.path("params");
            }
        }
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
