package npusim.schedule.plan;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The form of the weights of an operation, not encoded before somebody asks: most candidates are dropped unasked. */
final class ChosenWeights {
    private final Supplier<WeightChoice> choose;
    private @Nullable WeightChoice choice;

    ChosenWeights(Supplier<WeightChoice> choose) {
        this.choose = choose;
    }

    WeightChoice get() {
        if (choice == null) {
            choice = choose.get();
        }
        return choice;
    }
}
