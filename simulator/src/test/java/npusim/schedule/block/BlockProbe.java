package npusim.schedule.block;

import java.nio.file.*;
import java.util.*;
import npusim.schedule.*;
import npusim.schedule.operation.*;

final class BlockProbe {
    static int[] ints(String s, String sep) {
        return Arrays.stream(s.split(sep))
                .filter(x -> !x.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    static OperationKind kind(String k, String v, String p) {
        switch (v) {
            case "Conv2D":
                return k.equals("DEPTHWISE") ? OperationKind.DEPTHWISE : OperationKind.CONVOLUTION;
            case "DepthwiseConv2D":
                return OperationKind.DEPTHWISE;
            case "MatMul":
                return OperationKind.MATMUL;
            case "FullyConnected":
                return OperationKind.FULLY_CONNECTED;
            case "AvgPool":
                return OperationKind.AVERAGE_POOL;
            case "MaxPool":
                return OperationKind.MAX_POOL;
            case "ReduceSum":
                return OperationKind.REDUCE_SUM;
            case "ReduceMax":
                return OperationKind.REDUCE_MAX;
            case "Transpose":
                return OperationKind.TRANSPOSE;
            case "MemoryCopy":
                return OperationKind.COPY;
            case "LUT":
                return OperationKind.TABLE;
            case "Rescale":
                return OperationKind.RESCALE;
            case "Resize":
                return OperationKind.RESIZE;
            case "Add":
                return OperationKind.ADD;
            case "Sub":
                return OperationKind.SUB;
            case "Mul":
                return OperationKind.MUL;
            case "Asr":
                return OperationKind.ARITHMETIC_RIGHT_SHIFT;
            default:
                return null;
        }
    }

    public static void main(String[] a) throws Exception {
        BlockSearch search = BlockSearch.of(TestHardware.u85x256(), SchedulePolicy.VELA_4_4);
        int ok = 0, bad = 0, skip = 0;
        Map<String, Integer> miss = new TreeMap<>();
        Set<String> shown = new HashSet<>();
        long t0 = System.nanoTime();
        for (String f : a)
            for (Map<String, String> r : OracleRows.read(Path.of(f))) {
                String k = r.get("kind");
                if (k.equals("DMA_START") || k.equals("BRANCH") || "1".equals(r.get("chained"))) continue;
                OperationKind kind = kind(k, r.get("vela_op"), r.get("op_param"));
                if (kind == null || r.get("ofm_block_hwc").isEmpty()) {
                    skip++;
                    continue;
                }
                String os = r.getOrDefault("ofm_stripe_nhwc", "");
                String is = r.getOrDefault("ifm_stripe_nhwc", "");
                String i2 = r.getOrDefault("ifm2_nhwc_full", "");
                Extents ofm = Extents.of(ints(os.isEmpty() ? r.get("ofm_nhwc_full") : os, "x"));
                Extents ifm = Extents.of(ints(is.isEmpty() ? r.get("ifm_nhwc_full") : is, "x"));
                if (kind == OperationKind.MATMUL) {}
                Extents ifm2 = i2.isEmpty()
                        ? null
                        : Extents.of(ints(
                                r.getOrDefault("ifm2_stripe_nhwc", "").isEmpty() ? i2 : r.get("ifm2_stripe_nhwc"),
                                "x"));
                String T = r.getOrDefault("ofm_transpose", "HWC");
                Permutation p = switch (T) {
                    case "WHC" -> Permutation.of(1, 0, 2);
                    case "HCW" -> Permutation.of(0, 2, 1);
                    case "WCH" -> Permutation.of(1, 2, 0);
                    case "CHW" -> Permutation.of(2, 0, 1);
                    case "CWH" -> Permutation.of(2, 1, 0);
                    default -> Permutation.NONE;
                };
                Extents pre = p.undo(ofm);
                int[] kk = r.get("kernel_hw").isEmpty() ? new int[] {1, 1} : ints(r.get("kernel_hw"), "x");
                int[] ss = r.get("stride_hw").isEmpty() ? new int[] {1, 1} : ints(r.get("stride_hw"), "x");
                int[] dd = r.get("dilation_hw").isEmpty() ? new int[] {1, 1} : ints(r.get("dilation_hw"), "x");
                kk = new int[] {(kk[0] - 1) / dd[0] + 1, (kk[1] - 1) / dd[1] + 1};
                int ib = r.get("ifm_dtype").contains("32")
                        ? 32
                        : r.get("ifm_dtype").contains("16") ? 16 : 8;
                int ob = r.get("ofm_dtype").contains("32")
                        ? 32
                        : r.get("ofm_dtype").contains("16") ? 16 : 8;
                Kernel kn = new Kernel(kk[0], kk[1], ss[0], ss[1], dd[0], dd[1], 0, 0, 0, 0);
                BlockQuery q = new BlockQuery(
                        kind,
                        Extents.of(pre.height(), pre.width(), pre.depth()),
                        ifm,
                        ifm2,
                        ib,
                        ob,
                        kn,
                        false,
                        true,
                        p,
                        0,
                        r.get("ofm_format").equals("NHCWB16") ? TensorFormat.NHCWB16 : TensorFormat.NHWC,
                        "SPARSE_2_4".equals(r.get("weight_sparsity")),
                        NpuOperation.ResizeParameters.NONE,
                        false,
                        1);
                BlockConfiguration c = search.find(q);
                String want = r.get("ofm_block_hwc");
                String got = c == null ? "null" : c.ofmBlock().toString();
                if (want.equals(got)) ok++;
                else {
                    bad++;
                    miss.merge(kind.toString(), 1, Integer::sum);
                    String key = kind + " ofm " + ofm + " ifm " + ifm + " i2 " + ifm2 + " k" + r.get("kernel_hw") + " T"
                            + T + " " + r.get("ofm_format") + " bits " + ib + " want " + want + " "
                            + r.get("ofm_ublock") + " " + r.get("traversal") + " got " + got
                            + (c == null ? "" : " " + c.microBlock());
                    if (shown.add(key) && shown.size() < 40)
                        System.out.println(Path.of(f).getFileName() + " " + key);
                }
            }
        System.out.println("ok " + ok + " bad " + bad + " skip " + skip + " " + miss + " ms "
                + (System.nanoTime() - t0) / 1000000);
    }
}
