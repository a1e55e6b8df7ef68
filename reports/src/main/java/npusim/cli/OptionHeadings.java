package npusim.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_SYNOPSIS;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The help of verbs with many options: listed under headings in the order of use, each group as the verb declares it, and
 * not all named in the synopsis besides. A verb whose options do not all name a {@link Heading} keeps the library's list.
 */
final class OptionHeadings {
    private OptionHeadings() {}

    /** Lets the program and all its verbs, which it must have already, print their options so. */
    static void install(CommandLine program) {
        Map<String, IHelpSectionRenderer> sections = new HashMap<>(program.getHelpSectionMap());
        sections.put(
                SECTION_KEY_SYNOPSIS,
                help -> hasHeadings(help) ? help.abbreviatedSynopsis() : help.synopsis(help.synopsisHeadingLength()));
        sections.put(SECTION_KEY_OPTION_LIST, help -> hasHeadings(help) ? list(help) : help.optionList());
        program.setHelpSectionMap(sections);
    }

    private static boolean hasHeadings(Help help) {
        return help.commandSpec().options().stream().allMatch(option -> topic(option) != null);
    }

    private static String list(Help help) {
        Map<Heading.Topic, List<OptionSpec>> groups = new EnumMap<>(Heading.Topic.class);
        for (OptionSpec option : help.commandSpec().options()) {
            groups.computeIfAbsent(topic(option), none -> new ArrayList<>()).add(option);
        }
        StringBuilder text = new StringBuilder();
        groups.forEach((topic, options) -> {
            // The library lists what a class inherits first.
            options.sort(Comparator.comparing(OptionHeadings::isOfEveryVerb));
            Layout layout = help.createDefaultLayout();
            layout.addOptions(options, help.createDefaultParamLabelRenderer());
            text.append(System.lineSeparator())
                    .append(topic.title())
                    .append(':')
                    .append(System.lineSeparator())
                    .append(layout);
        });
        return text.toString();
    }

    private static boolean isOfEveryVerb(OptionSpec option) {
        Class<?> declares = ((Field) option.userObject()).getDeclaringClass();
        return declares == Verb.class || declares == HelpOption.class;
    }

    private static Heading.@Nullable Topic topic(OptionSpec option) {
        if (!(option.userObject() instanceof Field field)) {
            return null;
        }
        Heading own = field.getAnnotation(Heading.class);
        Heading heading = own != null ? own : field.getDeclaringClass().getAnnotation(Heading.class);
        return heading == null ? null : heading.value();
    }
}
