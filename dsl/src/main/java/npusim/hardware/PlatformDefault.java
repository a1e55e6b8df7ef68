package npusim.hardware;

/**
 * What a platform uses for an accelerator when nothing else is asked for; the first matching row holds.
 *
 * @param accelerator accelerator name
 * @param systemConfig system configuration name
 * @param memoryMode memory mode name
 */
public record PlatformDefault(String accelerator, String systemConfig, String memoryMode) {}
