package npusim.dsl.schema;

import java.util.List;

/**
 * A way of writing something, for the reference page and for hovers.
 *
 * @param section heading of the page
 * @param pattern capital words stand for the writer's own
 * @param meaning one line
 * @param example a file that uses it and has no error
 */
public record Form(String section, String pattern, String meaning, String example) {

    private static final String FILES = "Files and declarations";
    private static final String MEMBERS = "Members of a block";
    private static final String STUDY = "Members of a study";
    private static final String VALUES = "Values";
    private static final String FUNCTIONS = "Functions";

    /** All forms in the order of the page. */
    public static List<Form> all() {
        return ALL;
    }

    private static final List<Form> ALL = List.of(
            new Form(
                    FILES,
                    "import \"FILE\"",
                    "all names of a file beside this one or of a shipped one, and of what it imports in turn",
                    mode("arena_cache = 1 MiB")),
            new Form(
                    FILES,
                    "import \"FILE\" as SPACE",
                    "the same names as `SPACE.NAME`",
                    "import \"memory-modes.npu\" as modes\n\nmemory_mode M extends modes.Dedicated_Sram {}\n"),
            new Form(FILES, "const NAME = VALUE", "a named value", "const A = 4 KiB\n\n" + mode("arena_cache = 2 * A")),
            new Form(
                    FILES,
                    "KIND NAME { … }",
                    "a declaration; the kinds have a section each below",
                    system("ports = 2")),
            new Form(
                    FILES,
                    "KIND NAME extends PARENT { … }",
                    "takes over all of the parent; what is given again is changed",
                    mode("arena_cache = 1 MiB")),
            new Form(
                    FILES,
                    "abstract KIND NAME { … }",
                    "can only be extended, so it may lack properties",
                    "abstract memory_mode M {}\n"),
            new Form(
                    FILES,
                    "KIND NAME(PARAMETER = DEFAULT, …) { … }",
                    "parameters are names for values; without a default the declaration is abstract",
                    "import \"memory-modes.npu\"\n\nmemory_mode M(size = 1 MiB) extends Dedicated_Sram { arena_cache = size }\n"),
            new Form(
                    FILES,
                    "extends PARENT(PARAMETER = VALUE, …)",
                    "gives values for the parent's parameters",
                    "import \"memory-modes.npu\"\n\nmemory_mode M(size) extends Dedicated_Sram { arena_cache = size }\n\n"
                            + "memory_mode N extends M(size = 2 MiB) {}\n"),
            new Form(
                    FILES,
                    "/// TEXT",
                    "documentation of the next declaration, block or property",
                    "/// Two.\n" + mode("")),
            new Form(FILES, "// TEXT, /* TEXT */", "comments", "// one\n/* two */\n" + mode("")),
            new Form(MEMBERS, "PROPERTY = VALUE", "sets a property", mode("arena_cache = 1 MiB")),
            new Form(
                    MEMBERS,
                    "BLOCK.PROPERTY = VALUE",
                    "sets a property of an inner block",
                    accelerator("buffers.ifm = 32 KiB")),
            new Form(
                    MEMBERS,
                    "LIST += VALUE",
                    "adds an element or a list to the inherited one; of a table the new rows come first",
                    accelerator("capabilities += [chaining]")),
            new Form(MEMBERS, "LIST -= VALUE", "takes elements away", accelerator("capabilities -= chaining")),
            new Form(MEMBERS, "BLOCK { … }", "an inner block", accelerator("buffers { ifm = 32 KiB }")),
            new Form(MEMBERS, "BLOCK LABEL { … }", "an inner block of which there are several", system("ports = 2")),
            new Form(
                    MEMBERS,
                    "const NAME = VALUE",
                    "a named value for this block",
                    accelerator("const size = 32 KiB\n  buffers { ifm = size }")),
            new Form(
                    MEMBERS,
                    "if CONDITION { … } else if CONDITION { … } else { … }",
                    "members for some values of parameters and constants",
                    accelerator(
                            "const size = 32 KiB\n  if size > 16 KiB { buffers.ifm = size } else { buffers.ifm = 16 KiB }")),
            new Form(
                    MEMBERS,
                    "require CONDITION else \"MESSAGE\"",
                    "what must hold in the resolved design",
                    accelerator("require buffers.ifm >= 8 KiB else \"at least 8 KiB\"")),
            new Form(
                    STUDY,
                    "workload NAME(ARGUMENT = VALUE, …)",
                    "what every point runs; may stand several times",
                    study("")),
            new Form(
                    STUDY,
                    "vary PATH in [VALUE, …]",
                    "values of a property, or names of an accelerator, system, memory_mode or platform",
                    study("vary accelerator.buffers.output in [2 KiB, 4 KiB]")),
            new Form(
                    STUDY,
                    "vary PATH in LOW .. HIGH step STEP",
                    "values at equal distances; bare numbers take the unit of HIGH",
                    study("vary system.Dram.read_latency in 100 .. 500 cycles step 100")),
            new Form(
                    STUDY,
                    "vary PATH in LOW .. HIGH factor FACTOR",
                    "values of equal quotients",
                    study("vary memory_mode.arena_cache in 64 KiB .. 1 MiB factor 2")),
            new Form(
                    STUDY,
                    "vary PATH = EXPRESSION",
                    "a property that follows others of the same point",
                    study("vary accelerator.buffers.output = accelerator.buffers.ifm / 4")),
            new Form(
                    STUDY,
                    "require CONDITION else \"MESSAGE\"",
                    "points that do not hold it are left out",
                    study("require sram_peak <= memory_mode.arena_cache")),
            new Form(STUDY, "minimize A, B", "objectives, over results and properties", study("minimize energy, area")),
            new Form(STUDY, "maximize A", "the other direction", study("maximize mac_utilisation")),
            new Form(
                    VALUES,
                    "NUMBER UNIT",
                    "an amount; `1_000`, `0x4000`, `1e6` and `2.5` are numbers",
                    mode("arena_cache = 1_024 B")),
            new Form(VALUES, "HxWxD", "a shape, such as `2x2x16`", accelerator("limits.ofm_block = 128x128x1024")),
            new Form(
                    VALUES,
                    "COUNT x WIDTH",
                    "ports, such as `4 x 128 bit`",
                    accelerator("ports { sram = 2 x 128 bit }")),
            new Form(VALUES, "\"TEXT\"", "a text", accelerator("family = \"mine\"")),
            new Form(VALUES, "true, false", "truth values", accelerator("weight_decoder.structured_sparsity = false")),
            new Form(VALUES, "[VALUE, …]", "a list", accelerator("mac_array.accumulators = [32 bit, 48 bit]")),
            new Form(
                    VALUES,
                    "table { | COLUMN | … | | VALUE | … | }",
                    "a table: a row of headings, then rows",
                    accelerator("mac_array.rates = table {\n    | ifm_bits | weight_bits | macs_per_cycle |\n"
                            + "    | 8 | 8 | macs_per_cycle |\n  }")),
            new Form(
                    VALUES,
                    "any",
                    "in a table: whatever it is",
                    accelerator(
                            "mac_array.ifm_block_depth = table {\n    | traversal | ifm_bits | depth |\n    | any | any | 32 |\n  }")),
            new Form(
                    VALUES,
                    "NAME, BLOCK.NAME",
                    "a parameter, constant or property",
                    accelerator("buffers.output = buffers.ifm / 4")),
            new Form(
                    VALUES,
                    "if CONDITION then A else B",
                    "a choice",
                    accelerator("buffers.ifm = if mac_array.cores > 1 then 64 KiB else 32 KiB")),
            new Form(
                    VALUES,
                    "A + B, A - B, A * B, A / B, -A",
                    "arithmetic with units",
                    mode("arena_cache = 2 * 512 KiB + 1 MiB / 2")),
            new Form(
                    VALUES,
                    "A < B, <=, >, >=, ==, !=, A in LIST, A and B, A or B, not A",
                    "conditions; `not` applies to what stands next to it, as in `not (A in LIST)`",
                    accelerator("require mac_array.cores in [1, 2] and not (buffers.ifm < 1 KiB) else \"no\"")),
            new Form(
                    FUNCTIONS,
                    "min(A, …), max(A, …)",
                    "the least, the greatest",
                    mode("arena_cache = max(1 MiB, 512 KiB)")),
            new Form(
                    FUNCTIONS,
                    "ceil(A), floor(A)",
                    "whole numbers of the base unit",
                    mode("arena_cache = ceil(1000 B / 3)")),
            new Form(
                    FUNCTIONS,
                    "round_up(A, B)",
                    "the least multiple of B that is not below A",
                    mode("arena_cache = round_up(1000 B, 64 B)")),
            new Form(FUNCTIONS, "log2(A)", "exponent of a power of two", mode("arena_cache = log2(1024) * 1 KiB")));

    private static String mode(String member) {
        return "import \"memory-modes.npu\"\n\nmemory_mode M extends Dedicated_Sram {\n  " + member + "\n}\n";
    }

    private static String accelerator(String member) {
        return "import \"ethos-u85.npu\"\n\naccelerator A extends Ethos_U85_256 {\n  " + member + "\n}\n";
    }

    private static String system(String member) {
        return "system S {\n  core_clock = 1 GHz\n  axi0 = Sram\n  axi1 = Sram\n\n  memory Sram {\n    kind = sram\n    "
                + member + "\n  }\n}\n";
    }

    private static String study(String member) {
        return "study S {\n  workload conformer_s(seconds = 2)\n  vary accelerator.buffers.ifm in [16 KiB, 32 KiB]\n  "
                + "minimize latency\n  " + member + "\n}\n";
    }
}
