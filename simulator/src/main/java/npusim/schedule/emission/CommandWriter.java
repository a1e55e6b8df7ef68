package npusim.schedule.emission;

import java.util.List;
import npusim.hardware.Accelerator;
import npusim.hardware.CommandProcessor;
import npusim.schedule.AxiSide;
import npusim.schedule.Command;
import npusim.schedule.DmaCommand;
import npusim.schedule.KernelCommand;
import npusim.schedule.StopCommand;
import npusim.schedule.WaitCommand;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/** The command stream as it grows: knows what may still be running and puts a wait where an access would run into it. */
final class CommandWriter {
    private static final int STOP_BYTES = 4;

    private final MutableList<Command> commands = Lists.mutable.empty();
    private final Outstanding copies;
    private final Outstanding kernels;
    private final RegisterWrites registers;
    private boolean inChain;

    CommandWriter(Accelerator accelerator, AddressMap addresses) {
        CommandProcessor processor = accelerator.commandProcessor();
        copies = new Outstanding(processor.outstandingDma());
        kernels = new Outstanding(processor.outstandingKernels());
        registers = new RegisterWrites(accelerator, addresses);
    }

    /** Copies contiguous bytes of constants. */
    void copy(String name, int operation, AxiSide source, Access from, Access to) {
        List<Access> accesses = List.of(from, to);
        wait(WaitCommand.Kind.KERNEL, kernels, accesses);
        wait(WaitCommand.Kind.DMA, copies, List.of(to));
        long bytes = from.end() - from.start();
        DmaCommand.Target target = DmaCommand.Target.of(to.side());
        int length = registers.copy(true, from.start(), target, to.start(), bytes);
        commands.add(new DmaCommand(name, operation, source, from.start(), target, to.start(), 1, bytes, length));
        copies.add(accesses);
    }

    /** Copies {@code rows} rows of {@code rowBytes} bytes from anywhere in {@code from}. */
    void copyRows(
            String name,
            int operation,
            AxiSide source,
            Access from,
            Access to,
            int rows,
            long rowBytes,
            boolean constant) {
        List<Access> accesses = List.of(from, to);
        wait(WaitCommand.Kind.KERNEL, kernels, accesses);
        wait(WaitCommand.Kind.DMA, copies, accesses);
        DmaCommand.Target target = DmaCommand.Target.of(to.side());
        int length = registers.copy(constant, from.start(), target, to.start(), rowBytes);
        commands.add(new DmaCommand(name, operation, source, from.start(), target, to.start(), rows, rowBytes, length));
        copies.add(accesses);
    }

    /** The kernels up to the next {@link #endGroup} follow each other through the chaining buffer. */
    void beginChain() {
        inChain = true;
        registers.beginChain();
    }

    /** Launches a kernel of a group that has accessed {@code accesses} so far, the kernel's own included. */
    void launch(AssembleKernel.Assembled kernel, int blockDependency, List<Access> accesses) {
        wait(WaitCommand.Kind.DMA, copies, accesses);
        KernelCommand command = kernel.command().withBlockDependency(blockDependency);
        int length = registers.kernel(command, kernel.operation(), kernel.operands());
        commands.add(command.withCommandBytes(length));
        if (inChain) {
            registers.nextInChain();
        }
    }

    /** All kernels of a group have been launched. */
    void endGroup(List<Access> accesses) {
        inChain = false;
        kernels.add(accesses);
    }

    ImmutableList<Command> finish() {
        commands.add(new StopCommand(STOP_BYTES));
        return commands.toImmutable();
    }

    private void wait(WaitCommand.Kind kind, Outstanding queue, List<Access> accesses) {
        int allowed = queue.allowed(accesses);
        if (allowed >= 0) {
            commands.add(new WaitCommand(kind, allowed, RegisterWrites.WAIT_BYTES));
            queue.finishAllBut(allowed);
        }
    }
}
