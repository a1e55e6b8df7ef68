package npusim.replay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.TimingProfile;

/** Memories behind timing adapters, which decide latency and outstanding transactions in their place. */
public final class AdaptedMemory {
    private static final List<String> PROPERTIES = List.of("read_latency", "write_latency", "max_reads", "max_writes");

    private AdaptedMemory() {}

    /**
     * What is to be said of changes that do less than they seem to, a sentence for each.
     *
     * @param changed paths of all properties that were changed in the design, such as {@code system.Dram.read_latency}
     */
    public static List<String> doubts(HardwareConfiguration hardware, Collection<String> changed) {
        List<String> doubts = new ArrayList<>();
        TimingProfile profile = hardware.timingProfile();
        for (int side = 0; side < hardware.accelerator().ports().size(); side++) {
            if (profile.adapter(side) == null || profile.name().equals(TimingProfile.DESCRIBED)) {
                continue;
            }
            String memory = "system." + hardware.system().attachedMemory(side).name() + ".";
            for (String property : PROPERTIES) {
                String adapter = "timing.axi" + side + "." + property;
                if (changed.contains(memory + property) && !changed.contains(adapter)) {
                    doubts.add(memory + property
                            + " is what the compiler believes; the NPU waits for the timing adapter, " + adapter);
                }
            }
        }
        return doubts;
    }
}
