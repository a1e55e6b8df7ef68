package npusim.schedule;

/** Axis order in which the OFM is written, letters naming the written H, W and C axes (ethos-u.md §1.6). */
public enum OutputTranspose {
    HWC,
    WHC,
    HCW,
    WCH,
    CHW,
    CWH
}
