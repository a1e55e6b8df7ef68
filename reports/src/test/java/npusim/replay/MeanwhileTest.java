package npusim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MeanwhileTest {
    @Test
    void isMadeOnAnotherThreadAndWaitedFor() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Meanwhile<String> made = Meanwhile.start("maker", () -> {
            begun.await(); // would never end on the thread that starts it
            return Thread.currentThread().getName();
        });
        begun.countDown();
        assertThat(made.get()).isEqualTo("maker");
    }

    @Test
    void failsAsItsMakingDid() {
        IOException unreadable = new IOException("unreadable");
        assertThatThrownBy(Meanwhile.start("reader", () -> {
                    throw unreadable;
                })::get)
                .isSameAs(unreadable);
        IllegalArgumentException wrong = new IllegalArgumentException("wrong");
        assertThatThrownBy(Meanwhile.start("reader", () -> {
                    throw wrong;
                })::get)
                .isSameAs(wrong);
    }
}
