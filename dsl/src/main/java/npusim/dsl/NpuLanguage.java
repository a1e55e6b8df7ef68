package npusim.dsl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import npusim.dsl.analysis.FileScope;
import npusim.dsl.analysis.Model;
import npusim.dsl.analysis.ResolveImports;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Compiles descriptions. Shipped configurations are resources below {@code npusim/configs/} on the class path; the file
 * {@code all.npu} imports them all.
 */
public final class NpuLanguage {

    private static final String RESOURCES = "npusim/configs/";
    private static final String ROOT = "all.npu";
    private static final String SHIPPED = "configs/";

    private NpuLanguage() {}

    /** The shipped configurations; throws {@link npusim.dsl.diagnostic.DiagnosticException} if they have errors. */
    public static Library shipped() {
        return Holder.LIBRARY;
    }

    private static final class Holder {
        static final Library LIBRARY = compile(List.of()).orThrow();
    }

    /** Compiles {@code files} together with the shipped configurations. */
    public static Compilation compile(List<Path> files) {
        return compile(files, _ -> null);
    }

    /**
     * Compiles {@code files} together with the shipped configurations.
     *
     * @param given what stands in the place of a file; null for what is on disk
     */
    public static Compilation compile(List<Path> files, Function<Path, @Nullable SourceFile> given) {
        DiagnosticSink sink = new DiagnosticSink();
        List<SourceFile> sources = new ArrayList<>();
        for (Path file : files) {
            SourceFile instead = given.apply(file);
            SourceFile source = instead == null ? read(file, sink) : instead;
            if (source != null) {
                sources.add(source);
            }
        }
        return compile(sources, sink, true);
    }

    /** Compiles texts, with or without the shipped configurations; imports are looked up among them, too. */
    public static Compilation compileSources(List<SourceFile> sources, boolean withShipped) {
        return compile(sources, new DiagnosticSink(), withShipped);
    }

    /**
     * Compiles a text together with the shipped configurations.
     *
     * @param unsaved what an imported file holds instead of what is on disk, by its path with forward slashes; null for the disk
     */
    public static Compilation compileSource(SourceFile source, Function<String, @Nullable SourceFile> unsaved) {
        return compile(List.of(source), unsaved, new DiagnosticSink(), true);
    }

    private static Compilation compile(List<SourceFile> sources, DiagnosticSink sink, boolean withShipped) {
        return compile(sources, _ -> null, sink, withShipped);
    }

    private static Compilation compile(
            List<SourceFile> sources,
            Function<String, @Nullable SourceFile> unsaved,
            DiagnosticSink sink,
            boolean withShipped) {
        ResolveImports imports = new ResolveImports(new Resolver(sources, unsaved), sink);
        sources.forEach(imports::load);
        SourceFile root = withShipped ? shippedFile(ROOT) : null;
        if (root != null) {
            imports.load(root);
        }
        List<FileScope> files = imports.files();
        Model model = new Model(files);
        model.check(sink);
        Library library = new Library(model);
        if (!sink.hasErrors()) {
            new CheckDesigns(library, sink).check();
        }
        return new Compilation(sink.sorted(), library);
    }

    private static @Nullable SourceFile read(Path path, DiagnosticSink sink) {
        String name = path.toString().replace('\\', '/');
        try {
            byte[] bytes = Files.readAllBytes(path);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new SourceFile(name, text);
        } catch (CharacterCodingException malformed) {
            return unreadable(name, "it is no UTF-8 text", sink);
        } catch (IOException failed) {
            String why = Files.exists(path)
                    ? (Files.isDirectory(path) ? "it is a directory" : "it may not be read")
                    : "it does not exist";
            return unreadable(name, why, sink);
        }
    }

    private static @Nullable SourceFile unreadable(String name, String why, DiagnosticSink sink) {
        Span span = new Span(new SourceFile(name, ""), 0, 0);
        sink.report(Diagnostic.of(DiagnosticCode.UNREADABLE_FILE, span, why));
        return null;
    }

    private static @Nullable SourceFile shippedFile(String path) {
        try (InputStream stream = NpuLanguage.class.getClassLoader().getResourceAsStream(RESOURCES + path)) {
            return stream == null
                    ? null
                    : new SourceFile(SHIPPED + path, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    /** What ships: the files that the root imports, and the first of them that declares a name. */
    private static final class Declarations {
        private static final Pattern IMPORT = Pattern.compile("(?m)^import \"([^\"]*)\"");
        private static final Pattern HEAD = Pattern.compile("(?m)^(?:abstract )?[a-z_]+ (\\w+)");

        static final List<String> PATHS =
                matches(IMPORT, ROOT).map(found -> found.group(1)).toList();
        static final Map<String, String> FILES = new HashMap<>();

        static {
            for (String path : PATHS) {
                matches(HEAD, path).forEach(found -> FILES.putIfAbsent(found.group(1), path));
            }
        }

        private static Stream<MatchResult> matches(Pattern pattern, String path) {
            SourceFile file = shippedFile(path);
            return file == null ? Stream.empty() : pattern.matcher(file.text()).results();
        }
    }

    private static final class Resolver implements ResolveImports.SourceResolver {
        private final Map<String, SourceFile> given = new HashMap<>();
        private final Function<String, @Nullable SourceFile> unsaved;

        Resolver(List<SourceFile> given, Function<String, @Nullable SourceFile> unsaved) {
            given.forEach(file -> this.given.put(file.name(), file));
            this.unsaved = unsaved;
        }

        @Override
        public @Nullable SourceFile resolve(String path, SourceFile from) {
            if (path.isEmpty() || path.length() > 1000 || path.indexOf('\0') >= 0) {
                return null;
            }
            if (isShipped(from)) {
                String folder =
                        from.name().substring(SHIPPED.length(), from.name().lastIndexOf('/') + 1);
                SourceFile near = shippedFile(folder + path);
                return near != null ? near : shippedFile(path);
            }
            try {
                Path base = Path.of(from.name()).getParent();
                Path file = base == null ? Path.of(path) : base.resolve(path);
                String name = file.normalize().toString().replace('\\', '/');
                SourceFile known = given.containsKey(name) ? given.get(name) : unsaved.apply(name);
                if (known != null) {
                    return known;
                }
                if (Files.isRegularFile(file)) {
                    return read(file.normalize(), new DiagnosticSink());
                }
            } catch (java.nio.file.InvalidPathException invalid) {
                return null;
            }
            return path.contains("..") ? null : shippedFile(path);
        }

        @Override
        public boolean isShipped(SourceFile file) {
            return file.name().startsWith(SHIPPED);
        }

        @Override
        public @Nullable String declaringFile(String name) {
            return Declarations.FILES.get(name);
        }

        @Override
        public List<String> candidates(SourceFile from) {
            List<String> names = new ArrayList<>(Declarations.PATHS);
            Path base = Path.of(from.name()).getParent();
            try (Stream<Path> files = Files.list(base == null ? Path.of("") : base)) {
                files.map(p -> p.getFileName().toString())
                        .filter(n -> n.endsWith(".npu"))
                        .sorted()
                        .limit(200)
                        .forEach(names::add);
            } catch (IOException unreadable) {
                return names;
            }
            return names;
        }
    }
}
