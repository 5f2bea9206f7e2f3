package dev.tutti.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.GroupBusyException;
import dev.tutti.GroupClosedException;
import dev.tutti.GroupProperties;
import dev.tutti.NotPrimaryException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SwitchingTest {
    private static final GroupProperties FIFO = GroupProperties.DEFAULT;

    private final List<@Nullable GroupProperties> asked = new ArrayList<>();
    private final Switching switching =
            new Switching(new Completions("g", () -> new GroupClosedException("over")), asked::add);

    private static GroupProperties resilience(int members) {
        return FIFO.resilience(members);
    }

    private CompletableFuture<Void> begin(GroupProperties wanted) {
        CompletableFuture<Void> granted = new CompletableFuture<>();
        switching.begin(wanted, FIFO, granted);
        return granted;
    }

    @Test
    void wishesAreAskedForOneAfterTheOther() throws Exception {
        CompletableFuture<Void> one = begin(resilience(1));
        CompletableFuture<Void> two = begin(resilience(2));
        CompletableFuture<Void> twoAgain = begin(resilience(2));
        switching.shown(FIFO);
        assertThat(one).isNotDone();
        switching.shown(resilience(1));
        one.get();
        assertThat(two).isNotDone();
        switching.shown(resilience(2));
        two.get();
        twoAgain.get();
        assertThat(switching.isBusy()).isFalse();
        assertThat(asked).containsExactly(resilience(1), resilience(1), resilience(2), null);
    }

    @Test
    void whatRunsAlreadyIsGrantedAtOnce() throws Exception {
        begin(FIFO).get();
        assertThat(asked).isEmpty();
    }

    @Test
    void outsideThePrimaryViewAllFail() {
        CompletableFuture<Void> one = begin(resilience(1));
        switching.outsidePrimary(new NotPrimaryException("elsewhere"));
        assertThatThrownBy(one::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(NotPrimaryException.class);
        assertThat(asked).containsExactly(resilience(1), null);
    }

    @Test
    void whoIsOutHearsOfIt() {
        CompletableFuture<Void> one = begin(resilience(1));
        switching.close();
        assertThatThrownBy(one::get).hasCauseInstanceOf(GroupClosedException.class);
    }

    @Test
    void tooManyAtATimeAreRefused() {
        for (int members = 1; members <= 16; members++) {
            assertThat(begin(resilience(members))).isNotDone();
        }
        assertThatThrownBy(begin(resilience(17))::get).hasCauseInstanceOf(GroupBusyException.class);
    }
}
