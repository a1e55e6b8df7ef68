package npusim.kernel.loop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes element loops from a template: a class whose constant {@link ElementLoop.Kind} says what its loop does. For each kind
 * the template is defined once more as a hidden class, so that the compiler knows function and types and leaves nothing of
 * the choice in the loop; one loop is written for all of them.
 */
final class ElementLoops {
    private final String template;
    private final Map<ElementLoop.Kind, ElementLoop> loops = new ConcurrentHashMap<>();

    /** @param template simple name of a class of this package that has a constructor without parameters */
    ElementLoops(String template) {
        this.template = template;
    }

    ElementLoop of(ElementLoop.Kind kind) {
        ElementLoop known = loops.get(kind); // takes no lock, and this is asked for each chunk
        return known != null ? known : loops.computeIfAbsent(kind, this::make);
    }

    /** What the hidden class {@code copy} of a template is to do. */
    static ElementLoop.Kind kindOf(MethodHandles.Lookup copy) {
        try {
            return Objects.requireNonNull(MethodHandles.classData(copy, "_", ElementLoop.Kind.class));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private ElementLoop make(ElementLoop.Kind kind) {
        try (InputStream file = ElementLoops.class.getResourceAsStream(template + ".class")) {
            byte[] bytes = Objects.requireNonNull(file, template).readAllBytes();
            return (ElementLoop) MethodHandles.lookup()
                    .defineHiddenClassWithClassData(bytes, kind, true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
