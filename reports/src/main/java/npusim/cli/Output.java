package npusim.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks an option that names where a verb writes; {@link OutputPlaces} looks at the place before the verb starts its work. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface Output {
    /** Whether it names a directory, which the verb makes if it is missing, instead of a file. */
    boolean directory() default false;

    /** Whether {@code -} stands for standard output. */
    boolean standard() default false;
}
