package npusim.dsl.diagnostic;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;

/**
 * All problems the language reports. The number never changes its meaning; the words may. 1xx text, 2xx names, 3xx values,
 * 4xx properties and blocks, 5xx hardware, 6xx warnings, 7xx selections, 8xx {@code vela.ini}.
 */
public enum DiagnosticCode {
    /** A description is text that people write. */
    FILE_TOO_LARGE(
            101,
            Severity.ERROR,
            "file has {0} characters, more than the limit of {1}",
            "A description is text that people write. A file this large is refused before parsing."),

    /** Nesting is bounded so that every input is handled in bounded space. */
    NESTING_TOO_DEEP(
            102,
            Severity.ERROR,
            "brackets nest deeper than {0} levels",
            "Nesting is bounded so that every input is handled in bounded space. Split the expression with constants."),

    /** The character belongs to no word, number, text or operator of the language. */
    UNEXPECTED_CHARACTER(
            103,
            Severity.ERROR,
            "{0} has no place in a description",
            "The character belongs to no word, number, text or operator of the language."),

    /** A text starts and ends with a double quote on the same line. */
    UNTERMINATED_STRING(
            104,
            Severity.ERROR,
            "quoted text does not end on its line",
            "A text starts and ends with a double quote on the same line."),

    /** The text does not follow the grammar at this place. */
    UNEXPECTED_TOKEN(
            105,
            Severity.ERROR,
            "unexpected {0}, expected {1}",
            "The text does not follow the grammar at this place. Only the first such place of each declaration is reported, as later ones may follow from it."),

    /** Numbers have at most 60 digits and exponents at most 30, and results of arithmetic stay below 512 bits. */
    NUMBER_OUT_OF_RANGE(
            106,
            Severity.ERROR,
            "number is out of the range the language works with",
            "Numbers have at most 60 digits and exponents at most 30, and results of arithmetic stay below 512 bits."),

    /** Every block ends with a brace. */
    UNCLOSED_BRACE(
            107, Severity.ERROR, "this brace is not closed", "Every block ends with a closing brace of its own."),

    /** The brace closes nothing. */
    UNOPENED_BRACE(
            108,
            Severity.ERROR,
            "this brace closes nothing",
            "There is one closing brace too many, or an opening one is missing above."),

    /** A property has a value. */
    MISSING_VALUE(109, Severity.ERROR, "''{0}'' has no value", "A property is a name, an equals sign and a value."),

    /** Block comments end. */
    UNCLOSED_COMMENT(
            110,
            Severity.ERROR,
            "the comment is not closed",
            "A block comment ends with */; line comments start with //."),

    /** Imports are looked up beside the importing file, then among the shipped configurations. */
    UNKNOWN_FILE(
            201,
            Severity.ERROR,
            "imported file ''{0}'' is not found",
            "Imports are looked up beside the importing file, then among the shipped configurations."),

    /** Files form layers: move what both need into a third file. */
    CYCLIC_IMPORT(
            202, Severity.ERROR, "import cycle: {0}", "Files form layers: move what both need into a third file."),

    /** The number of files is bounded so that a mistake in an import cannot run away. */
    TOO_MANY_FILES(
            203,
            Severity.ERROR,
            "more than {0} files are imported",
            "The number of files is bounded so that a mistake in an import cannot run away."),

    /** A name stands for one thing in its file or block. */
    DUPLICATE_NAME(
            204, Severity.ERROR, "''{0}'' is declared twice", "A name stands for one thing in its file or block."),

    /** Give one of the imports a namespace with 'as'. */
    AMBIGUOUS_NAME(
            205,
            Severity.ERROR,
            "''{0}'' comes from two imports: {1} and {2}",
            "Give one of the imports a namespace with 'as'."),

    /** A declaration starts with one of the kinds of the language. */
    UNKNOWN_KIND(
            206,
            Severity.ERROR,
            "''{0}'' is no kind of declaration; kinds are {1}",
            "A declaration starts with one of the kinds of the language."),

    /** The name is not declared in this file nor in a file it imports. */
    UNKNOWN_DECLARATION(
            207,
            Severity.ERROR,
            "there is no {0} called ''{1}''",
            "The name is not declared in this file nor in a file it imports."),

    /** The name is declared, but as something else. */
    WRONG_KIND(208, Severity.ERROR, "''{0}'' is {1}, not {2}", "The name is declared, but as something else."),

    /** A namespace is made by 'import "file.npu" as name'. */
    UNKNOWN_NAMESPACE(
            209,
            Severity.ERROR,
            "no import is called ''{0}''",
            "A namespace is made by 'import \"file.npu\" as name'."),

    /** A declaration cannot extend itself, directly or through others. */
    CYCLIC_INHERITANCE(
            210,
            Severity.ERROR,
            "inheritance goes round: {0}",
            "A declaration cannot extend itself, directly or through others."),

    /** Inheritance is bounded so that every input is handled in bounded time. */
    INHERITANCE_TOO_DEEP(
            211,
            Severity.ERROR,
            "more than {0} ancestors",
            "Inheritance is bounded so that every input is handled in bounded time."),

    /** Names are looked up among parameters and local constants, then the properties of the enclosing blocks, then constants. */
    UNKNOWN_NAME(
            212,
            Severity.ERROR,
            "''{0}'' is not defined here",
            "Names are looked up among parameters and local constants, then the properties of the enclosing blocks, then constants."),

    /** The path leads to nothing in the named block. */
    UNKNOWN_PATH(213, Severity.ERROR, "''{0}'' has no ''{1}''", "The path leads to nothing in the named block."),

    /** Arguments must name parameters of the declaration. */
    UNKNOWN_PARAMETER(
            214, Severity.ERROR, "''{0}'' has no parameter {1}", "Arguments must name parameters of the declaration."),

    /** A parameter without default must be given where the declaration is extended. */
    MISSING_ARGUMENT(
            215,
            Severity.ERROR,
            "''{0}'' needs a value for its parameter ''{1}''",
            "A parameter without default must be given where the declaration is extended."),

    /** Write name = value. */
    ARGUMENT_WITHOUT_NAME(216, Severity.ERROR, "arguments of ''{0}'' are given by name", "Write name = value."),

    /** Follow the definitions: one of them leads back here. */
    CYCLIC_VALUE(
            217,
            Severity.ERROR,
            "the value of ''{0}'' depends on itself",
            "Follow the definitions: one of them leads back here."),

    /** Definitions may follow one another, but not hundreds deep. */
    DEFINITION_TOO_DEEP(
            218,
            Severity.ERROR,
            "the value of ''{0}'' goes through too many definitions",
            "Definitions may follow one another, but not hundreds deep."),

    /** The functions are min, max, ceil, floor, round_up and log2. */
    UNKNOWN_FUNCTION(
            219,
            Severity.ERROR,
            "there is no function ''{0}''",
            "The functions are min, max, ceil, floor, round_up and log2."),

    /** See the reference for what each function takes. */
    WRONG_ARGUMENTS(220, Severity.ERROR, "''{0}'' takes {1}", "See the reference for what each function takes."),

    /** The reference page lists all units. */
    UNKNOWN_UNIT(301, Severity.ERROR, "''{0}'' is no unit", "The reference page lists all units."),

    /** Every number has a unit, and the unit must measure what the property is about. */
    WRONG_UNIT(
            302,
            Severity.ERROR,
            "expected {0}, found {1}",
            "Every number has a unit, and the unit must measure what the property is about."),

    /** Both sides must have fitting kinds and units. */
    OPERANDS_DO_NOT_FIT(
            303, Severity.ERROR, "''{0}'' does not join {1} and {2}", "Both sides must have fitting kinds and units."),

    /** The operator works on another kind of value. */
    WRONG_OPERAND(304, Severity.ERROR, "''{0}'' does not apply to {1}", "The operator works on another kind of value."),

    /** The divisor evaluates to zero. */
    DIVISION_BY_ZERO(305, Severity.ERROR, "division by zero", "The divisor evaluates to zero."),

    /** The first value of a range is not above the last. */
    EMPTY_RANGE(
            306, Severity.ERROR, "range from {0} to {1} is empty", "The first value of a range is not above the last."),

    /** A step leads towards the end of the range. */
    BAD_STEP(307, Severity.ERROR, "step {0} is not above {1}", "A step leads towards the end of the range."),

    /** Conditions are comparisons, joined by and, or, not. */
    NOT_A_TRUTH_VALUE(
            308,
            Severity.ERROR,
            "a condition must be true or false, found {0}",
            "Conditions are comparisons, joined by and, or, not."),

    /** The property takes another kind of value. */
    WRONG_TYPE(309, Severity.ERROR, "expected {0}, found {1}", "The property takes another kind of value."),

    /** The property takes one of a fixed set of words. */
    UNKNOWN_WORD(
            310,
            Severity.ERROR,
            "''{0}'' is no {1}; choose from {2}",
            "The property takes one of a fixed set of words."),

    /** The value makes no sense for hardware of this kind. */
    OUT_OF_INTERVAL(
            311, Severity.ERROR, "{0} is out of range: {1}", "The value makes no sense for hardware of this kind."),

    /** The property counts things. */
    NOT_WHOLE(312, Severity.ERROR, "{0} is not a whole {1}", "The property counts things."),

    /** Bursts, lines and alignments are powers of two. */
    NOT_A_POWER_OF_TWO(
            313, Severity.ERROR, "{0} is not a power of two", "Bursts, lines and alignments are powers of two."),

    /** A shape has three extents. */
    WRONG_EXTENTS(314, Severity.ERROR, "expected height x width x depth, found {0}", "A shape has three extents."),

    /** AXI data widths are powers of two. */
    BAD_PORT_WIDTH(
            315,
            Severity.ERROR,
            "a port of {0} does not exist: widths are powers of two from 8 to 4096 bit",
            "AXI data widths are powers of two."),

    /** Tables are checked against the columns of their property. */
    MISPLACED_TABLE(
            316,
            Severity.ERROR,
            "a table can only be the value of a property",
            "Tables are checked against the columns of their property."),

    /** The first row of a table names its columns. */
    TABLE_WITHOUT_HEADING(
            317, Severity.ERROR, "the table has no heading row", "The first row of a table names its columns."),

    /** The heading names columns of the property. */
    UNKNOWN_COLUMN(
            318, Severity.ERROR, "''{0}'' is no column; columns are {1}", "The heading names columns of the property."),

    /** Each column occurs once. */
    DUPLICATE_COLUMN(319, Severity.ERROR, "column ''{0}'' occurs twice", "Each column occurs once."),

    /** The property cannot be understood without this column. */
    MISSING_COLUMN(
            320,
            Severity.ERROR,
            "the table needs a column ''{0}''",
            "The property cannot be understood without this column."),

    /** Each row has one cell for each column of the heading. */
    WRONG_ROW_LENGTH(
            321,
            Severity.ERROR,
            "row has {0} cells, the heading has {1}",
            "Each row has one cell for each column of the heading."),

    /** Only elements that are there can be removed with -=. */
    NOTHING_TO_REMOVE(
            322,
            Severity.ERROR,
            "{0} is not in the inherited list",
            "Only elements that are there can be removed with -=."),

    /** Lists are extended with += and reduced with -=; a first value is given with =. */
    NOTHING_TO_EDIT(
            323,
            Severity.ERROR,
            "''{0}'' needs an inherited list, but there is {1}",
            "Lists are extended with += and reduced with -=; a first value is given with =."),

    /** The reference page lists the properties of each block. */
    UNKNOWN_PROPERTY(
            401,
            Severity.ERROR,
            "{0} has no property ''{1}''",
            "The reference page lists the properties of each block."),

    /** A property has one value in each declaration; a child declaration may override it. */
    DUPLICATE_PROPERTY(
            402,
            Severity.ERROR,
            "''{0}'' is given twice",
            "A property has one value in each declaration; a child declaration may override it."),

    /** The property has no default. */
    MISSING_PROPERTY(403, Severity.ERROR, "''{0}'' lacks the property ''{1}''", "The property has no default."),

    /** The reference page lists the inner blocks of each block. */
    UNKNOWN_BLOCK_KIND(
            404,
            Severity.ERROR,
            "''{0}'' is no block of {1}",
            "The reference page lists the inner blocks of each block."),

    /** The block has required properties. */
    MISSING_BLOCK(405, Severity.ERROR, "''{0}'' lacks the block ''{1}''", "The block has required properties."),

    /** Put all its members into one block. */
    DUPLICATE_BLOCK(406, Severity.ERROR, "block ''{0}'' is given twice", "Put all its members into one block."),

    /** Blocks of this kind are told apart by their names. */
    MISSING_LABEL(
            407,
            Severity.ERROR,
            "''{0}'' needs a name before its brace",
            "Blocks of this kind are told apart by their names."),

    /** There is one such block. */
    UNEXPECTED_LABEL(408, Severity.ERROR, "''{0}'' takes no name", "There is one such block."),

    /** The name must be that of a block of the same declaration. */
    UNKNOWN_BLOCK(
            409,
            Severity.ERROR,
            "there is no {0} called ''{1}'' in ''{2}''; there is {3}",
            "The name must be that of a block of the same declaration."),

    /** The description itself states what must hold. */
    REQUIREMENT_FAILED(
            410,
            Severity.ERROR,
            "''{0}'' does not hold a requirement: {1}",
            "The description itself states what must hold."),

    /** Clauses, vary, minimize and maximize belong into a study. */
    MISPLACED_MEMBER(
            411,
            Severity.ERROR,
            "this has no place in {0}",
            "Clauses, vary, minimize and maximize belong into a study."),

    /** A MAC array walks blocks in one way. */
    CHOOSE_DATAFLOW(
            501,
            Severity.ERROR,
            "''{0}'' needs one dataflow: dot_product or weight_stationary, found {1}",
            "A MAC array walks blocks in one way."),

    /** Working memory is either one shared RAM or a RAM for each use. */
    CHOOSE_BUFFERS(
            502,
            Severity.ERROR,
            "''{0}'' needs buffers or shared_ram, one of them, found {1}",
            "Working memory is either one shared RAM or a RAM for each use."),

    /** The array computes what its micro-blocks or grid say. */
    MACS_DO_NOT_FIT(
            503,
            Severity.ERROR,
            "macs_per_cycle is {0}, but {1}",
            "The array computes what its micro-blocks or grid say."),

    /** A design must be able to hold at least one block. */
    BUFFER_TOO_SMALL(
            504,
            Severity.ERROR,
            "the {0} buffer of {1} cannot hold one {2} ({3})",
            "A design must be able to hold at least one block."),

    /** Each AXI side needs its transaction limits. */
    PORT_WITHOUT_LIMITS(
            505,
            Severity.ERROR,
            "port ''{0}'' has no row in axi_limits",
            "Each AXI side needs its transaction limits."),

    /** Ports are declared in the block ports. */
    LIMITS_WITHOUT_PORT(
            506,
            Severity.ERROR,
            "axi_limits names ''{0}'', which is no port",
            "Ports are declared in the block ports."),

    /** A burst holds at least one beat of the port. */
    BURST_BELOW_BEAT(
            507,
            Severity.ERROR,
            "a burst of {0} is shorter than a beat of {1}",
            "A burst holds at least one beat of the port."),

    /** Choose a memory mode that fits the system, or attach a memory. */
    SIDE_WITHOUT_MEMORY(
            508,
            Severity.ERROR,
            "memory mode ''{0}'' puts {1} on axi{2}, but system ''{3}'' has no memory there",
            "Choose a memory mode that fits the system, or attach a memory."),

    /** The accelerator has fewer AXI sides than the system. */
    SIDE_WITHOUT_PORT(
            509,
            Severity.ERROR,
            "system ''{0}'' attaches ''{1}'' to axi{2}, but ''{3}'' has no such port",
            "The accelerator has fewer AXI sides than the system."),

    /** Each cache stands before another memory. */
    BACKING_CYCLE(511, Severity.ERROR, "memory ''{0}'' is behind itself", "Each cache stands before another memory."),

    /** A cache needs capacity, line and ways. */
    CACHE_INCOMPLETE(
            512,
            Severity.ERROR,
            "memory ''{0}'' has a backing memory but no {1}",
            "A cache needs capacity, line and ways."),

    /** Names and numbers of PMU events are unique. */
    CHANNEL_DUPLICATE(513, Severity.ERROR, "event ''{0}'' occurs twice", "Names and numbers of PMU events are unique."),

    /** The table must speak of micro-blocks of this array. */
    UNKNOWN_MICROBLOCK(
            514,
            Severity.ERROR,
            "{0} is not among ofm_microblocks",
            "The table must speak of micro-blocks of this array."),

    /** The table legal_microblocks has no row for it, so it is never chosen. */
    MICROBLOCK_UNUSED(
            515,
            Severity.WARNING,
            "no operation is legal for micro-block {0}",
            "The table legal_microblocks has no row for it, so it is never chosen."),

    /** Reported lines name events of the catalogue, or IDLE and TOTAL. */
    EVENT_UNKNOWN(
            516,
            Severity.ERROR,
            "the report names event ''{0}'', which the catalogue lacks",
            "Reported lines name events of the catalogue, or IDLE and TOTAL."),

    /** Adapters are called axi0, axi1 and so on. */
    ADAPTER_LABEL(517, Severity.ERROR, "adapter ''{0}'' is no AXI side", "Adapters are called axi0, axi1 and so on."),

    /** A window that never opens stops the memory. */
    ENABLED_NEVER(
            518,
            Severity.ERROR,
            "pulse_on is 0 cycles while pulse_off is {0}: no address would ever pass",
            "A window that never opens stops the memory."),

    /** Remove it, or use it. */
    UNUSED_CONSTANT(601, Severity.WARNING, "constant ''{0}'' is never used", "Remove it, or use it."),

    /** Remove the import. */
    UNUSED_IMPORT(602, Severity.WARNING, "nothing of ''{0}'' is used", "Remove the import."),

    /** Remove it, or use it. */
    UNUSED_PARAMETER(603, Severity.WARNING, "parameter ''{0}'' of ''{1}'' is never used", "Remove it, or use it."),

    /** The inner one is meant from here on; rename one of them. */
    SHADOWED_NAME(
            604,
            Severity.WARNING,
            "''{0}'' hides an outer name",
            "The inner one is meant from here on; rename one of them."),

    /** Names of the file itself win over imported ones. */
    HIDDEN_IMPORT(
            605,
            Severity.WARNING,
            "''{0}'' hides the declaration of ''{1}''",
            "Names of the file itself win over imported ones."),

    /** MB is 1000 kB; MiB is 1024 KiB. */
    DECIMAL_SIZE(
            606,
            Severity.WARNING,
            "{0} is {1}; memories are sized in powers of two",
            "MB is 1000 kB; MiB is 1024 KiB."),

    /** The name is found neither in the shipped configurations nor in the given files. */
    UNKNOWN_DESIGN(
            701,
            Severity.ERROR,
            "there is no {0} called ''{1}''",
            "The name is found neither in the shipped configurations nor in the given files."),

    /** Choose one of the declarations that extend it. */
    ABSTRACT_DESIGN(
            702,
            Severity.ERROR,
            "''{0}'' is abstract: it can only be extended",
            "Choose one of the declarations that extend it."),

    /** The errors are reported where they are. */
    BROKEN_DESIGN(703, Severity.ERROR, "''{0}'' has errors", "The errors are reported where they are."),

    /** Platforms list the system and memory mode of the accelerators they know, and of those that extend them. */
    NO_DEFAULTS(
            704,
            Severity.ERROR,
            "no platform says what ''{0}'' runs with; name {1}",
            "Platforms list the system and memory mode of the accelerators they know, and of those that extend them."),

    /** Overrides name a part of the configuration first. */
    BAD_OVERRIDE(
            705,
            Severity.ERROR,
            "a path starts with one of {0}, found ''{1}''",
            "Overrides name a part of the configuration first."),

    /** A study needs something to vary and something to optimise. */
    CONTRADICTORY_STUDY(
            706, Severity.ERROR, "study ''{0}'' {1}", "A study needs something to vary and something to optimise."),

    /** The file is missing, is no text, or may not be read. */
    UNREADABLE_FILE(
            707, Severity.ERROR, "cannot read the file: {0}", "The file is missing, is no text, or may not be read."),

    /** Objectives and requirements speak of metrics, PMU events and properties of the design. */
    UNKNOWN_METRIC(
            708,
            Severity.ERROR,
            "there is no metric or PMU event called ''{0}''",
            "Objectives and requirements speak of metrics (latency, energy, area, sram_peak …), PMU events by the names of the catalogue, and properties by their path."),

    /** A vela.ini consists of [System_Config.NAME] and [Memory_Mode.NAME] sections with key=value lines. */
    VELA_SYNTAX(
            801,
            Severity.ERROR,
            "line is neither a section, a key nor a comment",
            "A vela.ini consists of [System_Config.NAME] and [Memory_Mode.NAME] sections with key=value lines."),

    /** The key would be lost. */
    VELA_UNKNOWN_KEY(802, Severity.ERROR, "''{0}'' is no key of a {1}", "The key would be lost."),

    /** The value must be a number, an area or a port. */
    VELA_BAD_VALUE(803, Severity.ERROR, "''{0}'' is no {1}", "The value must be a number, an area or a port."),

    /** Parents are named with their section kind. */
    VELA_UNKNOWN_PARENT(
            804,
            Severity.ERROR,
            "section inherits from ''{0}'', which the file lacks",
            "Parents are named with their section kind."),

    /** Inheritance must end. */
    VELA_CYCLE(805, Severity.ERROR, "section ''{0}'' inherits from itself", "Inheritance must end."),

    /** A section and a key occur once. */
    VELA_DUPLICATE(806, Severity.ERROR, "''{0}'' is given twice", "A section and a key occur once.");

    private final int number;
    private final Severity severity;
    private final String pattern;
    private final String explanation;

    DiagnosticCode(int number, Severity severity, String pattern, String explanation) {
        this.number = number;
        this.severity = severity;
        this.pattern = pattern;
        this.explanation = explanation;
    }

    /** {@code NPU-0123}. */
    public String label() {
        return String.format(Locale.ROOT, "NPU-%04d", number);
    }

    /** How bad it is. */
    public Severity severity() {
        return severity;
    }

    /** Why it is a problem and what to do, one or two sentences. */
    public String explanation() {
        return explanation;
    }

    /** The message with places in braces. */
    public String pattern() {
        return pattern;
    }

    /** The message with {@code arguments} in its places. */
    public String format(List<String> arguments) {
        return new MessageFormat(pattern, Locale.ROOT).format(arguments.toArray());
    }
}
