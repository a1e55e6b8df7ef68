package npusim.schedule.emission;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Accesses of the commands of one queue that may still be running. */
final class Outstanding {
    private final int depth;
    private final Deque<List<Access>> commands = new ArrayDeque<>();

    Outstanding(int depth) {
        this.depth = depth;
    }

    void add(List<Access> accesses) {
        commands.addLast(accesses);
        if (commands.size() > depth) {
            commands.removeFirst();
        }
    }

    /** How many of the latest commands may still run when {@code next} starts, or -1 when all may. */
    int allowed(List<Access> next) {
        int later = 0;
        Iterator<List<Access>> latestFirst = commands.descendingIterator();
        while (latestFirst.hasNext()) {
            if (Access.conflict(latestFirst.next(), next)) {
                return later;
            }
            later++;
        }
        return -1;
    }

    /** Forgets all but the latest {@code remaining}. */
    void finishAllBut(int remaining) {
        while (commands.size() > remaining) {
            commands.removeFirst();
        }
    }
}
