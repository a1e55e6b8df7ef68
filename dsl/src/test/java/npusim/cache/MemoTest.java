package npusim.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoTest {
    private final Memo<Integer, String, IOException> memo = new Memo<>(2);
    private final AtomicInteger computed = new AtomicInteger();

    private String compute(int key) throws IOException {
        computed.incrementAndGet();
        if (key < 0) {
            throw new IOException("negative");
        }
        return "value " + key;
    }

    @Test
    void whatIsPreparedIsComputedOnce() throws IOException {
        assertThat(memo.prepare(7, this::compute)).isTrue();
        assertThat(memo.prepare(7, this::compute)).isFalse();
        assertThat(memo.get(7, this::compute)).isEqualTo("value 7");
        assertThat(computed).hasValue(1);
        assertThat(memo.misses()).isEqualTo(1);
        assertThat(memo.hits()).as("preparing asks for no value").isEqualTo(1);
    }

    @Test
    void failureWhilePreparingIsThrownToThoseWhoAsk() {
        assertThat(memo.prepare(-1, this::compute)).isTrue();
        assertThatThrownBy(() -> memo.get(-1, this::compute)).hasMessage("negative");
        assertThat(computed).hasValue(2);
    }

    @Test
    void onlyAThreadThatWaitsForAnotherDoesSomethingElse() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch usedTheTime = new CountDownLatch(1);
        CompletableFuture<String> other = CompletableFuture.supplyAsync(() -> {
            try {
                return memo.get(
                        1,
                        key -> {
                            begun.countDown();
                            await(usedTheTime);
                            return compute(key);
                        },
                        () -> computed.addAndGet(100));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        await(begun);
        assertThat(memo.get(1, this::compute, usedTheTime::countDown)).isEqualTo("value 1");
        assertThat(memo.get(1, this::compute, () -> computed.addAndGet(100))).isEqualTo("value 1");
        assertThat(other.get()).isEqualTo("value 1");
        assertThat(computed).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
