package npusim;

import static npusim.NpuSimException.given;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import npusim.dsl.Library;
import npusim.dsl.ResolvedProperty;
import npusim.dsl.Selection;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.hardware.HardwareConfiguration;

/**
 * An accelerator with the system around it. Designs are immutable: the methods that change something return another design.
 * All of them throw {@link NpuSimException} when names, values or parts do not fit.
 */
public final class NpuDesign {
    private final Library library;
    private final Selection selection;
    private final HardwareConfiguration hardware;

    NpuDesign(Library library, Selection selection) {
        this.library = library;
        this.selection = selection;
        try {
            hardware = library.configure(selection);
        } catch (DiagnosticException e) {
            throw new NpuSimException(e);
        }
    }

    /** This design on another platform. */
    public NpuDesign platform(String name) {
        return new NpuDesign(library, selection.withPlatform(given(name, "name of the platform")));
    }

    /** This design in another system configuration. */
    public NpuDesign system(String name) {
        return new NpuDesign(library, selection.withSystem(given(name, "name of the system")));
    }

    /** This design in another memory mode. */
    public NpuDesign memoryMode(String name) {
        return new NpuDesign(library, selection.withMemoryMode(given(name, "name of the memory mode")));
    }

    /**
     * This design with one property changed.
     *
     * @param path such as {@code system.Dram.read_latency}
     * @param value in the language, with its unit, such as {@code 200 cycles}
     */
    public NpuDesign with(String path, String value) {
        return new NpuDesign(
                library, selection.withOverride(given(path, "path of the property"), given(value, "value")));
    }

    /** Name of the accelerator. */
    public String accelerator() {
        return hardware.accelerator().name();
    }

    /** Every property by path, as the language writes its value. */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (ResolvedProperty property : library.resolve(selection)) {
            properties.put(property.path(), property.value());
        }
        return Collections.unmodifiableMap(properties);
    }

    /** The value of one property, if there is such a property. */
    public Optional<String> property(String path) {
        return Optional.ofNullable(properties().get(given(path, "path of the property")));
    }

    HardwareConfiguration hardware() {
        return hardware;
    }

    @Override
    public String toString() {
        return accelerator() + " in " + hardware.system().name() + ", "
                + hardware.memoryMode().name();
    }
}
