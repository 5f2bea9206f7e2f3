package dev.tutti.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.GroupBusyException;
import dev.tutti.GroupClosedException;
import dev.tutti.PayloadTooLargeException;
import dev.tutti.kernel.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RecastTest {
    private final Post first = Posts.post(1, 1);
    private final Post second = Posts.post(1, 2);
    private final Post third = Posts.post(1, 3);
    private final List<String> arrived = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private int tries;

    private void recast(Consumer<byte[]> cast) {
        new Recast(List.of(first, second, third), cast, dropped::add).run();
    }

    private void arrive(byte[] payload) {
        try {
            arrived.add(BoardCodec.decode(payload).subject());
        } catch (MalformedException wrong) {
            throw new AssertionError(wrong);
        }
    }

    @Test
    void castsEachPostInOrder() {
        recast(this::arrive);

        assertThat(arrived).containsExactly("subject 1", "subject 2", "subject 3");
        assertThat(dropped).isEmpty();
    }

    @Test
    void castsAPostAgainAsLongAsTheGroupIsBehind() {
        recast(payload -> {
            if (tries++ % 3 != 2) {
                throw new GroupBusyException("behind");
            }
            arrive(payload);
        });

        assertThat(arrived).containsExactly("subject 1", "subject 2", "subject 3");
        assertThat(dropped).isEmpty();
    }

    @Test
    void aPostThatIsRefusedKeepsNoOtherBack() {
        recast(payload -> {
            if (tries++ == 0) {
                throw new PayloadTooLargeException("too large here");
            }
            arrive(payload);
        });

        assertThat(arrived).containsExactly("subject 2", "subject 3");
        assertThat(dropped)
                .containsExactly(
                        "a post of " + first.sender() + " that only this member has was not cast: too large here");
    }

    @Test
    void endsWhenTheMemberIsOutOfTheGroup() {
        recast(payload -> {
            if (tries++ == 1) {
                throw new GroupClosedException("left");
            }
            arrive(payload);
        });

        assertThat(arrived).containsExactly("subject 1");
        assertThat(tries).isEqualTo(2);
        assertThat(dropped).isEmpty();
    }
}
