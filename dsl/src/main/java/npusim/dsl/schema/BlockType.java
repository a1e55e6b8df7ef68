package npusim.dsl.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A kind of block: its properties and inner blocks, with their documentation. */
public final class BlockType {

    private final String name;
    private final String meaning;
    private final Map<String, PropertySpec> properties = new LinkedHashMap<>();
    private final Map<String, Inner> inner = new LinkedHashMap<>();
    private final Map<String, String> slips = new LinkedHashMap<>();
    private @Nullable PropertySpec open;

    /**
     * An inner block.
     *
     * @param type its type
     * @param labelled whether each occurrence has a label of its own
     * @param required whether it must occur
     */
    public record Inner(BlockType type, boolean labelled, boolean required) {}

    private BlockType(String name, String meaning) {
        this.name = name;
        this.meaning = meaning;
    }

    static BlockType block(String name, String meaning) {
        return new BlockType(name, meaning);
    }

    BlockType required(String property, PropertyType type, String propertyMeaning) {
        properties.put(property, new PropertySpec(property, type, true, null, propertyMeaning));
        return this;
    }

    BlockType optional(String property, PropertyType type, @Nullable String defaultValue, String propertyMeaning) {
        properties.put(property, new PropertySpec(property, type, false, defaultValue, propertyMeaning));
        return this;
    }

    BlockType with(BlockType block) {
        inner.put(block.name, new Inner(block, false, true));
        return this;
    }

    BlockType withOptional(BlockType block) {
        inner.put(block.name, new Inner(block, false, false));
        return this;
    }

    BlockType withLabelled(BlockType block, boolean atLeastOne) {
        inner.put(block.name, new Inner(block, true, atLeastOne));
        return this;
    }

    BlockType open(PropertyType type, String propertyMeaning) {
        open = new PropertySpec("NAME", type, false, null, propertyMeaning);
        return this;
    }

    /** What to say when someone writes {@code word}, which is no property here, but often thought to be one. */
    BlockType slip(String word, String advice) {
        slips.put(word, advice);
        return this;
    }

    /** Advice by words that are often taken for properties of the block. */
    public Map<String, String> slips() {
        return slips;
    }

    /** The word that introduces the block. */
    public String name() {
        return name;
    }

    /** One or two sentences. */
    public String meaning() {
        return meaning;
    }

    /** Properties by name, in the order of the reference page. */
    public Map<String, PropertySpec> properties() {
        return properties;
    }

    /** Inner blocks by introducing word. */
    public Map<String, Inner> inner() {
        return inner;
    }

    /** The type of the inner block that a path calls {@code part}, its word or a label of the design's own; null if none. */
    public @Nullable BlockType innerAt(String part) {
        Inner named = inner.get(part);
        if (named != null && !named.labelled()) {
            return named.type();
        }
        return inner.values().stream()
                .filter(Inner::labelled)
                .map(Inner::type)
                .findFirst()
                .orElse(null);
    }

    /** The type of freely named properties, or null when names are fixed. */
    public @Nullable PropertySpec open() {
        return open;
    }

    /** The specification of {@code property}, or null when the block has none. */
    public @Nullable PropertySpec property(String property) {
        PropertySpec spec = properties.get(property);
        if (spec != null || open == null) {
            return spec;
        }
        return new PropertySpec(property, open.type(), false, null, open.meaning());
    }

    @Override
    public String toString() {
        return name;
    }
}
