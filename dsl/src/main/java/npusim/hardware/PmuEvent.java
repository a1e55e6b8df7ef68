package npusim.hardware;

/**
 * One PMU event.
 *
 * @param name name without the driver's prefix, such as {@code NPU_ACTIVE}
 * @param number event number of this generation
 * @param meaning one sentence
 */
public record PmuEvent(String name, int number, String meaning) {}
