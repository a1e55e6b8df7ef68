package npusim.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Under which heading {@code --help} lists an option, or all options of a class; {@link OptionHeadings} prints them. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.TYPE})
@interface Heading {
    Topic value();

    /** The headings, in the order in which a command is thought out. */
    enum Topic {
        WORKLOAD("Workload and inputs"),
        DESIGN("Design"),
        SCHEDULE("Schedule"),
        WORK("What to run and check"),
        MACHINE("How to run it"),
        OUTPUTS("Outputs"),
        DISPLAY("Display");

        private final String title;

        Topic(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }
}
