package npusim.schedule.weights;

/** Receives the weights of a stream, section by section. */
interface SectionSink {

    /** Takes {@code count} weights in -255..255; {@code weights} is reused afterwards. */
    void section(short[] weights, int count);
}
