package npusim.cli;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import npusim.schedule.SchedulePolicy;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How words become values; {@link UsageMessages} puts the option before what is said of a word that does not. */
final class Conversions {
    private Conversions() {}

    /** Lets the command and its verbs convert by these. */
    static void register(CommandLine command) {
        command.registerConverter(SchedulePolicy.class, text -> one(SchedulePolicy.values(), text))
                .registerConverter(KernelOptions.Kernels.class, text -> one(KernelOptions.Kernels.values(), text))
                .registerConverter(CompletionCommand.Shell.class, text -> one(CompletionCommand.Shell.values(), text))
                .registerConverter(ReportCommand.Format.class, text -> one(ReportCommand.Format.values(), text));
        for (Class<Integer> type : List.of(int.class, Integer.class)) {
            command.registerConverter(
                    type, text -> whole(text, Integer::valueOf, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        for (Class<Long> type : List.of(long.class, Long.class)) {
            command.registerConverter(type, text -> whole(text, Long::valueOf, Long.MIN_VALUE, Long.MAX_VALUE));
        }
        for (Class<Boolean> type : List.of(boolean.class, Boolean.class)) {
            command.registerConverter(type, Conversions::truth);
        }
        for (Class<Double> type : List.of(double.class, Double.class)) {
            command.registerConverter(type, Conversions::finite);
        }
    }

    private static <E extends Enum<E>> E one(E[] values, String text) {
        return Arrays.stream(values)
                .filter(value -> value.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> wrong(words(values), text));
    }

    /** Such as "a, b or c". */
    private static String words(Object[] values) {
        List<String> words = Arrays.stream(values).map(Object::toString).toList();
        return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }

    private static <N extends Number> N whole(String text, Function<String, N> parse, long least, long most) {
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            boolean large = text.matches("[+-]?[0-9]+");
            throw wrong("a whole number" + (large ? " from " + least + " to " + most : ""), text);
        }
    }

    /** A number in decimal digits; Java would also take its own literals, such as {@code NaN} and {@code 0x1p3f}. */
    private static double finite(String text) {
        if (text.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        }
        throw wrong("a number", text);
    }

    private static boolean truth(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(text);
        }
        throw wrong("true or false", text);
    }

    private static TypeConversionException wrong(String right, String text) {
        return new TypeConversionException("takes " + right + ", not '" + text + "'");
    }
}
