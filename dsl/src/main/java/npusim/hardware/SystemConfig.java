package npusim.hardware;

import org.eclipse.collections.api.list.ImmutableList;

/**
 * Memories and clock around the NPU. Latencies in core cycles.
 *
 * @param name as in Vela: {@code Ethos_U85_SYS_DRAM_Low}
 * @param coreClockHertz core clock
 * @param attached memory attached to axi0, axi1 …
 * @param memories memories by order of declaration
 */
public record SystemConfig(
        String name, long coreClockHertz, ImmutableList<String> attached, ImmutableList<Memory> memories) {

    /** The memory called {@code memoryName}; throws {@link java.util.NoSuchElementException} when absent. */
    public Memory memory(String memoryName) {
        return memories.detectOptional(memory -> memory.name().equals(memoryName))
                .orElseThrow();
    }

    /** The memory in which the data of axi side {@code index} rest: the attached one or, behind caches, the last. */
    public Memory storageMemory(int index) {
        Memory memory = attachedMemory(index);
        while (memory.backing() != null) {
            memory = memory(memory.backing());
        }
        return memory;
    }

    /** The memory attached to axi side {@code index}. */
    public Memory attachedMemory(int index) {
        return memory(attached.get(index));
    }
}
