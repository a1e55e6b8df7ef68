package npusim.schedule.plan;

import npusim.hardware.Accelerator;
import npusim.hardware.Memory;
import npusim.hardware.ReadChannel;

/** Bandwidth of the NPU's read and write channels to a memory, by estimate. */
final class MemoryChannels {
    private static final int WORD_BYTES = 16;
    private static final double UTILISATION = 0.8;

    private final Accelerator accelerator;
    private final MemoryMap memories;

    MemoryChannels(Accelerator accelerator, MemoryMap memories) {
        this.accelerator = accelerator;
        this.memories = memories;
    }

    MemoryMap memories() {
        return memories;
    }

    float readBytesPerCycle(MemoryArea area, ReadChannel channel) {
        Memory memory = memories.memory(area);
        Integer words = accelerator.readBufferWords().get(channel);
        if (words == null) {
            return memories.bytesPerCycle(area);
        }
        int burstWords = Math.max(memory.burstBytes() / WORD_BYTES, 1);
        float buffered = (float) words / burstWords;
        return limited(area, memory, buffered, Math.max(1, memory.maxReads()), memory.readLatencyCycles());
    }

    float writeBytesPerCycle(MemoryArea area) {
        Memory memory = memories.memory(area);
        if (accelerator.readBufferWords().isEmpty()) {
            return memories.bytesPerCycle(area);
        }
        return limited(area, memory, Float.MAX_VALUE, Math.max(1, memory.maxWrites()), memory.writeLatencyCycles());
    }

    private float limited(MemoryArea area, Memory memory, float buffered, int outstanding, int latency) {
        float transactions = Math.min(buffered, (float) (outstanding * memory.ports() * UTILISATION));
        float byLatency = (float) (memory.burstBytes() * transactions / Math.max(1, latency) * UTILISATION);
        return Math.min(memories.bytesPerCycle(area), byLatency);
    }
}
