package npusim.simulation;

import java.util.ArrayList;
import java.util.List;
import npusim.schedule.AxiSide;
import npusim.schedule.Command;
import npusim.schedule.CommandStream;
import npusim.schedule.DmaCommand;
import npusim.schedule.KernelCommand;
import npusim.schedule.StopCommand;
import npusim.schedule.WaitCommand;

/** Timing engine prototype. */
final class EngineRun {
    private final DesignParameters design;
    private final MemorySide sram;
    private final MemorySide external;
    private final ChannelWindows windows;
    private final KernelPipeline pipeline;
    final List<long[]> log = new ArrayList<>();
    final List<Command> logCommand = new ArrayList<>();

    EngineRun(DesignParameters design, OutputRates rates) {
        this.design = design;
        sram = new MemorySide(design.sram());
        external = new MemorySide(design.external());
        windows = new ChannelWindows(design);
        pipeline = new KernelPipeline(design, sram, external, rates, windows);
    }

    long[] beats() {
        return new long[] {sram.beatsRead(), sram.beatsWritten(), external.beatsRead(), external.beatsWritten()};
    }

    long run(CommandStream stream) {
        long now = design.startCycles();
        long fetched = 0;
        long fetchReady = 0;
        long consumed = 0;
        long[] kernelDone = new long[design.kernelQueue()];
        int kernelIndex = 0;
        long[] dmaDone = new long[design.dmaQueue()];
        int dmaIndex = 0;
        long dmaFree = 0;
        long finish = 0;
        List<KernelCommand> chain = new ArrayList<>();
        Command[] commands = stream.commands().toArray(new Command[0]);
        long totalBytes = stream.bytes();
        for (int i = 0; i < commands.length; i++) {
            Command command = commands[i];
            consumed += command.commandBytes();
            while (fetched < consumed) {
                long bytes = Math.min(design.commandFetchBytes(), totalBytes - fetched);
                fetchReady = windows.of(Channel.COMMANDS, AxiSide.EXTERNAL).read(
                        external, Math.max(now, 0), 1, Math.ceilDiv(bytes, design.beatBytes()));
                fetched += bytes;
            }
            now = Math.max(now, fetchReady) + (long) (design.commandCycles() * command.commandBytes() / 4);
            switch (command) {
                case KernelCommand kernel -> {
                    chain.add(kernel);
                    if (i + 1 < commands.length
                            && commands[i + 1] instanceof KernelCommand next
                            && next.chainedFromPrevious()) {
                        continue;
                    }
                    now = Math.max(Math.max(now, kernelDone[kernelIndex]), pipeline.frontEndFree());
                    long done = pipeline.run(chain, now);
                    kernelDone[kernelIndex] = done;
                    kernelIndex = kernelIndex + 1 == kernelDone.length ? 0 : kernelIndex + 1;
                    finish = Math.max(finish, done);
                    log.add(new long[] {now, done, (long) pipeline.devMac, (long) pipeline.devAo});
                    pipeline.devMac = 0;
                    pipeline.devAo = 0;
                    logCommand.add(kernel);
                    chain = new ArrayList<>();
                }
                case DmaCommand dma -> {
                    now = Math.max(now, dmaDone[dmaIndex]);
                    long begin = Math.max(now, dmaFree);
                    long done = copy(dma, begin);
                    dmaFree = windows.of(Channel.MEM_TO_MEM, dma.source()).lastData();
                    dmaDone[dmaIndex] = done;
                    dmaIndex = dmaIndex + 1 == dmaDone.length ? 0 : dmaIndex + 1;
                    finish = Math.max(finish, done);
                    log.add(new long[] {begin, done});
                    logCommand.add(dma);
                }
                case WaitCommand wait -> {
                    long[] ring = wait.kind() == WaitCommand.Kind.KERNEL ? kernelDone : dmaDone;
                    int index = wait.kind() == WaitCommand.Kind.KERNEL ? kernelIndex : dmaIndex;
                    // of the ring's entries all but the youngest `remaining` must be done
                    for (int age = wait.remaining(); age < ring.length; age++) {
                        now = Math.max(now, ring[Math.floorMod(index - 1 - age, ring.length)]);
                    }
                }
                case StopCommand stop -> now = Math.max(now, finish) + design.stopCycles();
            }
        }
        return now;
    }

    private long copy(DmaCommand dma, long begin) {
        MemorySide source = dma.source() == AxiSide.SRAM ? sram : external;
        int burst = design.side(dma.source()).burstBytes();
        long beats = Math.ceilDiv(dma.bytes(), (long) design.beatBytes());
        TransactionWindow reads = windows.of(Channel.MEM_TO_MEM, dma.source());
        long arrived = reads.read(source, begin, Math.ceilDiv(dma.bytes(), (long) burst), beats);
        if (dma.target() == DmaCommand.Target.TABLE_MEMORY) {
            return arrived;
        }
        MemorySide target = dma.target() == DmaCommand.Target.SRAM ? sram : external;
        TransactionWindow writes = windows.of(Channel.MEM_TO_MEM_WRITE, dma.target() == DmaCommand.Target.SRAM ? AxiSide.SRAM : AxiSide.EXTERNAL);
        long response = writes.write(target, reads.firstArrival(), Math.ceilDiv(dma.bytes(), (long) burst), beats);
        return Math.max(response, arrived + target.writeLatency());
    }
}
