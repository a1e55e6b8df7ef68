package npusim.schedule;

/** Which compiler's decisions a schedule follows. */
public enum SchedulePolicy {
    /** Vela 4.4: the compiler that ExecuTorch 1.0 ships. */
    VELA_4_4("vela-4.4"),
    /** Vela 5.0: the compiler of the published corpus of measurements. */
    VELA_5_0("vela-5.0"),
    /** Our own decisions. */
    NPUSIM("npusim");

    private final String label;

    SchedulePolicy(String label) {
        this.label = label;
    }

    /** Name on the command line. */
    @Override
    public String toString() {
        return label;
    }
}
