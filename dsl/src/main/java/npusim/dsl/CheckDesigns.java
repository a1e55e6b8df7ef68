package npusim.dsl;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import npusim.hardware.PlatformDefault;

/** Puts together what the files of the user name together, so that a file without errors is one whose designs run. */
final class CheckDesigns {
    private final Library library;
    private final DiagnosticSink sink;
    private final Set<SourceFile> files;

    CheckDesigns(Library library, DiagnosticSink sink) {
        this.library = library;
        this.sink = sink;
        this.files = new HashSet<>(library.userFiles());
    }

    void check() {
        ofUser("accelerator").forEach(name -> collect(() -> library.accelerator(name)));
        for (String platform : ofUser("platform")) {
            library.platform(platform)
                    .defaults()
                    .collect(PlatformDefault::accelerator)
                    .select(library.names("accelerator")::contains) // others are extended
                    .forEach(name ->
                            collect(() -> library.configure(Selection.of(name).withPlatform(platform))));
        }
    }

    private List<String> ofUser(String kind) {
        return library.names(kind).stream()
                .filter(name -> {
                    Span declared = library.declaration(name);
                    return declared != null && files.contains(declared.file());
                })
                .toList();
    }

    private void collect(Runnable design) {
        try {
            design.run();
        } catch (DiagnosticException wrong) {
            wrong.diagnostics().forEach(sink::report);
        }
    }
}
