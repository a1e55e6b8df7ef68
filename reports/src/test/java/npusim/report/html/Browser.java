package npusim.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium driven over its DevTools protocol, with no library between. */
public final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = Collections.synchronizedList(new ArrayList<>());

    private Browser(Process process, URI page) {
        this.process = process;
        socket = client.newWebSocketBuilder().buildAsync(page, new Listener()).join();
    }

    /** Where the browser is, if the machine has one. */
    public static Optional<Path> executable() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts a browser with an empty page. */
    public static Browser start(Path executable, Path profile) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        executable.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--window-size=1360,1000",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path portFile = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(portFile) || Files.readAllLines(portFile).size() < 2) {
            if (System.nanoTime() > end || !process.isAlive()) {
                process.destroyForcibly();
                throw new IOException("the browser did not start");
            }
            Thread.sleep(50);
        }
        String port = Files.readAllLines(portFile).getFirst();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String targets = client.send(
                            java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                                    .build(),
                            java.net.http.HttpResponse.BodyHandlers.ofString())
                    .body();
            for (JsonNode target : JSON.readTree(targets)) {
                if (target.path("type").asText().equals("page")) {
                    return new Browser(
                            process,
                            URI.create(target.path("webSocketDebuggerUrl").asText()));
                }
            }
        }
        process.destroyForcibly();
        throw new IOException("the browser has no page");
    }

    /** Opens a file and waits until its scripts say that they are done. */
    public void open(Path file) throws Exception {
        for (String domain : List.of("Runtime", "Log", "Network", "Page")) {
            call(domain + ".enable", JSON.createObjectNode());
        }
        events.clear();
        call("Page.navigate", JSON.createObjectNode().put("url", file.toUri().toString()));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!evaluate("document.documentElement?.dataset.ready === 'true'").asBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the page did not get ready; errors: " + errors());
            }
            Thread.sleep(50);
        }
    }

    /** Value of a JavaScript expression in the page. */
    public JsonNode evaluate(String expression) throws Exception {
        JsonNode result = call(
                "Runtime.evaluate",
                JSON.createObjectNode()
                        .put("expression", expression)
                        .put("returnByValue", true)
                        .put("awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** Picture of the whole page. */
    public byte[] screenshot() throws Exception {
        JsonNode result = call(
                "Page.captureScreenshot",
                JSON.createObjectNode().put("format", "png").put("captureBeyondViewport", true));
        return Base64.getDecoder().decode(result.path("data").asText());
    }

    /** Sets the width of the page to that of a phone, for example. */
    public void resize(int width, int height) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                JSON.createObjectNode()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
    }

    /** Presses and releases a key that has no letter, such as Tab or Enter. */
    void press(String key, int code) throws Exception {
        for (String type : List.of("keyDown", "keyUp")) {
            ObjectNode event = JSON.createObjectNode()
                    .put("type", type)
                    .put("key", key)
                    .put("code", key)
                    .put("windowsVirtualKeyCode", code);
            call(
                    "Input.dispatchKeyEvent",
                    key.equals("Enter") && type.equals("keyDown") ? event.put("text", "\r") : event);
        }
    }

    /** Lays the page out for {@code screen} or {@code print}. */
    void medium(String medium) throws Exception {
        call("Emulation.setEmulatedMedia", JSON.createObjectNode().put("media", medium));
    }

    /** What the console and the page's scripts complained about. */
    public List<String> errors() {
        synchronized (events) {
            return events.stream()
                    .filter(event -> switch (event.path("method").asText()) {
                        case "Runtime.exceptionThrown" -> true;
                        case "Log.entryAdded" ->
                            event.at("/params/entry/level").asText().equals("error");
                        case "Runtime.consoleAPICalled" ->
                            List.of("error", "warning")
                                    .contains(event.at("/params/type").asText());
                        default -> false;
                    })
                    .map(JsonNode::toString)
                    .toList();
        }
    }

    /** Addresses that were requested, apart from the file itself and data inside it. */
    public List<String> requests() {
        synchronized (events) {
            return events.stream()
                    .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
                    .map(event -> event.at("/params/request/url").asText())
                    .filter(url -> !url.startsWith("file:") && !url.startsWith("data:") && !url.startsWith("blob:"))
                    .toList();
        }
    }

    private JsonNode call(String method, ObjectNode parameters) throws Exception {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        socket.sendText(JSON.writeValueAsString(message), true).join();
        JsonNode result = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (result.has("error")) {
            throw new AssertionError(method + ": " + result.get("error"));
        }
        return result.path("result");
    }

    @Override
    public void close() throws InterruptedException {
        socket.abort();
        client.shutdownNow();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                accept(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void accept(String message) {
            try {
                JsonNode node = JSON.readTree(message);
                if (node.has("id")) {
                    answers.remove(node.get("id").asInt()).complete(node);
                } else {
                    events.add(node);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
