package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import npusim.dsl.schema.BlockType;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Member;
import org.jspecify.annotations.Nullable;

/** A block after inheritance: properties by name and inner blocks by label. Values are evaluated on demand. */
public final class Block {

    /** A requirement or study member with the surroundings it was written in. */
    record Pending(Member member, Environment environment) {}

    final BlockType type;
    final String name;
    final @Nullable Block parent;
    final Span span;
    final Map<String, Assigned> properties = new LinkedHashMap<>();
    final Map<String, Block> children = new LinkedHashMap<>();
    final List<Pending> pending = new ArrayList<>();
    String documentation = "";
    boolean broken;
    boolean isAbstract;

    Block(BlockType type, String name, @Nullable Block parent, Span span) {
        this.type = type;
        this.name = name;
        this.parent = parent;
        this.span = span;
    }

    /** Kind of block. */
    public BlockType type() {
        return type;
    }

    /** Label, declared name, or the introducing word of an unlabelled block. */
    public String name() {
        return name;
    }

    /** Where the block was first written. */
    public Span span() {
        return span;
    }

    /** Properties in order of declaration, ancestors first. */
    public Map<String, Assigned> properties() {
        return properties;
    }

    /** Inner blocks by label in order of declaration. */
    public Map<String, Block> children() {
        return children;
    }

    /** Documentation comment. */
    public String documentation() {
        return documentation;
    }

    /** The same blocks without any value. */
    Block outline(@Nullable Block outer) {
        Block copy = new Block(type, name, outer, span);
        copy.isAbstract = true;
        children.forEach((label, child) -> copy.children.put(label, child.outline(copy)));
        return copy;
    }

    Block root() {
        Block at = this;
        while (at.parent != null) {
            at = at.parent;
        }
        return at;
    }

    void markBroken() {
        root().broken = true;
    }
}
