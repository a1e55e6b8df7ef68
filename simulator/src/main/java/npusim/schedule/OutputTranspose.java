package npusim.schedule;

/** Axis order in which the OFM is written, letters naming the written H, W and C axes. */
public enum OutputTranspose {
    HWC,
    WHC,
    HCW,
    WCH,
    CHW,
    CWH;

    /** Extent of the written tensor for a computed one. */
    public Extent apply(Extent computed) {
        int h = computed.height();
        int w = computed.width();
        int c = computed.depth();
        return switch (this) {
            case HWC -> computed;
            case WHC -> new Extent(w, h, c);
            case HCW -> new Extent(h, c, w);
            case WCH -> new Extent(w, c, h);
            case CHW -> new Extent(c, h, w);
            case CWH -> new Extent(c, w, h);
        };
    }
}
