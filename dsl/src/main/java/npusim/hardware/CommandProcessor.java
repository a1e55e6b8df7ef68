package npusim.hardware;

/**
 * The command processor.
 *
 * @param outstandingKernels depth of the kernel queue
 * @param outstandingDma depth of the DMA queue
 * @param maxBlockDependency largest BLOCKDEP
 * @param addressBits width of an address
 * @param commandFetchReads outstanding reads of the command fetch
 */
public record CommandProcessor(
        int outstandingKernels, int outstandingDma, int maxBlockDependency, int addressBits, int commandFetchReads) {}
