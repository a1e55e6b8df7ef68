package npusim.hardware;

/**
 * Which axi side holds which area.
 *
 * @param name as in Vela: {@code Dedicated_Sram}
 * @param constantsAxi axi index of weights, scales and tables
 * @param arenaAxi axi index of feature maps
 * @param cacheAxi axi index of staging
 * @param arenaCacheBytes size of the staging area, {@link Long#MAX_VALUE} when not given
 */
public record MemoryMode(String name, int constantsAxi, int arenaAxi, int cacheAxi, long arenaCacheBytes) {

    /** Whether feature maps live apart from the staging area, so that fast storage pays. */
    public boolean spills() {
        return arenaAxi != cacheAxi;
    }

    /** The same mode with another staging size. */
    public MemoryMode withArenaCacheBytes(long bytes) {
        return new MemoryMode(name, constantsAxi, arenaAxi, cacheAxi, bytes);
    }
}
