package npusim.validation;

import java.util.List;

/**
 * Absolute percentage errors of a group of rows.
 *
 * @param group what the rows have in common
 * @param rows how many
 * @param mean mean absolute error
 * @param median median absolute error
 * @param worst largest absolute error
 * @param bias mean signed error
 */
public record ErrorSummary(String group, int rows, double mean, double median, double worst, double bias) {
    /** Summarises signed errors in percent. */
    public static ErrorSummary of(String group, List<Double> errors) {
        if (errors.isEmpty()) {
            return new ErrorSummary(group, 0, 0, 0, 0, 0);
        }
        double[] absolute = errors.stream().mapToDouble(Math::abs).sorted().toArray();
        int half = absolute.length / 2;
        double median = absolute.length % 2 == 1 ? absolute[half] : (absolute[half - 1] + absolute[half]) / 2;
        double sum = 0;
        double signed = 0;
        for (double error : errors) {
            sum += Math.abs(error);
            signed += error;
        }
        return new ErrorSummary(
                group,
                absolute.length,
                sum / absolute.length,
                median,
                absolute[absolute.length - 1],
                signed / absolute.length);
    }
}
