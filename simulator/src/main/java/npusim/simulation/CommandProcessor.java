package npusim.simulation;

import npusim.schedule.AxiSide;
import npusim.schedule.Command;
import npusim.schedule.DmaCommand;
import npusim.schedule.HostCommand;
import npusim.schedule.KernelCommand;
import npusim.schedule.StopCommand;
import npusim.schedule.WaitCommand;
import npusim.trace.CycleCategory;
import org.jspecify.annotations.Nullable;

/** Fetches and issues commands, keeps the kernel and DMA queues, and charges the critical cycles to commands. */
final class CommandProcessor {
    /** Apart from all weights and feature maps. */
    private static final long COMMAND_ADDRESS = 1L << 48;

    private final DesignParameters design;
    private final EventCounts counts;
    private final @Nullable BlockRecorder blocks;
    private final ChannelWindows windows;
    private final KernelPipeline pipeline;
    private final CriticalPath path = new CriticalPath();
    private final RunRecorder recorder;
    private final boolean accounts;
    private final AlikeKernels alike;
    private final Command[] commands;
    private final long streamBytes;
    private final @Nullable KernelMemory memory;
    private final long[] kernelDone;
    private final long[] dmaDone;
    private final int[] dmaCommand;
    private final long[] dmaBegin;
    private final long[] dmaHeld;
    private final boolean fetches;
    /** When the parser had used up the commands fetched so far, for as many fetches as may be outstanding. */
    private final long[] fetchRoom;

    private int kernelIndex;
    private int dmaIndex;
    private long dmaFree;
    private long now;
    private long frontier;
    private long finish;
    private long fetchedBytes;
    private long consumedBytes;
    private long fetchReady;
    private int fetchIndex;
    private long idle;
    private CycleAccount latestAccount = CycleAccount.NOTHING;

    /** Looks up kernels in {@code passages} and charges cycles to categories if {@code accounts}. */
    CommandProcessor(
            PreparedStream stream,
            DesignParameters design,
            OutputRates rates,
            RunRecorder recorder,
            Sampling sampling,
            @Nullable BlockRecorder blocks,
            RunPassages passages,
            boolean accounts) {
        this.accounts = accounts;
        IntervalSampling intervals = sampling.intervals();
        commands = stream.stream().commands().toArray(new Command[0]);
        streamBytes = stream.bytes();
        alike = stream.alike(design.widths());
        this.design = design;
        this.blocks = blocks;
        counts = new EventCounts(intervals);
        this.recorder = recorder;
        windows = new ChannelWindows(
                design,
                side(design.sram(), MemorySide.Place.SRAM, DmaCommand.Target.SRAM),
                side(design.external(), MemorySide.Place.EXTERNAL, DmaCommand.Target.EXTERNAL),
                counts);
        pipeline = new KernelPipeline(
                design,
                windows,
                rates,
                counts,
                blocks,
                new RecentBlocks(alike.mostDependent() + 1),
                passages,
                accounts);
        memory = intervals != null || pipeline.everyBlock() ? null : new KernelMemory(pipeline, counts, passages);
        fetches = !design.ablation().lacks(Ablation.Mechanism.COMMAND_FETCH);
        fetchRoom = new long[design.commandFetchDepth()];
        kernelDone = new long[design.kernelQueue()];
        dmaDone = new long[design.dmaQueue()];
        dmaCommand = new int[design.dmaQueue()];
        dmaBegin = new long[design.dmaQueue()];
        dmaHeld = new long[design.dmaQueue()];
    }

    /** A side of the NPU, to which kernels write, and copies if any has it as its {@code target}. */
    private MemorySide side(SideParameters parameters, MemorySide.Place place, DmaCommand.Target target) {
        BackingStore store = BackingStore.of(parameters, counts);
        MemorySide side = new MemorySide(parameters, place, store);
        boolean copied = false;
        for (Command command : commands) {
            copied |= command instanceof DmaCommand dma && dma.target() == target;
        }
        if (store == null && !copied) {
            side.writtenByOne();
        }
        return side;
    }

    /** Runs the stream and returns the cycles it took. */
    long run() {
        boolean hostFirst = commands.length > 0 && commands[0] instanceof HostCommand;
        now = hostFirst ? 0 : design.startCycles();
        for (int i = 0; i < commands.length; i++) {
            Command command = commands[i];
            fetch(command);
            switch (command) {
                case KernelCommand _ -> {
                    KernelChain chain = alike.chain(i);
                    int last = i + chain.kernels().size() - 1;
                    while (i < last) {
                        fetch(commands[++i]);
                    }
                    runKernel(chain, i);
                }
                case DmaCommand dma -> runDma(dma, i);
                case WaitCommand wait -> await(wait);
                case StopCommand stop -> stop();
                case HostCommand host -> runHost(host, i);
            }
        }
        return now - idle;
    }

    /** OFM blocks timed so far. */
    long blocks() {
        return pipeline.blocks();
    }

    /** How many of them were taken from memory as part of a stretch that came back. */
    long blocksPassedOver() {
        return pipeline.blocksPassedOver();
    }

    /** Kernels, with those chained behind them, that were taken from memory whole. */
    long kernelsPassedOver() {
        return memory == null ? 0 : memory.passedOver();
    }

    /** Cycles in which the NPU waited for its host. */
    long idle() {
        return idle;
    }

    /** The host computes while the NPU has nothing to do; then a stream of its own starts, if any more follows. */
    private void runHost(HostCommand host, int index) {
        long begin = now;
        now += host.cycles();
        idle += host.cycles();
        pipeline.idleUntil(now);
        frontier = now;
        finish = now;
        counts.place(EngineEvent.NPU_IDLE, host.cycles(), begin, now);
        recorder.host(index, host, begin, now);
        if (host.handoverCycles() > 0) {
            now += design.startCycles();
        }
    }

    /** Waits for the commands of {@code command}. The unit counts itself active once the first fetch has arrived. */
    private void fetch(Command command) {
        if (!fetches) {
            return;
        }
        consumedBytes += command.commandBytes();
        while (fetchedBytes < consumedBytes) {
            long bytes = Math.min(design.commandFetchBytes(), streamBytes - fetchedBytes);
            TransactionWindow window = windows.of(Channel.COMMANDS, design.commandSide());
            window.touch(COMMAND_ADDRESS + fetchedBytes, bytes, false);
            fetchRoom[fetchIndex] = now;
            fetchIndex = fetchIndex + 1 == fetchRoom.length ? 0 : fetchIndex + 1;
            long beats =
                    Math.ceilDiv(bytes, (long) design.side(design.commandSide()).beatBytes());
            if (fetchedBytes == 0) {
                window.countReads(1, beats);
                fetchReady = now;
            } else {
                fetchReady = window.read(fetchRoom[fetchIndex], 1, beats);
            }
            fetchedBytes += bytes;
        }
        now = Math.max(now, fetchReady) + (long) (design.commandCycles() * command.commandBytes() / 4);
    }

    /** Runs a chain of which command {@code index} is the last. */
    private void runKernel(KernelChain chain, int index) {
        int first = index - chain.kernels().size() + 1;
        now = Math.max(now, Math.max(kernelDone[kernelIndex], pipeline.frontEndFree()));
        if (blocks != null) {
            blocks.begin(first, counts);
        }
        counts.begin(now);
        windows.align(now);
        long start = now + design.kernelSetupCycles();
        pipeline.prepare(chain, start);
        boolean copied = copyFollows(index);
        KernelPassages.Passage known =
                memory == null ? null : memory.find(chain, start, accounts ? frontier : start, copied);
        long done = known == null || memory == null ? work(chain, start, copied) : memory.repeat(known, start);
        CycleAccount account = known == null ? latestAccount : known.account;
        kernelDone[kernelIndex] = done;
        kernelIndex = kernelIndex + 1 == kernelDone.length ? 0 : kernelIndex + 1;
        finish = Math.max(finish, done);
        frontier = Math.max(frontier, done);
        if (!copied) {
            windows.forgetBefore(pipeline.frontEndFree());
        }
        recorder.kernels(first, chain.kernels(), now, done, account, counts);
        counts.end(done);
    }

    /** Works a chain through, behind which a copy may be asked for early if it is {@code copied}, and charges its critical cycles. */
    private long work(KernelChain chain, long start, boolean copied) {
        long done = pipeline.run(chain, start, !copied);
        if (accounts) {
            walk(chain.first(), done);
            latestAccount = path.account();
        }
        if (memory != null) {
            long floor = copied ? now : Math.max(now, pipeline.frontEndFree());
            memory.keep(chain, start, done, floor, latestAccount);
        }
        return done;
    }

    private void walk(KernelCommand kernel, long done) {
        path.begin(done, frontier);
        BlockTimes times = pipeline.times();
        int last = times.count - 1;
        while (last > 0 && times.response[last] < done) {
            last--;
        }
        path.walkKernel(
                times,
                last,
                kernel.kind().usesMacArray(),
                design.accumulatorBlocks(),
                now,
                design.outputLatencyCycles());
    }

    /** Whether a copy may be asked for before the kernel after command {@code index}: it starts as early as that command. */
    private boolean copyFollows(int index) {
        int next = index + 1;
        while (next < commands.length && !(commands[next] instanceof KernelCommand)) {
            if (commands[next] instanceof DmaCommand) {
                return true;
            }
            next++;
        }
        return false;
    }

    private void runDma(DmaCommand dma, int index) {
        advanceTo(dmaDone[dmaIndex], dmaIndex);
        long begin = Math.max(now, dmaFree);
        long done = copy(dma, begin);
        dmaFree = windows.of(Channel.MEM_TO_MEM, dma.source()).lastData();
        dmaHeld[dmaIndex] = windows.of(Channel.MEM_TO_MEM, dma.source()).held();
        dmaBegin[dmaIndex] = begin;
        dmaCommand[dmaIndex] = index;
        dmaDone[dmaIndex] = done;
        dmaIndex = dmaIndex + 1 == dmaDone.length ? 0 : dmaIndex + 1;
        finish = Math.max(finish, done);
        recorder.dma(index, dma, begin, done, counts);
        counts.begin(begin);
        counts.end(done);
    }

    private long copy(DmaCommand dma, long begin) {
        TransactionWindow reads = windows.of(Channel.MEM_TO_MEM, dma.source());
        reads.touch(dma.sourceAddress(), dma.bytes(), false);
        long arrived = reads.read(begin, transactions(dma, dma.source()), beats(dma, dma.source()));
        if (dma.target() == DmaCommand.Target.TABLE_MEMORY) {
            return arrived;
        }
        AxiSide target = dma.target() == DmaCommand.Target.SRAM ? AxiSide.SRAM : AxiSide.EXTERNAL;
        TransactionWindow writes = windows.of(Channel.MEM_TO_MEM_WRITE, target);
        writes.touch(dma.targetAddress(), dma.bytes(), true);
        long response = writes.write(reads.firstArrival(), transactions(dma, target), beats(dma, target));
        return Math.max(response, arrived + windows.writeLatency(target));
    }

    private long beats(DmaCommand dma, AxiSide side) {
        return dma.rows()
                * Math.ceilDiv(dma.rowBytes(), (long) design.side(side).beatBytes());
    }

    private long transactions(DmaCommand dma, AxiSide side) {
        return dma.rows()
                * Math.ceilDiv(dma.rowBytes(), (long) design.side(side).burstBytes());
    }

    private void await(WaitCommand wait) {
        switch (wait.kind()) {
            case KERNEL -> {
                for (int age = wait.remaining(); age < kernelDone.length; age++) {
                    now = Math.max(now, kernelDone[Math.floorMod(kernelIndex - 1 - age, kernelDone.length)]);
                }
            }
            case DMA -> {
                for (int age = dmaDone.length - 1; age >= wait.remaining(); age--) {
                    int slot = Math.floorMod(dmaIndex - 1 - age, dmaDone.length);
                    advanceTo(dmaDone[slot], slot);
                }
            }
        }
    }

    /** Lets issue wait for a DMA; cycles beyond everything earlier are the DMA's. */
    private void advanceTo(long cycle, int slot) {
        if (cycle <= now) {
            return;
        }
        if (cycle > frontier) {
            path.begin(cycle, frontier);
            path.charge(CycleCategory.BANDWIDTH_CAP, cycle - dmaHeld[slot]);
            path.charge(CycleCategory.MEMORY_LATENCY, dmaBegin[slot]);
            path.charge(CycleCategory.ISSUE, frontier);
            recorder.charge(dmaCommand[slot], path.account());
            frontier = cycle;
        }
        now = cycle;
    }

    private void stop() {
        for (int slot = 0; slot < dmaDone.length; slot++) {
            advanceTo(dmaDone[slot], slot);
        }
        now = Math.max(now, finish) + design.stopCycles();
        path.begin(now, frontier);
        path.charge(CycleCategory.FILL_AND_DRAIN, finish);
        path.charge(CycleCategory.ISSUE, frontier);
        recorder.unattributed(path.account(), counts);
        counts.begin(finish);
        counts.end(now);
        frontier = now;
    }
}
