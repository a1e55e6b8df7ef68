package npusim.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DiskSyncTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofDays(1);

    @Test
    void whatChangedIsBroughtToTheDiskWhileTheWriterGoesOn() throws Exception {
        Semaphore synced = new Semaphore(0);
        Semaphore mayEnd = new Semaphore(0);
        try (DiskSync disk = new DiskSync(
                () -> {
                    synced.release();
                    mayEnd.acquireUninterruptibly();
                },
                SHORT)) {
            disk.changed();
            assertThat(synced.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
            disk.changed(); // although the disk is at it
            mayEnd.release();
            assertThat(synced.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
            mayEnd.release(Integer.MAX_VALUE / 2);
        }
    }

    @Test
    void theRestFollowsAtTheEnd() throws Exception {
        AtomicInteger syncs = new AtomicInteger();
        DiskSync disk = new DiskSync(syncs::incrementAndGet, NEVER);
        disk.changed();
        assertThat(syncs).hasValue(0);
        disk.close();
        assertThat(syncs).hasValue(1);
    }

    @Test
    void aFailureIsTheNextWritersOrThatOfTheEnd() throws Exception {
        IOException broken = new IOException("broken");
        Semaphore synced = new Semaphore(0);
        DiskSync disk = new DiskSync(
                () -> {
                    synced.release();
                    throw broken;
                },
                SHORT);
        disk.changed();
        assertThat(synced.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
        assertThatThrownBy(disk::close).isSameAs(broken);
        assertThatThrownBy(disk::changed).isSameAs(broken);
    }
}
