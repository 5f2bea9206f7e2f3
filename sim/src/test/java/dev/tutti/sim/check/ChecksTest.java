package dev.tutti.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each checker on traces written by hand: it lets the good one pass and finds its own fault, and nothing else, in the bad ones. */
class ChecksTest {
    /** Three members in one view, all of which asked for the same. */
    private static final String TWO_TOGETHER = """
            a start %1$s
            b start %1$s
            a view 2! ab a
            b view 2! ab b
            """;

    private static final String THREE_TOGETHER = """
            a start %1$s
            b start %1$s
            c start %1$s
            a view 2! abc a
            b view 2! abc b
            c view 2! abc c
            """;

    /** Three members, one crashes; all that must hold does. */
    private static final String GOOD = """
            a view 1! a a
            a view 2! abc a
            b view 2! abc b
            c view 2! abc c
            a cast m
            a got m a
            b got m a
            c cast n
            c send b s
            b gotsend s c
            b got n c
            c crash
            a got n c
            a block
            b block
            b cast o
            a view 3! ab ab
            b view 3! ab ab
            b got o b
            a got o b
            """;

    private static List<String> violated(String tale) {
        return Checks.safety(Tale.of(tale)).stream()
                .map(Violation::predicate)
                .distinct()
                .toList();
    }

    private static List<String> violatedAtTheEnd(String tale) {
        return Checks.all(Tale.of(tale)).stream()
                .map(Violation::predicate)
                .distinct()
                .toList();
    }

    @Test
    void aGoodRunIsGood() {
        assertThat(Checks.all(Tale.of(GOOD))).isEmpty();
    }

    @Test
    void aViewWithoutItsInstaller() {
        assertThat(violated("b view 2 a a")).contains("SELF_INCL");
    }

    @Test
    void viewIdsThatFall() {
        assertThat(violated("a view 2 a a\na view 1 ab a")).containsExactly("MONO");
    }

    @Test
    void twoViewsOfOneId() {
        assertThat(violated("a view 2 ab a\nb view 2 abc b")).containsExactly("UNIQ_VIEW");
        assertThat(violated("a view 2 ab a\nb view 2 ba b")).containsExactly("UNIQ_VIEW");
    }

    @Test
    void twoMembersOfOneName() {
        assertThat(violated("a view 2 aA a")).contains("CHANGES");
    }

    @Test
    void aMessageThatNobodySent() {
        assertThat(violated("a view 1! a a\na got m a")).containsExactly("INTEGRITY");
    }

    @Test
    void aMessageUnderAWrongName() {
        assertThat(violated("""
                        a view 2! abc a
                        b view 2! abc b
                        c view 2! abc c
                        a cast m
                        b got m c
                        """)).containsExactly("INTEGRITY");
    }

    @Test
    void aSendThatGoesAstray() {
        assertThat(violated("""
                        a view 2! abc a
                        b view 2! abc b
                        c view 2! abc c
                        a send b m
                        c gotsend m a
                        """)).containsExactly("INTEGRITY");
    }

    @Test
    void aMessageDeliveredTwice() {
        assertThat(violated("a view 1! a a\na cast m\na got m a\na view 2! ab a\na got m a"))
                .contains("NODUP");
    }

    @Test
    void aMessageDeliveredInTwoViews() {
        assertThat(violated("""
                        a view 2! ab a
                        b view 2! ab b
                        a cast m
                        a got m a
                        a view 3! ab ab
                        b view 3! ab ab
                        b got m a
                        """)).contains("SENDVIEW");
    }

    @Test
    void aMessageDeliveredInAnOlderViewThanItWasCastIn() {
        assertThat(violated("""
                        a view 2! ab a
                        b view 2! ab b
                        a view 3! ab ab
                        a cast m
                        b got m a
                        """)).contains("SENDVIEW");
    }

    @Test
    void aHoleInASendersCasts() {
        String tale = """
                a view 2! ab a
                b view 2! ab b
                a cast m
                a cast n
                a cast o
                a got m a
                a got n a
                a got o a
                """;
        assertThat(violated(tale + "b got m a\nb got o a")).containsExactly("FIFO_GAPLESS");
        assertThat(violated(tale + "b got n a\nb got m a")).containsExactly("FIFO_GAPLESS");
        assertThat(violated(tale + "b got n a")).containsExactly("FIFO_GAPLESS");
        assertThat(violated(tale + "b got m a")).isEmpty();
    }

    /** Orders and resilience are not for unordered casts; all else is. */
    @Test
    void unorderedCastsMayOvertakeAndBeOvertaken() {
        String tale = """
                a start total causal resilience=all
                b start total causal resilience=all
                a view 2! ab a
                b view 2! ab b
                a cast m
                a unordered u
                a unordered v
                b gotunordered v a
                a got m a
                a gotunordered u a
                a gotunordered v a
                """;
        String end = """
                b got m a
                b gotunordered u a
                a view 3! ab ab
                b view 3! ab ab
                """;
        assertThat(violated(tale + end)).isEmpty();
        assertThat(violated(tale + "b gotunordered v a\n" + end)).containsExactly("NODUP");
        assertThat(violated(tale + "b got u a")).contains("INTEGRITY");
        assertThat(violated(tale + "b got m a\na view 3! ab ab\nb view 3! ab ab\n"))
                .containsExactly("VS");
    }

    @Test
    void anAnswerThatOvertakesItsQuestion() {
        String tale = THREE_TOGETHER + """
                a cast m
                a got m a
                b got m a
                b cast n
                b got n b
                a got n b
                """;
        String right = "c got m a\nc got n b";
        String wrong = "c got n b\nc got m a";
        assertThat(violated((tale + right).formatted("causal"))).isEmpty();
        assertThat(violated((tale + wrong).formatted("causal"))).containsExactly("CAUSAL");
        assertThat(violated((tale + wrong).formatted("primary-only"))).isEmpty();
        assertThat(violated((tale + "c got n b").formatted("causal"))).containsExactly("CAUSAL");
    }

    @Test
    void twoWhoStayTogetherAndDeliverInDifferentOrders() {
        String tale = THREE_TOGETHER + """
                a cast m
                b cast n
                a got m a
                a got n b
                b got n b
                b got m a
                """;
        String together = "a view 3! ab ab\nb view 3! ab ab";
        String apart = "a view 3 a a\nb view 4 b b";
        assertThat(violated(tale.formatted("primary-only") + together)).isEmpty();
        assertThat(violated(tale.formatted("total") + together)).containsExactly("TOTAL");
        assertThat(violated(tale.formatted("total"))).containsExactly("TOTAL");
        assertThat(violated(tale.formatted("total") + apart)).isEmpty();
        assertThat(violated(tale.formatted("one-order") + apart)).containsExactly("ONE_ORDER");
    }

    @Test
    void aCircleOfThreeIsNoOrder() {
        assertThat(violated("""
                a start one-order
                b start one-order
                c start one-order
                a view 2! abc a
                b view 2! abc b
                c view 2! abc c
                a cast m
                b cast n
                c cast o
                a got m a
                a got n b
                b got n b
                b got o c
                c got o c
                c got m a
                """)).containsExactly("ONE_ORDER");
    }

    @Test
    void aCastThatDidNotOutliveTheCrashes() {
        String tale = THREE_TOGETHER + """
                c cast m
                c got m c
                c crash
                """;
        String lostOne = "a view 3! ab ab\nb view 3! ab ab";
        String lostTwo = "a view 3 a a\nb view 4 b b";
        assertThat(violated(tale.formatted("total") + lostOne)).isEmpty();
        assertThat(violated(tale.formatted("resilience=1") + lostOne)).containsExactly("RESILIENCE");
        assertThat(violated(tale.formatted("resilience=1") + lostTwo)).isEmpty();
        assertThat(violated(tale.formatted("resilience=all") + lostTwo)).containsExactly("RESILIENCE");
    }

    /** Of a sender and three witnesses none is left; at a degree of four there would have been another one. */
    @Test
    void aCastThatHadTooFewWitnessesForItsDegree() {
        StringBuilder tale = new StringBuilder();
        for (char name = 'a'; name <= 'g'; name++) {
            tale.append("%1$c start resilience=%%1$s\n%1$c view 2! abcdefg %1$c\n".formatted(name));
        }
        tale.append("g cast m\n");
        for (char name : "defg".toCharArray()) {
            tale.append("%1$c got m g\n%1$c crash\n".formatted(name));
        }
        for (char name : "abc".toCharArray()) {
            tale.append("%1$c view 3 abc abc\n".formatted(name));
        }
        String lostFour = tale.toString();

        assertThat(violated(lostFour.formatted("3"))).isEmpty();
        assertThat(violated(lostFour.formatted("4"))).containsExactly("RESILIENCE");
        assertThat(violated(lostFour.formatted("5"))).containsExactly("RESILIENCE");
        // In this view that is all others.
        assertThat(violated(lostFour.formatted("1000"))).containsExactly("RESILIENCE");
    }

    @Test
    void aCastDeliveredAtTheEndOfAViewThatDidNotOutliveACrash() {
        String tale = THREE_TOGETHER + """
                c cast m
                c block
                c got m c
                c view 3 %2$s %2$s
                c crash
                """;
        String without = "a view 4! ab ab\nb view 4! ab ab";
        assertThat(violated(tale.formatted("resilience=1", "abc") + without)).containsExactly("RESILIENCE");
        assertThat(violated(tale.formatted("resilience=all", "abc") + without)).containsExactly("RESILIENCE");
        assertThat(violated(tale.formatted("total", "abc") + without)).isEmpty();
        // Those that came along with it are lost too.
        assertThat(violated(tale.formatted("resilience=all", "c") + without)).isEmpty();
        assertThat(violated(tale.formatted("resilience=all", "bc") + "a view 4 a a"))
                .isEmpty();
        assertThat(violated(tale.formatted("resilience=all", "bc") + without)).containsExactly("RESILIENCE");
    }

    @Test
    void aSendThatOvertakesTheCastBeforeIt() {
        String tale = TWO_TOGETHER + """
                a cast m
                a got m a
                a send b s
                b gotsend s a
                b got m a
                """;
        assertThat(violated(tale.formatted("causal"))).isEmpty();
        assertThat(violated(tale.formatted("causal causal-sends"))).containsExactly("CAUSAL");
    }

    @Test
    void aSendThatWaitedForTheStateSinceAViewInWhichSendsTakeNoPart() {
        String tale = """
                b view 1 b b causal causal-sends
                b cast k
                b got k b
                a view 2! a a causal causal-sends
                a cast l
                a got l a
                a view 3! ab a %1$s
                b view 3! ab b %1$s
                b cast m
                b send b s
                %2$s
                a view 4! ab ab causal causal-sends
                b view 4! ab ab causal causal-sends
                %3$s
                b gotsend s b
                b got m b
                a got m b
                """;
        String state = "a save l\nb load l";
        assertThat(violated(tale.formatted("causal", "", state))).isEmpty();
        assertThat(violated(tale.formatted("causal causal-sends", "", state))).containsExactly("CAUSAL");
        assertThat(violated(tale.formatted("causal", state, ""))).containsExactly("CAUSAL");
    }

    @Test
    void aSendThatOvertakesACastThatItsOwnSenderHadNotBeenDelivered() {
        String tale = TWO_TOGETHER + """
                a cast m
                a send b s
                b gotsend s a
                b got m a
                a got m a
                """;
        assertThat(violated(tale.formatted("causal"))).isEmpty();
        assertThat(violated(tale.formatted("total causal causal-sends"))).containsExactly("CAUSAL");
    }

    @Test
    void aMemberThatLeavesWithWhatTheOthersNeverGet() {
        String tale = """
                a view 2! abc a
                b view 2! abc b
                c view 2! abc c
                c cast m
                a got m c
                a leave
                %s
                a left%s
                c crash
                b view 3! b b
                """;
        assertThat(violated(tale.formatted("", ""))).containsExactly("LEAVE");
        assertThat(violated(tale.formatted("", " closed")))
                .as("it could not wait for them")
                .isEmpty();
        assertThat(violated(tale.formatted("b got m c", ""))).isEmpty();
    }

    @Test
    void aMemberThatLeavesWithAnOrderOfItsOwn() {
        String tale = """
                a view 2! abc a %1$s
                b view 2! abc b %1$s
                c view 2! abc c %1$s
                c cast m
                b cast n
                a got m c
                a got n b
                a leave
                a left
                %2$s
                b view 3! bc bc
                c view 3! bc bc
                """;
        String sameOrder = "b got m c\nb got n b\nc got m c\nc got n b";
        String another = "b got n b\nb got m c\nc got n b\nc got m c";
        assertThat(violated(tale.formatted("total", sameOrder))).isEmpty();
        assertThat(violated(tale.formatted("total", another))).containsExactly("LEAVE");
        assertThat(violated(tale.formatted("", another))).isEmpty();
    }

    @Test
    void membersThatLeaveWithDifferentOrders() {
        String tale = """
                a view 2! ab a total
                b view 2! ab b total
                a cast m
                b cast n
                a got m a
                a got n b
                %s
                a leave
                b leave
                a left
                b %s
                """;
        assertThat(violated(tale.formatted("b got m a\nb got n b", "left"))).isEmpty();
        assertThat(violated(tale.formatted("b got n b\nb got m a", "left"))).contains("LEAVE");
        assertThat(violated(tale.formatted("b got n b\nb got m a", "left closed")))
                .isEmpty();
    }

    @Test
    void aMemberThatLeavesBeforeTheOthersHaveSeenItsLastView() {
        String tale = """
                a view 2! abc a
                b view 2! abc b
                c view 2! abc c
                c cast m
                a got m c
                c crash
                a view 3! ab %s
                a leave
                a left
                b view 4! b b
                """;
        assertThat(violated(tale.formatted("ab"))).containsExactly("LEAVE");
        assertThat(violated(tale.formatted("a")))
                .as("b came to the last view by another way")
                .isEmpty();
    }

    @Test
    void aCastThatWasToBeTheLastOfItsViewIsNot() {
        String tale = """
                a view 2! ab a
                b view 2! ab b
                a cast m
                b gbcast n
                a send b s
                a got m a
                a gotgbcast n b
                """;
        assertThat(violated(tale + "b gotsend s a\nb got m a\nb gotgbcast n b")).isEmpty();
        assertThat(violated(tale + "b gotsend s a\nb gotgbcast n b\nb got m a")).containsExactly("GBCAST");
        assertThat(violated(tale + "b got m a\nb gotgbcast n b\nb gotsend s a")).containsExactly("GBCAST");
        assertThat(violated(tale + "b got m a\nb got n b")).containsExactly("INTEGRITY");
    }

    @Test
    void whatAViewPromisesHoldsInItWhateverWasAskedForBefore() {
        String tale = """
                a start total
                b start total
                a view 2! ab a
                b view 2! ab b
                a view 3! ab ab %1$s
                b view 3! ab ab %1$s
                a cast o
                b cast p
                a got o a
                a got p b
                b got p b
                b got o a
                """;
        assertThat(violated(tale.formatted(""))).containsExactly("TOTAL");
        assertThat(violated(tale.formatted("causal"))).isEmpty();
        assertThat(violated(tale.formatted("total resilience=1"))).containsExactly("TOTAL");
    }

    @Test
    void twoWhoDoNotRunTheSameInOneView() {
        String tale = """
                a view 2! ab a causal
                b view 2! ab b %s
                """;
        assertThat(violated(tale.formatted("causal"))).isEmpty();
        assertThat(violated(tale.formatted("total"))).containsExactly("UNIQ_VIEW");
        assertThat(violated(tale.formatted(""))).containsExactly("UNIQ_VIEW");
        assertThat(violated(tale.formatted("causal resilience=4"))).containsExactly("UNIQ_VIEW");
    }

    /** The group runs what a wanted; b, which wanted something else, is told so. */
    @Test
    void whoRefusesToCastOutsideOfPrimaryViewsDoesNotDifferInThatInWhatItsViewPromises() {
        assertThat(violated("""
                a start primary-only total
                b start primary-only causal
                a view 2! ab a
                b view 2! ab b total
                """)).isEmpty();
    }

    @Test
    void aWishForOtherPropertiesThatIsNeverAnswered() {
        String tale = """
                a view 2! a a
                a switch order=causal
                """;
        assertThat(Checks.all(Tale.of(tale))).extracting(Violation::predicate).containsExactly("LIVE");
        assertThat(Checks.all(Tale.of(tale + "a switched"))).isEmpty();
    }

    @Test
    void twoWhoPartAndDeliverTheirLastCastsInDifferentOrders() {
        String tale = """
                a view 2! abc a
                b view 2! abc b
                c view 2! abc c
                a gbcast m
                b gbcast n
                a gotgbcast m a
                a gotgbcast n b
                a view 3! ac ac
                """;
        assertThat(violated(tale + "b gotgbcast m a\nb gotgbcast n b")).isEmpty();
        assertThat(violated(tale + "b gotgbcast n b")).isEmpty();
        assertThat(violated(tale + "b gotgbcast n b\nb gotgbcast m a")).containsExactly("GBCAST");
    }

    @Test
    void whatAMemberMakesBeforeAndAfterACastThatEndsTheView() {
        String tale = """
                a view 2! ab a
                b view 2! ab b
                a send b s
                a unordered u
                a gbcast m
                a unordered w
                """;
        String before = "b gotsend s a\nb gotunordered u a\n";
        String last = "b gotgbcast m a\n";
        String next = "b view 3! ab ab\n";
        assertThat(violated(tale + before + last + next + "b gotunordered w a")).isEmpty();
        assertThat(violated(tale + before + "b gotunordered w a\n" + last + next))
                .containsExactly("GBCAST");
        assertThat(violated(tale + "b gotunordered u a\n" + last + next + "b gotsend s a"))
                .contains("GBCAST");
        assertThat(violated(tale + "b gotsend s a\n" + last + next + "b gotunordered u a"))
                .contains("GBCAST");
    }

    @Test
    void aHoleInTheSendsToOneMember() {
        String tale = """
                a view 2! abc a
                b view 2! abc b
                a send b m
                a send c n
                a send b o
                a send b p
                """;
        assertThat(violated(tale + "b gotsend m a\nb gotsend o a")).isEmpty();
        assertThat(violated(tale + "b gotsend m a\nb gotsend p a")).containsExactly("SENDS");
        assertThat(violated(tale + "b gotsend o a\nb gotsend m a")).containsExactly("SENDS");
    }

    @Test
    void aSendThatIsLostBetweenTwoViews() {
        String tale = """
                a view 2! ab a
                b view 2! ab b
                a send b m
                a send b n
                b gotsend m a
                a view 3! ab %s
                b view 3! ab %s
                a send b o
                b gotsend o a
                """;
        assertThat(violated(tale.formatted("ab", "ab"))).containsExactly("SENDS");
        assertThat(violated(tale.formatted("a", "b"))).doesNotContain("SENDS");
    }

    @Test
    void survivorsWhoDeliveredDifferentCasts() {
        String tale = """
                a view 2! abc a
                b view 2! abc b
                c view 2! abc c
                c cast m
                c crash
                a got m c
                """;
        assertThat(violated(tale + "a view 3! ab ab\nb view 3! ab ab")).containsExactly("VS");
        assertThat(violated(tale + "b got m c\na view 3! ab ab\nb view 3! ab ab"))
                .isEmpty();
        assertThat(violated(tale + "a view 3! a a\nb view 4 b b")).isEmpty();
    }

    @Test
    void transitionalSetsThatNameTheWrongMembers() {
        String tale = """
                a view 2! ab a
                b view 2! ab b
                c view 1 c c
                """;
        assertThat(violated(tale + "a view 3! abc ab\nb view 3! abc ab\nc view 3! abc c"))
                .isEmpty();
        assertThat(violated(tale + "a view 3! abc abc\nb view 3! abc ab\nc view 3! abc c"))
                .containsExactly("TS");
        assertThat(violated(tale + "a view 3! abc a\nb view 3! abc ab\nc view 3! abc c"))
                .containsExactly("TS");
        assertThat(violated(tale + "b view 3 b b\na view 4! abc ab\nb view 4! abc b\nc view 4! abc c"))
                .containsExactly("TS");
        assertThat(violated("a view 1! a a\na view 2! ab a\nb view 2! ab ab")).containsExactly("TS");
    }

    @Test
    void anOwnCastLeftBehind() {
        String tale = """
                a view 2! abc a
                b view 2! abc b
                a cast m
                b got m a
                """;
        assertThat(violated(tale + "a view 3 a a")).containsExactly("SELF_DLV");
        assertThat(violated(tale + "a got m a\na view 3 a a")).isEmpty();
    }

    @Test
    void anOwnCastSkipped() {
        assertThat(violated("a view 1! a a\na cast m\na cast n\na cast o\na got m a\na got o a"))
                .contains("SELF_DLV");
    }

    @Test
    void aCastThatSlipsThroughTheBlock() {
        String tale = """
                a view 1! a a
                a block
                a cast m
                """;
        assertThat(violated(tale + "a got m a\na view 2! ab a")).containsExactly("BLOCK");
        assertThat(violated(tale + "a view 2! ab a\na got m a")).isEmpty();
    }

    @Test
    void twoPrimariesSideBySide() {
        String tale = """
                a view 2! abc a
                b view 2! abc b
                c view 2! abc c
                a view 3! ab ab
                b view 3! ab ab
                """;
        assertThat(violated(tale + "c view 4 c c")).isEmpty();
        assertThat(violated(tale + "c view 4! c c")).containsExactly("PRIMARY");
        assertThat(violated("a view 1! a a\nb view 2! b b")).containsExactly("PRIMARY");
    }

    @Test
    void aPrimaryViewMayBeShownBeforeThatIsKnown() {
        assertThat(violated("""
                        a view 2! abc a
                        b view 2 abc b
                        c view 2! abc c
                        b view 3! bc bc
                        c view 3 bc bc
                        """)).isEmpty();
    }

    @Test
    void aPrimaryThatIsFoundAgainContinuesTheChain() {
        assertThat(violated("""
                        a view 2! abc a
                        b view 2! abc b
                        a view 3 a a
                        b view 4 b b
                        a view 5! ab a
                        b view 5! ab b
                        """)).isEmpty();
    }

    @Test
    void aJoinerThatGetsTheStateAtTheView() {
        assertThat(violated("""
                        a view 1! a a
                        a cast m
                        a got m a
                        a view 2! ab a
                        b view 2! ab b
                        a save m
                        a cast n
                        a got n a
                        b load m
                        b got n a
                        """)).isEmpty();
    }

    @Test
    void aJoinerThatGetsAStateOfAnotherMoment() {
        String tale = """
                a view 1! a a
                a cast m
                a got m a
                a cast o
                a got o a
                a view 2! ab a
                b view 2! ab b
                """;
        assertThat(violated(tale + "b load m")).containsExactly("STATE");
        assertThat(violated(tale + "a save m")).containsExactly("STATE");
        assertThat(violated(tale + "a save mo\nb load mo")).isEmpty();
    }

    @Test
    void aJoinerThatDeliversBeforeItHasTheState() {
        String tale = """
                a view 1! a a
                a cast m
                a got m a
                a view 2! ab a
                b view 2! ab b
                a save m
                a cast n
                a got n a
                b got n a
                """;
        assertThat(violated(tale)).contains("STATE");
        assertThat(violated(tale + "b load m")).contains("STATE");
    }

    @Test
    void aJoinerThatGetsTheStateOneViewLater() {
        assertThat(violated("""
                        a view 1! a a
                        a view 2! ab a
                        b view 2! ab b
                        a cast n
                        a got n a
                        a view 3! abc ab
                        b view 3! abc ab
                        c view 3! abc c
                        a save n
                        b load n
                        c load n
                        """)).isEmpty();
    }

    @Test
    void joinersWhoseStateIsLostWithAllWhoHadIt() {
        String tale = """
                a view 1! a a
                a cast m
                a got m a
                a view 2! abc a
                b view 2! abc b
                c view 2! abc c
                a cast n
                a got n a
                a crash
                """;
        assertThat(violated(tale + "b got n a\nc got n a\nb view 3! bc bc\nc view 3! bc bc"))
                .isEmpty();
        assertThat(violated(tale + "b got n a\nb view 3! bc bc\nc view 3! bc bc"))
                .containsExactly("VS");
    }

    @Test
    void sidesMayWaitForOneThatGaveNothing() {
        String tale = """
                a view 1! ax a
                x view 1! ax x
                a save
                x load
                a cast k
                a got k a
                b view 2 b b
                b cast l
                b got l b
                a view 4! abc a
                b view 4! abc b
                a cast m
                b cast n
                """;
        String after = """
                a got m a
                a view 5! a a
                b got n b
                b view 6 b b
                """;
        assertThat(violated(tale + "a block\nb block\n" + after)).isEmpty();
        assertThat(violated(tale + "b block\n" + after)).isEmpty();
        assertThat(violated(tale + after)).containsExactly("STATE");
    }

    @Test
    void membersThatWereAlwaysInViewsWithOneThatNeverCame() {
        String tale = """
                a view 2! abg a
                b view 2! abg b
                a view 3! abh ab
                b view 3! abh ab
                a save
                d view 4 d d
                d cast m
                d got m d
                a view 5! abd ab
                b view 5! abd ab
                d view 5! abd d
                a cast n
                a save
                """;
        assertThat(violated(tale + "a got n a\nb got n a\nd load\nd got n a")).isEmpty();
        assertThat(violated(tale + "a got n a\nd got n a")).contains("STATE");
    }

    @Test
    void aMemberThatWaitsInTwoViewsOneAfterTheOther() {
        String tale = """
                a view 1! a a
                a cast k
                a got k a
                g view 2 g g
                g cast l
                g got l g
                a view 4! ag a
                g view 4! ag g
                a save k
                g cast m
                a got m g
                """;
        assertThat(violated(tale + "g view 6 gb g")).isEmpty();
        assertThat(violated(tale + "g view 6 g g")).containsExactly("SELF_DLV");
    }

    @Test
    void aMemberThatWaitsInTwoViewsWhoseOtherSideNeverComes() {
        String tale = """
                c view 3! abce c
                e view 3! abce e
                c cast k
                c got k c
                e got k c
                c view 5 cbe ce
                e view 5 cbe ce
                c cast m
                c view 8 acb c
                %s
                e block
                e got m c
                e view 7 e e
                a view 9 ac a
                c view 9 ac c
                a save
                c load
                """;
        assertThat(violated(tale.formatted(""))).isEmpty();
        assertThat(violated(tale.formatted("c cast n\nc got n c"))).containsExactly("SELF_DLV");
        assertThat(violated(tale.replace("8 acb", "8 c").formatted(""))).containsExactly("SELF_DLV");
    }

    @Test
    void newcomersThatBeginWithNothingSinceNobodyIsLeftToGive() {
        String tale = """
                a view 1! a a
                a view 2! acd a
                c view 2! acd c
                d view 2! acd d
                a save
                b view 3 b b
                b cast k
                a crash
                d view 4 dcb dc
                c view 4 dcb dc
                b view 4 dcb b
                d save
                b cast m
                d got m b
                c got m b
                c view 5 dcbe dcb
                e view 5 dcbe e
                b view 5 dcbe dcb
                b cast n
                """;
        String after = """
                d view 5 dcbe dcb
                d save m
                e load m
                b load m
                d got n b
                e got n b
                b got n b
                """;
        assertThat(violated(tale + "c got n b\n" + after)).isEmpty();
        assertThat(violated(tale + "c load\nc got n b\n" + after)).containsExactly("STATE");
    }

    @Test
    void newcomersOfDifferentSidesThatMeetAgain() {
        String tale = """
                a view 1! a a
                a cast k
                a got k a
                c view 2 c c
                c cast l
                c got l c
                a view 3! acd a
                c view 3! acd c
                d view 3! acd d
                a save k
                c save l
                d load k
                d block
                e view 4 ace e
                c view 4 ace c
                c save l
                e load l
                e block
                d view 7 de d
                e view 7 de e
                e cast n
                d save k
                e save l
                """;
        String after = """
                d got n e
                e got n e
                """;
        assertThat(violated(tale + "d block\ne block\n" + after)).isEmpty();
        assertThat(violated(tale + "d merge l\ne merge k\n" + after)).isEmpty();
        assertThat(violated(tale + after)).containsExactly("STATE");
    }

    @Test
    void sendsToAMemberThatWaitsForItsStateFollowThatState() {
        String tale = """
                a view 1! a a
                b view 2 b b
                b cast k
                b got k b
                a send a m
                a gotsend m a
                a view 3 ab a
                a send a n
                """;
        String after = """
                a view 5 ab a
                b view 5 ab b
                b save k
                a load k
                a send a o
                a gotsend o a
                """;
        assertThat(violated(tale + after)).containsExactly("SENDS");
        assertThat(violated(tale + after.replace("a load k\n", "a load k\na gotsend n a\n")))
                .isEmpty();
    }

    @Test
    void sidesThatAllWaitedForOneMoreStaySeveral() {
        String tale = """
                a view 2! ag a
                g view 2! ag g
                a cast k
                a got k a
                i view 3 i i
                i cast l
                i got l i
                e view 4 e e
                e cast m
                e got m e
                e view 6 eig e
                i view 6 eig i
                e save m
                i save l
                i merge m
                e merge l
                e view 7! eiga ei
                i view 7! eiga ei
                a view 7! eiga ag
                e save ml
                %s
                a merge ml
                e cast n
                a got n e
                %s
                e got n e
                e view 8 ei ei
                """;
        assertThat(violated(tale.formatted("i save lm\na merge ml\ni merge ml\ne merge ml", "e block")))
                .isEmpty();
        assertThat(violated(tale.formatted("", ""))).containsExactly("STATE");
    }

    @Test
    void sidesThatMetANewcomerWithSomeOfTheStatesMayBeOneAfterwards() {
        String tale = """
                c view 2! cf c
                f view 2! cf f
                c cast k
                c got k c
                f got k c
                b view 3 b b
                b cast l
                b got l b
                a view 5! abcf a
                b view 5! abcf b
                c view 5! abcf cf
                f view 5! abcf cf
                c save k
                b save l
                a load k
                b merge k
                f merge l
                a view 6! abcf abcf
                b view 6! abcf abcf
                c view 6! abcf abcf
                f view 6! abcf abcf
                a save k
                f save kl
                a merge kl
                b merge k
                %s
                f merge k
                a cast n
                a got n a
                b got n a
                c got n a
                f got n a
                e view 7 e e
                a view 8! abcef abcf
                b view 8! abcef abcf
                c view 8! abcef abcf
                e view 8! abcef e
                f view 8! abcef abcf
                a save kln
                e save
                a merge
                b merge
                c merge
                e merge kln
                f merge
                a cast m
                a got m a
                b got m a
                c got m a
                e got m a
                f got m a
                """;
        assertThat(violated(tale.formatted("c merge kl"))).isEmpty();
        assertThat(violated(tale.formatted(""))).contains("STATE");
    }

    @Test
    void aNewcomerThatHasSomeOfTheStatesIsASideOfItsOwn() {
        String tale = """
                d view 2! dgi d
                g view 2! dgi g
                d cast k
                d got k d
                g got k d
                e view 3 e e
                e cast l
                e got l e
                b view 4 b b
                b cast m
                b got m b
                e view 6 ebicdg e
                b view 6 ebicdg b
                c view 6 ebicdg c
                d view 6 ebicdg dg
                g view 6 ebicdg dg
                e save l
                b save m
                e merge m
                b merge l
                c load l
                d merge l
                d merge m
                g merge l
                g merge m
                e view 7! ebcdg ebcdg
                b view 7! ebcdg ebcdg
                c view 7! ebcdg ebcdg
                g view 7! ebcdg ebcdg
                e save lm
                b save lm
                c save l
                e merge lm
                e merge l
                b merge lm
                b merge l
                c merge lm
                c merge lm
                g merge lm
                g merge lm
                g merge l
                %s
                g cast n
                g got n g
                e block
                e got n g
                e view 8 e e
                """;
        assertThat(violated(tale.formatted(""))).isEmpty();
        assertThat(violated(tale.formatted("e merge l"))).contains("STATE");
    }

    @Test
    void aMergeOfWhichNoStateArrives() {
        String tale = """
                a view 1! a a
                a cast k
                a got k a
                b view 2 b b
                b cast l
                b got l b
                a view 4! ab a
                b view 4! ab b
                a save k
                b save l
                a cast m
                """;
        String after = """
                a got m a
                b got m a
                """;
        assertThat(violated(tale + "a block\nb block\n" + after)).isEmpty();
        assertThat(violated(tale + after)).containsExactly("STATE");
    }

    @Test
    void aMemberMayWaitForASideThatNeverCame() {
        String tale = """
                a view 2! ag a
                g view 2! ag g
                a cast m
                a got m a
                a view 4 agc a
                c view 4 agc c
                a save m
                c load m
                a cast n
                a got n a
                a view 5 agc ac
                c view 5 agc ac
                """;
        assertThat(violated(tale + "a save mn\nc load mn")).isEmpty();
        assertThat(violated(tale)).contains("VS");
    }

    @Test
    void whatAMemberCastWhileItWaitedIsLostWithTheSideItWaitedFor() {
        String tale = """
                a view 1! a a
                a cast k
                a got k a
                c view 2 c c
                c view 3 cb c
                b view 3 cb b
                c save
                b cast m
                c got m b
                c crash
                a view 5 ab a
                b view 5 ab b
                a save k
                """;
        assertThat(violatedAtTheEnd(tale + "b load k")).doesNotContain("LIVE");
        assertThat(violatedAtTheEnd(tale)).contains("LIVE");
    }

    @Test
    void aStableCastThatASurvivorLacks() {
        String tale = """
                a view 2! abc a
                b view 2! abc b
                c view 2! abc c
                a cast m
                a got m a
                b got m a
                a stable
                """;
        assertThat(violated(tale + "a crash\nb view 3! b b\nc view 4 c c")).containsExactly("STABLE");
        assertThat(violated(tale + "c got m a\na crash\nb view 3! b b\nc view 4 c c"))
                .isEmpty();
        assertThat(violated(tale + "a view 3! ab ab\nb view 3! ab ab\nc view 4 c c"))
                .isEmpty();
    }

    @Test
    void aCastThatIsStableInTheNextViewButNotWithAllWhoCameAlong() {
        String tale = """
                a view 2! abc a
                b view 2! abc b
                c view 2! abc c
                a cast m
                a got m a
                b got m a
                """;
        String after = "\na crash\nb view 3! abc abc\nc view 5! bc c";
        assertThat(violated(tale + "a view 3! abc abc\na stable" + after)).contains("STABLE");
        assertThat(violated(tale + "a view 3! abc abc\na block\na stable" + after))
                .as("it may have gone on with b")
                .doesNotContain("STABLE");
        assertThat(violated(tale + "a view 3! abc abc" + after)).doesNotContain("STABLE");
    }

    @Test
    void aCastThatWasRefusedCountsForNothing() {
        assertThat(violated("""
                        a view 2! ab a
                        b view 2! ab b
                        a cast m
                        a cast n
                        a refused n
                        a cast o
                        a got m a
                        b got m a
                        a got o a
                        b got o a
                        """)).isEmpty();
    }

    @Test
    void aLineThatGoesOnAfterItsLastWitnessLeft() {
        String tale = """
                a view 2! ab a
                b view 2! ab b
                a view 3! ab ab
                """;
        assertThat(violated(tale + "a left\nb view 4! b b")).isEmpty();
        assertThat(violated(tale + "a leave\na crash\nb view 4! b b"))
                .as("it had said so before it crashed")
                .isEmpty();
        assertThat(violated(tale + "a crash\nb view 4! b b")).containsExactly("PRIMARY");
        assertThat(violated(tale + "b view 4! b b")).containsExactly("PRIMARY");
        assertThat(violated(tale + "a left\nc view 4! c c")).containsExactly("PRIMARY");
        assertThat(violated(tale + "a view 4 ab a\na left\nb view 5! b b")).isEmpty();
        assertThat(violated(tale + "a view 4 ab a\nb view 5! b b")).containsExactly("PRIMARY");
    }

    @Test
    void aWaitingMembersOwnCastsComeWithTheState() {
        assertThat(violatedAtTheEnd("""
                        a view 1! a a
                        a view 2! ab a
                        b view 2! ab b
                        b cast n
                        a got n b
                        a view 3! ab ab
                        b view 3! ab ab
                        a save n
                        b load n
                        """)).isEmpty();
    }

    @Test
    void aPartitionsSidesThatMergeTheirStates() {
        String tale = """
                a view 2! ab a
                b view 2! ab b
                a view 3 a a
                b view 4 b b
                a cast m
                a got m a
                b cast n
                b got n b
                a view 5 ab a
                b view 5 ab b
                a save m
                b save n
                a merge n
                """;
        String after = "a cast o\na got o a\nb got o a";
        assertThat(violated(tale + "b merge m\n" + after)).isEmpty();
        assertThat(violated(tale + after)).containsExactly("STATE");
        assertThat(violated(tale + "b merge n\n" + after)).containsExactly("STATE");
        // A change ends the wait for a state: what came meanwhile is delivered unless the next view brings the state.
        assertThat(violated(tale + "b block\n" + after + "\nb crash")).isEmpty();
        assertThat(violated(tale + after + "\nb block\nb crash")).containsExactly("STATE");
    }

    @Test
    void aSideThatHandsOnWhatItHasJustMerged() {
        String tale = """
                a view 2! ab a
                b view 2! ab b
                a view 3 a a
                b view 4 b b
                a cast m
                a got m a
                b cast n
                b got n b
                a view 5 ab a
                b view 5 ab b
                a save m
                b merge m
                """;
        assertThat(violated(tale + "b save mn\na merge mn")).isEmpty();
        assertThat(violated(tale + "b save mo\na merge mo")).containsExactly("STATE");
    }

    @Test
    void aSideThatIsKnownOnlyByWhatItHandsOn() {
        String tale = """
                a view 2! akex a
                k view 2! akex k
                e view 2! akex e
                a view 3! ae ae
                e view 3! ae ae
                a cast m
                a got m a
                e got m a
                e view 4! ake ae
                k view 4! ake k
                e cast n
                """;
        String merged = """
                a view 5! ake a
                e view 5! ake ek
                k view 5! ake ek
                a save m
                k save n
                e save mn
                a merge n
                a merge mn
                k merge m
                k merge mn
                e merge m
                e merge n
                """;
        // Nobody hands on the state of a and e in view 4, so k waits for it until the change.
        assertThat(violated(tale + "k save\nk block\nk got n e\ne block\ne got n e\n" + merged))
                .isEmpty();
        assertThat(violated(tale + "k block\nk got n e\ne got n e\ne block\n" + merged))
                .isEmpty();
        assertThat(violated(tale + "e save m\nk got n e\nk block\ne got n e\ne block\n" + merged))
                .contains("STATE");
    }

    @Test
    void whoWaitsForAStateFromOneThatNeverComesAndLeaves() {
        String tale = """
                c view 1! c c
                c cast m
                c got m c
                c view 2! cad c
                a view 2! cad a
                c save m
                a view 3! cad a
                d view 3! cad d
                a cast n
                d cast o
                """;
        String end = "d block\nd got n a\nd got o d\na block\na view 4 ca a\na left\nd view 5 d d\nd left";
        assertThat(violated(tale + end)).isEmpty();
        // It took itself for complete, and left something out.
        assertThat(violated(tale + "a got o d\n" + end)).contains("SELF_DLV");
    }

    @Test
    void somethingAfterTheEnd() {
        assertThat(violated(GOOD + "a left\na got n c")).contains("ORDERLY");
        assertThat(violated("a got n c\na view 1! a a")).contains("ORDERLY");
    }

    @Test
    void anEndInDifferentViews() {
        assertThat(violatedAtTheEnd("a view 2! ab a\nb view 2! ab b\na view 3! ab ab"))
                .containsExactly("LIVE");
        assertThat(violatedAtTheEnd("a view 2! ab a")).containsExactly("LIVE");
        assertThat(violatedAtTheEnd("a view 2! ab a\nb view 2! ab b\nb crash")).containsExactly("LIVE");
    }

    @Test
    void anEndWithSomethingOwed() {
        String tale = "a view 2! ab a\nb view 2! ab b\na cast m\n";
        assertThat(violatedAtTheEnd(tale)).containsExactly("LIVE");
        assertThat(violatedAtTheEnd(tale + "a got m a")).containsExactly("LIVE");
        assertThat(violatedAtTheEnd(tale + "a got m a\nb got m a")).isEmpty();
    }
}
