package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.GroupProperties.Order;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code tutti alphabet}: each order gives what it promises, and the weaker ones visibly no more. */
class AlphabetCommandTest {
    private static final int LETTERS = 9;

    private static long early(Map<String, List<String>> play) {
        return play.values().stream()
                .mapToLong(heard -> IntStream.range(0, heard.size())
                        .filter(place -> Alphabet.isTooEarly(heard, place))
                        .count())
                .sum();
    }

    @Test
    void fifoLetsAnswersOvertakeTheirQuestions() {
        assertThat(early(Alphabet.play(Order.FIFO, LETTERS))).isPositive();
    }

    @Test
    void causalOrderDoesNotButMembersDiffer() {
        Map<String, List<String>> play = Alphabet.play(Order.CAUSAL, LETTERS);
        assertThat(early(play)).isZero();
        assertThat(new HashSet<>(play.values())).hasSizeGreaterThan(1);
    }

    @Test
    void inTotalOrderAllSeeTheSame() {
        Map<String, List<String>> play = Alphabet.play(Order.TOTAL, LETTERS);
        assertThat(early(play)).isZero();
        assertThat(new HashSet<>(play.values())).hasSize(1);
    }

    @Test
    void theCommandShowsThemSideBySide() throws Exception {
        try (Session session = new Session("alphabet --letters 4")) {
            assertThat(session.exitCode()).isZero();
            assertThat(session.printed())
                    .anyMatch(line -> line.matches("fifo +causal +total"))
                    .anyMatch(line ->
                            line.startsWith("total: every letter follows the one it answers; all saw the same"));
        }
        try (Session session = new Session("alphabet --letters 40")) {
            assertThat(session.exitCode()).isEqualTo(ExitCode.USAGE.number());
        }
    }
}
