package npusim.schedule.lowering;

import java.nio.file.*;
import java.util.*;
import npusim.graph.*;
import npusim.schedule.*;
import npusim.schedule.operation.*;
import npusim.tosa.*;

final class DumpLowering {
    public static void main(String[] a) throws Exception {
        Graph g = TosaReader.read(Path.of(a[0]));
        List<NpuOperation> ops = null;
        for (int k = 0; k < 3; k++) {
            long t = System.nanoTime();
            ops = LowerNetwork.apply(g, TestHardware.u85x256(), SchedulePolicy.VELA_4_4);
            System.err.println("lower " + (System.nanoTime() - t) / 1000000);
        }
        for (NpuOperation op : ops) {
            print(op, false);
            for (NpuOperation f : op.followers()) if (!f.isFused()) print(f, true);
        }
    }

    static void print(NpuOperation op, boolean ch) {
        StringBuilder s = new StringBuilder();
        s.append(op.kind()).append(ch ? " CH" : "").append(" [");
        if (!ch) for (NpuOperation f : op.followers()) s.append(f.kind()).append(' ');
        s.append("] ").append(op.ofm().tensor().name());
        for (int i = 0; i < op.ifmCount(); i++)
            s.append(" i")
                    .append(op.ifm(i).shape())
                    .append(
                            op.ifm(i).isSliced()
                                    ? "(" + op.ifm(i).offset() + "+" + op.ifm(i).usedShape() + ")"
                                    : "")
                    .append(op.ifm(i).type());
        s.append(" o")
                .append(op.ofm().shape())
                .append(
                        op.ofm().isSliced()
                                ? "(" + op.ofm().offset() + "+" + op.ofm().usedShape() + ")"
                                : "")
                .append(op.ofm().type())
                .append(" T")
                .append(op.ofm().transpose());
        System.out.println(s);
    }
}
