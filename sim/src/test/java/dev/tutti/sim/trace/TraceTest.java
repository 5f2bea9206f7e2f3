package dev.tutti.sim.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.GroupProperties;
import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.ViewId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
    private static final Member A = new Member("a", 0x7F);
    private static final Member B = new Member("b, the second", -1);

    private static Trace everything() {
        Trace trace = new Trace();
        trace.add(0, "a", new TraceEvent.Started(Promises.NONE));
        trace.add(0, "c", new TraceEvent.Started(new Promises(Set.of(Promise.PRIMARY_ONLY, Promise.CAUSAL), 5)));
        trace.add(
                1,
                "a",
                new TraceEvent.Viewed(
                        new ViewId(3, -2), true, A, List.of(A, B), List.of(A), List.of(B), List.of(), null));
        trace.add(
                2,
                "a",
                new TraceEvent.Viewed(
                        new ViewId(4, 1),
                        false,
                        A,
                        List.of(A),
                        List.of(A),
                        List.of(),
                        List.of(B),
                        new Promises(Set.of(Promise.TOTAL, Promise.ONE_ORDER), GroupProperties.ALL)));
        trace.add(
                3,
                "a",
                new TraceEvent.Viewed(
                        new ViewId(5, 1), false, A, List.of(A), List.of(A), List.of(), List.of(), Promises.NONE));
        trace.add(4, "a", new TraceEvent.Switching("order=total engine=token"));
        trace.add(5, "a", new TraceEvent.Switched());
        trace.add(1_000_000_000, "a", new TraceEvent.Cast("a/1", Message.Kind.CAST));
        trace.add(1_000_000_000, "a", new TraceEvent.Cast("a/2", Message.Kind.GBCAST));
        trace.add(12_345_678_901L, "a", new TraceEvent.Sent(B, "100 %, ~ and é"));
        trace.add(12_345_678_902L, "a", new TraceEvent.Delivered("", B, Message.Kind.CAST));
        trace.add(12_345_678_902L, "a", new TraceEvent.Cast("a/3", Message.Kind.UNORDERED));
        trace.add(12_345_678_902L, "b", new TraceEvent.Delivered("a/3", A, Message.Kind.UNORDERED));
        trace.add(12_345_678_903L, "a", new TraceEvent.Delivered("x", A, Message.Kind.SEND));
        trace.add(12_345_678_904L, "a", new TraceEvent.Blocked());
        trace.add(12_345_678_905L, "a", new TraceEvent.Saved(new Content(3, -1)));
        trace.add(12_345_678_906L, "a", new TraceEvent.Loaded(Content.EMPTY));
        trace.add(12_345_678_907L, "a", new TraceEvent.Merged(Content.EMPTY.plus("x")));
        trace.add(12_345_678_908L, "a", new TraceEvent.StateReceived(B));
        trace.add(12_345_678_909L, "a", new TraceEvent.Leaving());
        trace.add(12_345_678_910L, "a", new TraceEvent.Departed(Left.Reason.LEFT));
        trace.add(12_345_678_911L, "b 2", new TraceEvent.Crashed());
        return trace;
    }

    @Test
    void everyEventComesBackFromItsLine() {
        Trace trace = everything();

        Trace again = Trace.parse(trace.toText());

        assertThat(again.entries()).isEqualTo(trace.entries());
        assertThat(again.toText()).isEqualTo(trace.toText());
    }

    @Test
    void linesReadAsDocumented() {
        assertThat(everything().toText().lines())
                .contains(
                        "0.000000000 a start",
                        "0.000000000 c start primary-only causal resilience=5",
                        "0.000000002 a view 4.1 secondary self a~7f members a~7f transitional a~7f joined - left "
                                + "b%002c%0020the%0020second~ffffffffffffffff runs total,one-order,resilience=all",
                        "0.000000003 a view 5.1 secondary self a~7f members a~7f transitional a~7f joined - left - runs -",
                        "1.000000000 a cast a/1",
                        "12.345678902 a unordered a/3",
                        "12.345678902 b deliver unordered a~7f a/3",
                        "12.345678904 a block",
                        "12.345678905 a save 3 ffffffffffffffff",
                        "0.000000001 a view 3.fffffffffffffffe primary self a~7f members "
                                + "a~7f,b%002c%0020the%0020second~ffffffffffffffff transitional a~7f joined "
                                + "b%002c%0020the%0020second~ffffffffffffffff left -");
    }

    @Test
    void commentsAndEmptyLinesAreSkipped() {
        assertThat(Trace.parse("# seed 7\n\n0.000000000 a start\n").entries()).hasSize(1);
    }

    @Test
    void aBadLineIsNamed() {
        for (String bad : List.of(
                "nonsense",
                "0.5 a start",
                "0.000000000 a fly",
                "0.000000000 a cast",
                "0.000000000 a send b x",
                "0.000000000 a view 3 primary self a~1 members a~1 transitional a~1 joined - left -",
                "0.000000000 a view 3.1 maybe self a~1 members a~1 transitional a~1 joined - left -",
                "0.000000000 a view 3.1 primary self a~1 crowd a~1 transitional a~1 joined - left -",
                "0.000000000 a start best",
                "0.000000000 a start total total",
                "0.000000000 a start resilience=1 resilience=2",
                "0.000000000 a view 3.1 primary self a~1 members a~1 transitional a~1 joined - left - runs resilience=-1",
                "0.000000000 a cast 50%",
                "0.000000000 a deliver shout a~1 x",
                "0.000000000 a save 1 xyz")) {
            assertThatThrownBy(() -> Trace.parse("0.000000000 a start\n" + bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("line 2: ");
        }
    }

    /** Two lines that run into each other, as where a writer ended in the middle of one, are none. */
    @Test
    void whatStandsBehindTheEndOfALineIsNamed() {
        for (String line : everything().toText().lines().toList()) {
            assertThatThrownBy(() -> Trace.parse(line + " 1.000000000 b crash"))
                    .as(line)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'1.000000000'");
            assertThatThrownBy(() -> Trace.parse(line + " ")).as(line).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "1.-00000001 a block      | '1.-00000001' is not a time in seconds with nine decimals",
                "-1.000000000 a block     | '-1.000000000' is not a time in seconds with nine decimals",
                "1.00000000x a block      | '1.00000000x' is not a time in seconds with nine decimals",
                "9999999999.000000000 a block | '9999999999.000000000' is not a time in seconds with nine decimals",
                "1.000000000 a block now  | 'now' stands where the line should end",
                "1.000000000  block       | words are separated by one blank each, and none stands before the first or after the last",
                "1.000000000 a cast       | the line ends where a message should stand",
                "1.000000000 a send b~1   | the line ends where a message should stand",
                "1.000000000 a fly        | 'fly' is none of start, cast, unordered, gbcast, refused, stable, send, deliver, "
                        + "view, switch, switched, block, save, load, merge, state, leave, left, crash",
                "1.000000000 a left foo   | 'foo' is none of left, closed, name_taken, incompatible, full",
                "1.000000000 a deliver foo b~1 x | 'foo' is none of cast, gbcast, unordered, send",
                "1.000000000 a cast %00zz | '%00zz': four hexadecimal digits must follow each %",
                "1.000000000 a cast %00   | '%00': four hexadecimal digits must follow each %",
                "1.000000000 a save x 1   | 'x' is not a whole number from 0 to 9223372036854775807",
                "1.000000000 a save -1 1  | '-1' is not a whole number from 0 to 9223372036854775807",
                "1.000000000 a save 9223372036854775808 1 | '9223372036854775808' is not a whole number from 0 to "
                        + "9223372036854775807",
                "1.000000000 a save 1 xyz | 'xyz' is not a number of one to sixteen hexadecimal digits",
                "1.000000000 a state b    | 'b' is not a member, as in a~7f",
                "1.000000000 a state b~-1 | 'b~-1' is not a member, as in a~7f",
                "1.000000000 a view x.1   | 'x.1' is not a view id, as in 3.7f",
                "1.000000000 a view 1.x   | '1.x' is not a view id, as in 3.7f",
                "1.000000000 a view 9223372036854775808.1 | '9223372036854775808.1' is not a view id, as in 3.7f",
                "1.000000000 a view 3.1 x | 'x' is none of primary, secondary",
                "1.000000000 a view 3.1 primary all | 'all' stands where 'self' should stand",
            })
    void whatIsWrongWithALineIsSaidInTheWordsOfTheFormat(String line, String wrong) {
        assertThatThrownBy(() -> Trace.parse(line)).hasMessage("line 1: " + wrong);
    }

    @Test
    void aVerbThatThereIsNotIsAnsweredWithThoseThatThereAre() {
        Set<String> verbs = everything()
                .toText()
                .lines()
                .map(line -> line.split(" ", -1)[2])
                .collect(Collectors.toSet());

        assertThatThrownBy(() -> Trace.parse("0.000000000 a fly"))
                .satisfies(wrong -> assertThat(
                                wrong.getMessage().split("is none of ", 2)[1].split(", ", -1))
                        .doesNotHaveDuplicates()
                        .containsAll(verbs));
    }

    /** A checker knows how many losses to allow for. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 8, 1_000, GroupProperties.ALL - 1, GroupProperties.ALL})
    void eachDegreeOfResilienceComesBackAsItself(int degree) {
        Promises asked = Promises.of(GroupProperties.DEFAULT.resilience(degree));

        assertThat(asked.resilience()).isEqualTo(degree);
        assertThat(Promises.read(asked.words())).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"resilience=", "resilience=0", "resilience=+1", "resilience=many", "resilience=99999999999"})
    void aDegreeThatIsNoneIsNamedWithItsRemedy(String word) {
        assertThatThrownBy(() -> Promises.read(List.of(word)))
                .hasMessage("'" + word + "' is not resilience= and a number from 1 on, or all");
    }

    @Test
    void aPromiseThatThereIsNotIsAnsweredWithThoseThatThereAre() {
        assertThatThrownBy(() -> Promises.read(List.of("total", "resilience-2")))
                .hasMessage("no such promise: 'resilience-2'; there are primary-only, causal, causal-sends, total, "
                        + "one-order, resilience=NUMBER|all");
    }

    @Test
    void contentDependsOnEveryMessageButNotOnTheirOrder() {
        Content one = Content.EMPTY.plus("x").plus("y");
        Content other = Content.EMPTY.plus("y").plus("x");

        assertThat(one).isEqualTo(other).isNotEqualTo(Content.EMPTY.plus("x").plus("z"));
    }
}
