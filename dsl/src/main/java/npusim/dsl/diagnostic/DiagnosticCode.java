package npusim.dsl.diagnostic;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;

/**
 * All problems the language reports, each with its message. The number never changes its meaning; the words may. What a code
 * means and an example of it are in {@code explanations.md} beside this class.
 */
public enum DiagnosticCode {
    // Text
    FILE_TOO_LARGE(101, "file has {0} characters, more than the limit of {1}"),
    NESTING_TOO_DEEP(102, "brackets nest deeper than {0} levels"),
    UNEXPECTED_CHARACTER(103, "{0} has no place in a description"),
    UNTERMINATED_STRING(104, "quoted text does not end on its line"),
    UNEXPECTED_TOKEN(105, "unexpected {0}, expected {1}"),
    NUMBER_OUT_OF_RANGE(106, "number is out of the range the language works with"),
    UNCLOSED_BRACE(107, "this brace is not closed"),
    UNOPENED_BRACE(108, "this brace closes nothing"),
    MISSING_VALUE(109, "''{0}'' has no value"),
    UNCLOSED_COMMENT(110, "the comment is not closed"),

    // Names
    UNKNOWN_FILE(201, "imported file ''{0}'' is not found"),
    CYCLIC_IMPORT(202, "import cycle: {0}"),
    TOO_MANY_FILES(203, "more than {0} files are imported"),
    DUPLICATE_NAME(204, "''{0}'' is declared twice"),
    AMBIGUOUS_NAME(205, "''{0}'' comes from two imports: {1} and {2}"),
    UNKNOWN_KIND(206, "''{0}'' is no kind of declaration; kinds are {1}"),
    UNKNOWN_DECLARATION(207, "there is no {0} called ''{1}''"),
    WRONG_KIND(208, "''{0}'' is {1}, not {2}"),
    UNKNOWN_NAMESPACE(209, "no import is called ''{0}''"),
    CYCLIC_INHERITANCE(210, "inheritance goes round: {0}"),
    INHERITANCE_TOO_DEEP(211, "more than {0} ancestors"),
    UNKNOWN_NAME(212, "''{0}'' is not defined here"),
    UNKNOWN_PATH(213, "''{0}'' has no ''{1}''"),
    UNKNOWN_PARAMETER(214, "''{0}'' has no parameter {1}"),
    MISSING_ARGUMENT(215, "''{0}'' needs a value for its parameter ''{1}''"),
    ARGUMENT_WITHOUT_NAME(216, "arguments of ''{0}'' are given by name"),
    CYCLIC_VALUE(217, "the value of ''{0}'' depends on itself"),
    DEFINITION_TOO_DEEP(218, "the value of ''{0}'' goes through too many definitions"),
    UNKNOWN_FUNCTION(219, "there is no function ''{0}''"),
    WRONG_ARGUMENTS(220, "''{0}'' takes {1}"),

    // Values
    UNKNOWN_UNIT(301, "''{0}'' is no unit"),
    WRONG_UNIT(302, "expected {0}, found {1}"),
    OPERANDS_DO_NOT_FIT(303, "''{0}'' does not join {1} and {2}"),
    WRONG_OPERAND(304, "''{0}'' does not apply to {1}"),
    DIVISION_BY_ZERO(305, "division by zero"),
    EMPTY_RANGE(306, "range from {0} to {1} is empty"),
    BAD_STEP(307, "step {0} is not above {1}"),
    NOT_A_TRUTH_VALUE(308, "a condition must be true or false, found {0}"),
    WRONG_TYPE(309, "expected {0}, found {1}"),
    UNKNOWN_WORD(310, "''{0}'' is no {1}; choose from {2}"),
    OUT_OF_INTERVAL(311, "{0} is out of range: {1}"),
    NOT_WHOLE(312, "{0} is not a whole {1}"),
    NOT_A_POWER_OF_TWO(313, "{0} is not a power of two"),
    WRONG_EXTENTS(314, "expected height x width x depth, found {0}"),
    BAD_PORT_WIDTH(315, "a port of {0} does not exist: widths are powers of two from 8 to 4096 bit"),
    MISPLACED_TABLE(316, "a table can only be the value of a property"),
    TABLE_WITHOUT_HEADING(317, "the table has no heading row"),
    UNKNOWN_COLUMN(318, "''{0}'' is no column; columns are {1}"),
    DUPLICATE_COLUMN(319, "column ''{0}'' occurs twice"),
    MISSING_COLUMN(320, "the table needs a column ''{0}''"),
    WRONG_ROW_LENGTH(321, "row has {0} cells, the heading has {1}"),
    NOTHING_TO_REMOVE(322, "{0} is not in the inherited list"),
    NOTHING_TO_EDIT(323, "''{0}'' needs an inherited list, but there is {1}"),

    // Properties and blocks
    UNKNOWN_PROPERTY(401, "{0} has no property ''{1}''"),
    DUPLICATE_PROPERTY(402, "''{0}'' is given twice"),
    MISSING_PROPERTY(403, "''{0}'' lacks the property ''{1}''"),
    UNKNOWN_BLOCK_KIND(404, "''{0}'' is no block of {1}"),
    MISSING_BLOCK(405, "''{0}'' lacks the block ''{1}''"),
    DUPLICATE_BLOCK(406, "block ''{0}'' is given twice"),
    MISSING_LABEL(407, "''{0}'' needs a name before its brace"),
    UNEXPECTED_LABEL(408, "''{0}'' takes no name"),
    UNKNOWN_BLOCK(409, "there is no {0} called ''{1}'' in ''{2}''; there is {3}"),
    REQUIREMENT_FAILED(410, "''{0}'' does not hold a requirement: {1}"),
    MISPLACED_MEMBER(411, "this has no place in {0}"),

    // Hardware
    CHOOSE_DATAFLOW(501, "''{0}'' needs one dataflow: dot_product or weight_stationary, found {1}"),
    CHOOSE_BUFFERS(502, "''{0}'' needs buffers or shared_ram, one of them, found {1}"),
    MACS_DO_NOT_FIT(503, "macs_per_cycle is {0}, but {1}"),
    BUFFER_TOO_SMALL(504, "the {0} buffer of {1} cannot hold one {2} ({3})"),
    PORT_WITHOUT_LIMITS(505, "port ''{0}'' has no row in axi_limits"),
    LIMITS_WITHOUT_PORT(506, "axi_limits names ''{0}'', which is no port"),
    BURST_BELOW_BEAT(507, "a burst of {0} is shorter than a beat of {1}"),
    BACKING_CYCLE(511, "memory ''{0}'' is behind itself"),
    CACHE_INCOMPLETE(512, "memory ''{0}'' has a backing memory but no {1}"),
    CHANNEL_DUPLICATE(513, "event ''{0}'' occurs twice"),
    UNKNOWN_MICROBLOCK(514, "{0} names {1}, which is not among ofm_microblocks"),
    MICROBLOCK_UNUSED(515, Severity.WARNING, "no operation is legal for micro-block {0}"),
    EVENT_UNKNOWN(516, "the report names event ''{0}'', which the catalogue lacks"),
    ADAPTER_LABEL(517, "adapter ''{0}'' is no AXI side"),
    ENABLED_NEVER(518, "pulse_on is 0 cycles while pulse_off is {0}: no address would ever pass"),
    DECODER_RATES(519, "{0} is {1}, but must be {2} {3}, which is {4}"),
    CACHE_SETS(520, "memory ''{0}'' of {1} is no multiple of one set: {2} ways with lines of {3} are {4}"),
    RATE_TOO_FAST(
            521, "{0} products of {1} by {2} bit a cycle are more than {3} multipliers of 8 by 8 bit can make, {4}"),
    GRANULE_MISSING(522, "the granules of shared_ram have no row for {0}"),
    CORES_DO_NOT_SHARE(
            523,
            "micro-block {0} is {1} channels deep, which {2} cores cannot share in turns of {3}: {4} would be a round"),
    CACHE_BEHIND_CACHE(
            524, "system ''{0}'' has a cache behind a cache on {1}; one cache level on each side is modelled"),
    NUMBER_OF_SIDES(525, "''{0}'' has {1}; the timing engine models two AXI sides"),
    MICROBLOCK_ABOVE_LIMIT(526, "micro-block {0} exceeds limits.ofm_block, {1}"),
    KIND_WITHOUT_ENERGY(527, "energy table ''{0}'' has no row for ''{1}'', the kind of memory ''{2}''"),

    // Warnings
    UNUSED_CONSTANT(601, Severity.WARNING, "constant ''{0}'' is never used"),
    UNUSED_IMPORT(602, Severity.WARNING, "nothing of ''{0}'' is used"),
    UNUSED_PARAMETER(603, Severity.WARNING, "parameter ''{0}'' of ''{1}'' is never used"),
    SHADOWED_NAME(604, Severity.WARNING, "''{0}'' hides an outer name"),
    HIDDEN_IMPORT(605, Severity.WARNING, "''{0}'' hides the declaration of ''{1}''"),
    DECIMAL_SIZE(606, Severity.WARNING, "{0} is {1}; memories are sized in powers of two"),
    UNUSED_KIND(607, Severity.WARNING, "no memory is of the kind ''{0}''"),

    // Selections
    UNKNOWN_DESIGN(701, "there is no {0} called ''{1}''"),
    ABSTRACT_DESIGN(702, "''{0}'' is abstract: it can only be extended"),
    BROKEN_DESIGN(703, "''{0}'' has errors"),
    NO_DEFAULTS(704, "no platform says what ''{0}'' runs with; name {1}"),
    BAD_OVERRIDE(705, "a path starts with one of {0}, found ''{1}''"),
    CONTRADICTORY_STUDY(706, "study ''{0}'' {1}"),
    UNREADABLE_FILE(707, "cannot read the file: {0}"),
    UNKNOWN_METRIC(708, "there is no metric or PMU event called ''{0}''"),
    UNUSED_OVERRIDE(709, "''{0}'' changes nothing, as the design runs without {1}"),

    // vela.ini
    VELA_SYNTAX(801, "line is neither a section, a key nor a comment"),
    VELA_UNKNOWN_KEY(802, "''{0}'' is no key of a {1}"),
    VELA_BAD_VALUE(803, "''{0}'' is no {1}"),
    VELA_UNKNOWN_PARENT(804, "section inherits from ''{0}'', which the file lacks"),
    VELA_CYCLE(805, "section ''{0}'' inherits from itself"),
    VELA_DUPLICATE(806, "''{0}'' is given twice");

    private final int number;
    private final Severity severity;
    private final String pattern;

    DiagnosticCode(int number, String pattern) {
        this(number, Severity.ERROR, pattern);
    }

    DiagnosticCode(int number, Severity severity, String pattern) {
        this.number = number;
        this.severity = severity;
        this.pattern = pattern;
    }

    /** {@code NPU-0123}. */
    public String label() {
        return String.format(Locale.ROOT, "NPU-%04d", number);
    }

    /** How bad it is. */
    public Severity severity() {
        return severity;
    }

    /** Why it is a problem and what to do, with an example where a single file can show it. */
    public Explanation explanation() {
        return Explanation.of(this);
    }

    /** The message with … where values stand. */
    public String pattern() {
        return pattern.replaceAll("\\{\\d}", "…").replace("''", "'");
    }

    /** The message with {@code arguments} in its places. */
    public String format(List<String> arguments) {
        return new MessageFormat(pattern, Locale.ROOT).format(arguments.toArray());
    }
}
