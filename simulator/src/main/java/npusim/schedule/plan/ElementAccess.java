package npusim.schedule.plan;

/**
 * Elements an operation moves, by estimate.
 *
 * @param ifm elements of the first IFM
 * @param ifm2 elements of the second IFM
 * @param ofm elements of the OFM
 * @param weightRefetches times all weights are fetched
 */
public record ElementAccess(long ifm, long ifm2, long ofm, int weightRefetches) {
    static final ElementAccess NONE = new ElementAccess(0, 0, 0, 0);

    long ifm(int index) {
        return index == 0 ? ifm : ifm2;
    }
}
