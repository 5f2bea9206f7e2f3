package dev.tutti.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import dev.tutti.ViewId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each cause of a change leads to, alone and in pairs, on a network that loses nothing unless a test says so. */
class LeaderMembershipTest {
    private static final int SEEDS = 20;
    private static final long A_ROUND_MILLIS = 100;
    private static final long SUSPICION_MILLIS = MembershipRig.SILENCE_NANOS / MembershipRig.MILLIS;

    // ---- founding and joining ----

    @Test
    void aFounderThatIsTheOnlySeedNeedNotWait() {
        MembershipRig rig = new MembershipRig(1).seeds(1);
        RigMember ann = rig.found(1);
        rig.advanceMillis(150);
        assertThat(ann.views()).hasSize(1);
        assertThat(ann.isPrimary()).isTrue();
    }

    @Test
    void aFounderLooksForTheGroupFirst() {
        MembershipRig rig = group(1, 3);
        RigMember dan = rig.found(4);
        rig.advanceMillis(1_000);
        assertThat(rig.together().members()).hasSize(4);
        assertThat(dan.views()).hasSize(1);
        rig.checkPrimaryChain();
    }

    @Test
    void whoMayNotFoundWaitsAndSaysSo() {
        MembershipRig rig = new MembershipRig(1).seeds(1, 2, 3);
        RigMember ann = rig.start(1);
        rig.advanceMillis(10_000);
        assertThat(ann.views()).isEmpty();
        assertThat(ann.notices()).isNotEmpty().first().asString().contains("1 of 3 seeds answer", "h2:7000");
    }

    @Test
    void aSeedThatAnsweredOnceAndDiedIsNamedAmongTheSilent() {
        MembershipRig rig = new MembershipRig(1).seeds(1, 2, 3, 4);
        RigMember ann = rig.start(1);
        rig.start(2);
        rig.advanceMillis(2_000);
        assertThat(ann.notices()).last().asString().contains("2 of 4 seeds answer");
        rig.crash(2);
        rig.advanceMillis(20_000);
        assertThat(ann.notices()).last().asString().contains("1 of 4 seeds answer", "h2:7000");
    }

    @Test
    void aSeedWhoseNameIsNotKnownYetMayBeOneOfTheMajority() {
        MembershipRig rig = new MembershipRig(1).seeds(1, 2).seedsComplete(false);
        RigMember ann = rig.start(1);
        rig.start(2);
        rig.advanceMillis(10_000);
        assertThat(ann.views()).isEmpty();
        assertThat(ann.notices()).last().asString().contains("some names of seeds are not known yet");
        rig.seedsComplete(true);
        rig.advanceMillis(1_000);
        assertThat(rig.together().members()).hasSize(2);
    }

    @Test
    void aFounderWaitsForNamesThatAreNotKnownYetButNotForEver() {
        MembershipRig rig = new MembershipRig(1).seeds(1).seedsComplete(false);
        RigMember ann = rig.found(1);
        rig.advanceMillis(190);
        assertThat(ann.views()).isEmpty();
        rig.advanceMillis(100);
        assertThat(ann.isPrimary()).isTrue();
    }

    @Test
    void aFounderWithoutSeedsListensForAnnouncementsFirst() {
        MembershipRig rig = new MembershipRig(1).announcing();
        rig.found(1);
        rig.advanceMillis(1_000);
        RigMember bob = rig.found(2);
        rig.advanceMillis(1_000);
        assertThat(rig.together().members()).hasSize(2);
        assertThat(bob.views()).hasSize(1);
        rig.checkPrimaryChain();
    }

    @Test
    void oneOfAnotherStackDoesNotKeepTheOthersFromFounding() {
        MembershipRig rig = new MembershipRig(1).seeds(1, 2, 3);
        RigMember odd = rig.start(1, "m1", false, "another");
        RigMember bob = rig.start(2);
        RigMember cid = rig.start(3);
        rig.advanceMillis(5_000);
        assertThat(bob.current().members()).hasSize(2);
        assertThat(bob.refusals()).isEmpty();
        assertThat(cid.refusals()).isEmpty();
        assertThat(bob.notices()).anyMatch(notice -> notice.startsWith("left out: m1"));
        assertThat(odd.refusals()).isNotEmpty();
    }

    @Test
    void whoseNameWasTakenMeanwhileDoesNotKeepItsCompanionsOut() {
        MembershipRig rig = group(1, 5);
        rig.split(new int[] {1, 2, 3}, new int[] {4, 5});
        rig.advanceMillis(3_000);
        RigMember other = rig.start(6, "m5", false, "stack");
        rig.split(new int[] {1, 2, 3, 6}, new int[] {4, 5});
        rig.advanceMillis(3_000);
        assertThat(other.current().members()).hasSize(4);
        rig.heal();
        rig.advanceMillis(3_000);
        assertThat(other.current().members())
                .extracting(Endpoint::name)
                .containsExactlyInAnyOrder("m1", "m2", "m3", "m4", "m5");
        rig.checkPrimaryChain();
    }

    @Test
    void whoIsClosedSaysNothingMore() {
        MembershipRig rig = new MembershipRig(1).seeds(1, 2, 3);
        RigMember ann = rig.start(1);
        rig.advanceMillis(500);
        ann.membership().close();
        int[] said = new int[1];
        rig.tap = (from, to, message) -> {
            said[0] += from == ann ? 1 : 0;
            return true;
        };
        rig.start(2);
        rig.advanceMillis(5_000);
        assertThat(said[0]).isZero();
    }

    @Test
    void halfOfTheSeedsFoundNothing() {
        MembershipRig rig = new MembershipRig(1).seeds(1, 2, 3, 4);
        RigMember ann = rig.start(1);
        rig.start(2);
        rig.advanceMillis(10_000);
        assertThat(ann.membership().belongs()).isFalse();
        rig.start(3);
        rig.advanceMillis(1_000);
        assertThat(rig.together().members()).hasSize(3);
        assertThat(ann.isPrimary()).isTrue();
    }

    @Test
    void seedsThatStartTogetherEndInOneViewWithoutSeparateLines() {
        for (int seed = 0; seed < SEEDS; seed++) {
            for (int n = 2; n <= 9; n++) {
                MembershipRig rig = new MembershipRig(seed).seeds(1, 2, 3);
                List<RigMember> members =
                        IntStream.rangeClosed(1, n).mapToObj(rig::start).toList();
                rig.advanceMillis(3_000);
                rig.checkTogether();
                rig.checkPrimaryChain();
                assertThat(members).as("%d members, seed %d", n, seed).allMatch(RigMember::isPrimary);
                assertThat(rig.primaries().stream()
                                .map(primary -> primary.view().basis().id())
                                .distinct())
                        .as("lines")
                        .hasSize(1);
            }
        }
    }

    @Test
    void aNewcomerComesInWithOneViewAndRanksLast() {
        MembershipRig rig = group(2, 3);
        Proposal before = rig.together();
        RigMember dan = rig.start(4);
        rig.advanceMillis(1_000);
        Proposal after = rig.together();
        assertThat(after.members().subList(0, 3)).isEqualTo(before.members());
        assertThat(after.members().get(3)).isEqualTo(dan.self());
        assertThat(dan.views()).containsExactly(after);
        assertThat(dan.isPrimary()).isTrue();
        assertThat(rig.at(1).views()).hasSize(2);
    }

    @Test
    void anIdleMemberDoesNothingBetweenItsLooksForOthers() {
        MembershipRig rig = group(2, 3);
        rig.advanceMillis(1_000);
        List<Integer> before = IntStream.rangeClosed(1, 3)
                .map(n -> rig.at(n).wakeUps())
                .boxed()
                .toList();
        int looks = 50;
        rig.time.advance(looks * MembershipRig.PROBE_NANOS);
        for (int n = 1; n <= 3; n++) {
            assertThat(rig.at(n).wakeUps() - before.get(n - 1)).isBetween(looks - 1, looks + 1);
        }
    }

    @Test
    void thoseThatComeTogetherComeInTogether() {
        for (int seed = 0; seed < SEEDS; seed++) {
            MembershipRig rig = group(seed, 3);
            rig.maxDelayNanos = MembershipRig.MILLIS;
            List<RigMember> newcomers =
                    IntStream.rangeClosed(4, 8).mapToObj(rig::start).toList();
            rig.advanceMillis(2_000);
            Proposal view = rig.together();
            assertThat(view.members()).hasSize(8);
            assertThat(newcomers).allMatch(newcomer -> newcomer.views().equals(List.of(view)));
        }
    }

    @Test
    void whoComesWhileAChangeRunsIsTakenIntoIt() {
        MembershipRig rig = group(3, 3);
        RigMember dan = rig.start(4);
        rig.tap = (from, to, message) -> !(message instanceof Control.Accept && from == dan);
        rig.advanceMillis(200);
        assertThat(rig.at(1).isChanging()).isTrue();
        RigMember eve = rig.start(5);
        rig.advanceMillis(100);
        rig.heal();
        rig.advanceMillis(1_000);
        assertThat(rig.together().members()).hasSize(5);
        assertThat(eve.views()).hasSize(1);
        assertThat(dan.views()).isEqualTo(eve.views());
    }

    // ---- crashes ----

    @Test
    void theOthersGoOnWithoutWhoCrashed() {
        for (int rank = 0; rank < 4; rank++) {
            MembershipRig rig = group(rank, 4);
            List<Endpoint> before = rig.together().members();
            rig.crash(byRank(rig, rank));
            rig.advanceMillis(SUSPICION_MILLIS + 300 + A_ROUND_MILLIS);
            List<Endpoint> expected = new ArrayList<>(before);
            expected.remove(rank);
            assertThat(rig.together().members()).isEqualTo(expected);
            assertThat(rig.running()).allMatch(RigMember::isPrimary);
        }
    }

    @Test
    void coordinatorAndNextMayCrashTogether() {
        MembershipRig rig = group(4, 5);
        RigMember first = byRank(rig, 0);
        RigMember second = byRank(rig, 1);
        rig.crash(first);
        rig.crash(second);
        rig.advanceMillis(3_000);
        assertThat(rig.together().members()).hasSize(3);
        assertThat(rig.running()).allMatch(RigMember::isPrimary);
        rig.checkPrimaryChain();
    }

    /** The leader dies after each of its messages in turn, of any kind. */
    @Test
    void aLeaderMayDieAtAnyPointOfItsRound() {
        for (int at = 0; at < 16; at++) {
            MembershipRig rig = group(at, 5);
            RigMember leader = byRank(rig, 0);
            RigMember last = byRank(rig, 4);
            int[] said = {at};
            rig.tap = (from, to, message) -> {
                boolean leads = message instanceof Control.Propose || message instanceof Control.Decide;
                if (from == leader && leads && said[0]-- == 0) {
                    rig.crash(leader);
                }
                return true;
            };
            rig.crash(last);
            rig.advanceMillis(5_000);
            if (rig.isRunning(leader)) {
                assertThat(at).as("messages of a round").isGreaterThan(5);
            } else {
                assertThat(rig.together().members())
                        .as("died after %d messages", at)
                        .hasSize(3);
                assertThat(rig.running()).as("died after %d messages", at).allMatch(RigMember::isPrimary);
            }
            rig.checkPrimaryChain();
        }
    }

    @Test
    void aGuestThatDiesInTheRoundHoldsItUpForItsTimeOutOnly() {
        MembershipRig rig = group(5, 3);
        RigMember dan = rig.start(4);
        RigMember eve = rig.start(5);
        rig.tap = (from, to, message) -> {
            if (from == dan && message instanceof Control.Accept) {
                rig.crash(dan);
            }
            return true;
        };
        rig.maxInstallNanos = 60 * MembershipRig.MILLIS;
        rig.advanceMillis(1_500);
        assertThat(rig.together().members()).hasSize(4).contains(eve.self());
        assertThat(eve.views()).as("the others' change is not begun anew").hasSize(1);
    }

    @Test
    void aRestartOnTheSameAddressTakesThePlaceOfThePredecessor() {
        MembershipRig rig = group(6, 3);
        RigMember before = rig.at(2);
        RigMember after = rig.start(2);
        rig.advanceMillis(SUSPICION_MILLIS - 50);
        assertThat(rig.together().members())
                .as("at once: its first word shows that its predecessor is gone")
                .contains(after.self())
                .doesNotContain(before.self());
        rig.checkPrimaryChain();
    }

    // ---- competing leaders ----

    @Test
    void leadersThatSuspectEachOtherComeTogetherAgain() {
        for (int seed = 0; seed < SEEDS; seed++) {
            MembershipRig rig = group(seed, 5);
            byRank(rig, 0).suspect(byRank(rig, 4), byRank(rig, 1));
            byRank(rig, 1).suspect(byRank(rig, 0));
            byRank(rig, 2).suspect(byRank(rig, 0), byRank(rig, 1));
            rig.advanceMillis(10_000);
            assertThat(rig.together().members()).hasSize(5);
            rig.checkPrimaryChain();
            assertThat(rig.running()).allMatch(RigMember::isPrimary);
        }
    }

    @Test
    void whoIsWronglySuspectedComesBackAsANewIncarnation() {
        MembershipRig rig = group(7, 4);
        RigMember victim = byRank(rig, 2);
        Endpoint before = victim.self();
        byRank(rig, 0).suspect(victim);
        rig.advanceMillis(5_000);
        assertThat(victim.incarnations()).isEqualTo(2);
        assertThat(rig.together().members()).hasSize(4).contains(victim.self()).doesNotContain(before);
        assertThat(rig.together().members().get(3)).as("it is the youngest now").isEqualTo(victim.self());
        rig.checkPrimaryChain();
    }

    @Test
    void aHelloOfAnEarlierIncarnationThatWasHeldUpMakesNobodySuspectTheLaterOne() {
        MembershipRig rig = group(2, 3);
        RigMember victim = byRank(rig, 2);
        List<Control> heldUp = new ArrayList<>();
        rig.split(numbers(rig, 2));
        rig.tap = (from, to, message) -> {
            if (from == victim && message instanceof Control.Hello) {
                heldUp.add(message);
            }
            return true;
        };
        rig.advanceMillis(2_000);
        rig.heal();
        rig.advanceMillis(3_000);
        assertThat(victim.incarnations()).isEqualTo(2);
        Proposal view = rig.together();
        assertThat(heldUp).isNotEmpty();
        heldUp.forEach(hello -> {
            byRank(rig, 0).membership().receive(hello);
            byRank(rig, 1).membership().receive(hello);
        });
        rig.advanceMillis(3_000);
        assertThat(rig.together()).isEqualTo(view);
        assertThat(victim.incarnations()).isEqualTo(2);
    }

    @Test
    void aMergeOfAnEarlierIncarnationThatWasHeldUpBeginsNoChange() {
        MembershipRig rig = group(7, 4);
        RigMember victim = byRank(rig, 2);
        Endpoint before = victim.self();
        comesBackAnew(rig, victim);
        Proposal view = rig.together();
        RigMember leader = byRank(rig, 0);
        leader.membership().receive(new Control.Merge(before, view.id(), List.of(before)));
        rig.advanceMillis(A_ROUND_MILLIS);
        assertThat(rig.running()).noneMatch(RigMember::isChanging);
        rig.advanceMillis(3_000);
        assertThat(rig.together()).isEqualTo(view);
        assertThat(victim.incarnations()).isEqualTo(2);
    }

    /** The part has not noticed that one of its members came back elsewhere. */
    @Test
    void aPartThatStillCountsAnEarlierIncarnationIsTakenInWithoutIt() {
        MembershipRig rig = group(7, 4);
        RigMember victim = byRank(rig, 2);
        Endpoint before = victim.self();
        comesBackAnew(rig, victim);
        List<Endpoint> members = rig.together().members();
        Endpoint guest = stranger(9);
        List<List<Endpoint>> sets = proposed(rig);
        byRank(rig, 0)
                .membership()
                .receive(new Control.Merge(guest, rig.together().id(), List.of(guest, before)));
        rig.advanceMillis(A_ROUND_MILLIS);
        List<Endpoint> all = new ArrayList<>(members);
        all.add(guest);
        assertThat(sets).isNotEmpty().allMatch(all::equals);
        rig.advanceMillis(3_000);
        assertThat(rig.together().members()).isEqualTo(members);
    }

    @Test
    void aFormerMemberIsHeardAgainOnceNobodyElseHasItsAddress() {
        MembershipRig rig = group(6, 4);
        RigMember lost = byRank(rig, 2);
        Endpoint before = lost.self();
        int number = numbers(rig, 2)[0];
        rig.start(number);
        rig.advanceMillis(1_000);
        assertThat(rig.together().members()).hasSize(4).doesNotContain(before);
        rig.crash(number);
        List<List<Endpoint>> sets = proposed(rig);
        Control.Merge request =
                new Control.Merge(before, rig.running().get(0).current().id(), List.of(before));
        byRank(rig, 0).membership().receive(request);
        rig.advanceMillis(A_ROUND_MILLIS);
        assertThat(sets).isEmpty();
        rig.advanceMillis(SUSPICION_MILLIS + A_ROUND_MILLIS);
        byRank(rig, 0).membership().receive(request);
        rig.advanceMillis(A_ROUND_MILLIS);
        assertThat(sets).last().asInstanceOf(LIST).hasSize(4).contains(before);
    }

    /** It is suspected wrongly, and taken in again under another id. */
    private static void comesBackAnew(MembershipRig rig, RigMember victim) {
        byRank(rig, 0).suspect(victim);
        rig.advanceMillis(5_000);
        assertThat(victim.incarnations()).isEqualTo(2);
    }

    /** The sets of all proposals from here on. */
    private static List<List<Endpoint>> proposed(MembershipRig rig) {
        List<List<Endpoint>> sets = new ArrayList<>();
        rig.tap = (from, to, message) -> {
            if (message instanceof Control.Propose proposal) {
                sets.add(proposal.set());
            }
            return true;
        };
        return sets;
    }

    @Test
    void aChangeWhoseLeaderIsSilentIsTakenUpAgain() {
        MembershipRig rig = group(8, 4);
        RigMember leader = byRank(rig, 0);
        RigMember last = byRank(rig, 3);
        rig.tap = (from, to, message) -> !(message instanceof Control.Decide);
        leader.suspect(last);
        rig.advanceMillis(50);
        assertThat(byRank(rig, 1).isChanging()).isTrue();
        rig.crash(leader);
        rig.advanceMillis(50);
        rig.heal();
        rig.advanceMillis(5_000);
        assertThat(rig.together().members()).hasSize(3);
        rig.checkPrimaryChain();
    }

    @Test
    void aViewThatCannotBeInstalledIsReplacedInTheEnd() {
        MembershipRig rig = group(9, 3);
        rig.running().forEach(member -> member.installsByHand = true);
        RigMember dan = rig.start(4);
        rig.advanceMillis(2 * 500 + 300);
        rig.running().forEach(member -> member.installsByHand = false);
        rig.advanceMillis(5_000);
        assertThat(rig.together().members()).hasSize(4).contains(dan.self());
        rig.checkPrimaryChain();
    }

    @Test
    void aChangeThatALeaderOfElsewhereNeverFinishesHoldsNobodyUpForEver() {
        for (int rank = 0; rank < 3; rank++) {
            MembershipRig rig = group(1, 3);
            Proposal before = rig.together();
            RigMember member = byRank(rig, rank);
            promisesItself(member, stranger(9));
            assertThat(member.isChanging()).isTrue();
            rig.advanceMillis(1_500);
            Proposal after = rig.together();
            assertThat(after.members()).isEqualTo(before.members());
            assertThat(after.id()).isGreaterThan(before.id());
            assertThat(rig.running()).noneMatch(RigMember::isChanging).allMatch(RigMember::isPrimary);
            rig.checkPrimaryChain();
        }
    }

    @Test
    void aLeaderThatDoesNotEndAChangeInWhichAMemberIsStuckIsGivenUp() {
        MembershipRig rig = group(2, 3);
        RigMember member = byRank(rig, 1);
        // As between two members that are stuck in different views, and take each other for the leader.
        rig.tap = (from, to, message) -> from != member || !(message instanceof Control.Reject);
        promisesItself(member, stranger(9));
        rig.advanceMillis(1_000);
        assertThat(member.isChanging()).as("its leader has its time").isTrue();
        rig.advanceMillis(4_000);
        assertThat(rig.together().members()).hasSize(3);
        assertThat(rig.running()).noneMatch(RigMember::isChanging);
        rig.checkPrimaryChain();
    }

    @Test
    void aMemberThatIsSlowToGetToTheNextViewGivesUpNobodyWhoIsThere() {
        for (int rank = 1; rank < 4; rank++) {
            MembershipRig rig = group(rank, 4);
            RigMember slow = byRank(rig, rank);
            slow.installsByHand = true;
            RigMember newcomer = rig.start(5);
            rig.advanceMillis(6_000);
            Proposal next = newcomer.current();
            assertThat(next.members()).hasSize(5).contains(slow.self());
            assertThat(slow.isChanging()).isTrue();
            slow.install();
            rig.advanceMillis(1_000);
            assertThat(rig.together()).as("nobody began anything else").isEqualTo(next);
        }
    }

    @Test
    void aLossIsActedUponAlthoughAHostNeverAnswers() {
        MembershipRig rig = group(4, 3);
        RigMember leader = byRank(rig, 0);
        RigMember lost = byRank(rig, 2);
        Proposal view = rig.together();
        Endpoint senior = stranger(9);
        rig.crash(lost);
        for (int turn = 0; turn < 30; turn++) {
            leader.membership().receive(bigger(senior, view));
            rig.advanceMillis(100);
        }
        assertThat(leader.current().members()).hasSize(2).doesNotContain(lost.self());
    }

    @Test
    void membersThatTakeEachOtherForTheLeaderAreNotAskedToAndFro() {
        MembershipRig rig = group(3, 2);
        RigMember leader = byRank(rig, 0);
        Proposal view = rig.together();
        Endpoint zoe = stranger(9);
        Endpoint yan = stranger(8);
        List<Address> asked = new ArrayList<>();
        rig.tap = (from, to, message) -> {
            if (to.equals(zoe.address()) || to.equals(yan.address())) {
                asked.add(to);
            }
            return true;
        };
        for (int turn = 0; turn < 20; turn++) {
            leader.membership().receive(answer(zoe, yan, view));
            leader.membership().receive(answer(yan, zoe, view));
        }
        assertThat(asked).containsExactly(yan.address(), zoe.address());
        asked.clear();
        rig.advanceMillis(2 * MembershipRig.PROBE_NANOS / MembershipRig.MILLIS);
        leader.membership().receive(answer(zoe, yan, view));
        assertThat(asked).as("after the next look").contains(yan.address());
    }

    /** Nobody of the group, at an address of its own. */
    private static Endpoint stranger(int number) {
        return new Endpoint("z" + number, 90 + number, MembershipRig.address(number));
    }

    /** A leader of elsewhere proposes a view to it, and is never heard again. */
    private static void promisesItself(RigMember member, Endpoint leader) {
        ViewId later = new ViewId(member.current().id().number() + 5, leader.id());
        member.membership().receive(new Control.Propose(leader, later, List.of(leader, member.self())));
    }

    /** Of a leader to which this one would rather go: it hears it, and is not heard there. */
    private static Control.Hello bigger(Endpoint senior, Proposal heard) {
        ViewId later = new ViewId(heard.id().number() + 1, senior.id());
        return hello(senior, senior, later, 9, later, heard, false);
    }

    private static Control.Hello answer(Endpoint from, Endpoint leader, Proposal heard) {
        return hello(from, leader, new ViewId(1, leader.id()), 2, heard.basis().last(), heard, true);
    }

    /** Of the line and the agreement that were heard of. */
    private static Control.Hello hello(
            Endpoint from, Endpoint leader, ViewId view, int members, ViewId primary, Proposal heard, boolean answer) {
        return new Control.Hello(
                from,
                leader,
                view,
                members,
                heard.basis().id(),
                primary,
                0,
                false,
                "stack",
                heard.agreement(),
                "",
                answer);
    }

    // ---- leaving ----

    @Test
    void whoLeavesIsOutAfterOneRound() {
        for (int rank = 0; rank < 4; rank++) {
            MembershipRig rig = group(rank, 4);
            List<Endpoint> expected = new ArrayList<>(rig.together().members());
            expected.remove(rank);
            RigMember leaver = byRank(rig, rank);
            leaver.leave();
            rig.advanceMillis(A_ROUND_MILLIS);
            assertThat(leaver.isOut()).as("rank %d", rank).isTrue();
            assertThat(rig.together().members()).isEqualTo(expected);
            assertThat(rig.running()).allMatch(RigMember::isPrimary);
        }
    }

    @Test
    void coordinatorAndNextMayLeaveTogether() {
        MembershipRig rig = group(1, 5);
        RigMember first = byRank(rig, 0);
        RigMember second = byRank(rig, 1);
        first.leave();
        second.leave();
        rig.advanceMillis(3 * A_ROUND_MILLIS);
        assertThat(first.isOut() && second.isOut()).isTrue();
        assertThat(rig.together().members()).hasSize(3);
        assertThat(rig.running()).allMatch(RigMember::isPrimary);
    }

    @Test
    void allMayLeaveAtOnce() {
        for (int seed = 0; seed < SEEDS; seed++) {
            MembershipRig rig = group(seed, 5);
            List<RigMember> all = rig.running();
            all.forEach(RigMember::leave);
            rig.advanceMillis(1_000);
            assertThat(all).as(rig.story()).allMatch(RigMember::isOut);
        }
    }

    /** It has accepted the view to which its leader goes out when it begins to leave itself: nobody else will end that. */
    @Test
    void whoLeavesAViewThatCountsOnItIsOutTooThoughItsLeaderIsGone() {
        for (int size = 2; size <= 4; size++) {
            MembershipRig rig = group(1, size);
            RigMember first = byRank(rig, 0);
            RigMember second = byRank(rig, 1);
            boolean[] held = {true};
            rig.tap = (from, to, message) -> !(held[0] && from == first && message instanceof Control.Decide);
            first.leave();
            rig.advanceMillis(10);
            assertThat(second.isChanging()).isTrue();
            second.leave();
            rig.advanceMillis(10);
            held[0] = false;
            rig.advanceMillis(2 * A_ROUND_MILLIS);
            assertThat(first.isOut() && second.isOut()).as(rig.story()).isTrue();
            assertThat(rig.running()).hasSize(size - 2);
        }
    }

    @Test
    void theLastOneLeavesAtOnce() {
        MembershipRig rig = new MembershipRig(1).seeds(1);
        RigMember ann = rig.found(1);
        rig.advanceMillis(1_000);
        ann.leave();
        assertThat(ann.isOut()).isTrue();
    }

    @Test
    void majorityCountsThoseThatStay() {
        MembershipRig rig = group(2, 5);
        byRank(rig, 2).leave();
        byRank(rig, 2).leave();
        rig.advanceMillis(A_ROUND_MILLIS);
        byRank(rig, 3).leave();
        rig.advanceMillis(A_ROUND_MILLIS);
        assertThat(rig.together().members()).hasSize(3);
        rig.crash(byRank(rig, 2));
        rig.advanceMillis(1_000);
        assertThat(rig.running()).hasSize(2).allMatch(RigMember::isPrimary);
    }

    @Test
    void aLeaderThatLeavesInItsOwnRoundIsNotInTheView() {
        MembershipRig rig = group(3, 4);
        RigMember leader = byRank(rig, 0);
        rig.crash(byRank(rig, 3));
        rig.tap = (from, to, message) -> !(message instanceof Control.Accept);
        rig.advanceMillis(SUSPICION_MILLIS + 150);
        assertThat(leader.isChanging()).isTrue();
        leader.leave();
        rig.heal();
        rig.advanceMillis(3 * A_ROUND_MILLIS);
        assertThat(leader.isOut()).isTrue();
        assertThat(rig.together().members()).hasSize(2);
    }

    // ---- partitions ----

    @Test
    void theMajorityIsPrimaryTheMinorityIsNotAndBothMerge() {
        for (int seed = 0; seed < SEEDS; seed++) {
            MembershipRig rig = group(seed, 5);
            rig.split(new int[] {1, 2}, new int[] {3, 4, 5});
            rig.advanceMillis(3_000);
            assertThat(rig.at(1).current().members()).hasSize(2);
            assertThat(rig.at(4).current().members()).hasSize(3);
            assertThat(rig.at(1).isPrimary() || rig.at(2).isPrimary()).isFalse();
            assertThat(rig.at(3).isPrimary()
                            && rig.at(4).isPrimary()
                            && rig.at(5).isPrimary())
                    .isTrue();
            rig.heal();
            rig.advanceMillis(3_000);
            assertThat(rig.together().members()).hasSize(5);
            assertThat(rig.running()).allMatch(RigMember::isPrimary);
            assertThat(rig.running())
                    .as("a side of several keeps its endpoints")
                    .allMatch(member -> member.incarnations() == 1);
            rig.checkPrimaryChain();
        }
    }

    @Test
    void ofTwoHalvesOnlyTheOneWithTheOldestIsPrimary() {
        MembershipRig rig = group(1, 4);
        int[] old = numbers(rig, 0, 2);
        int[] young = numbers(rig, 1, 3);
        rig.split(old, young);
        rig.advanceMillis(3_000);
        assertThat(rig.at(old[0]).isPrimary() && rig.at(old[1]).isPrimary()).isTrue();
        assertThat(rig.at(young[0]).isPrimary() || rig.at(young[1]).isPrimary()).isFalse();
        rig.heal();
        rig.advanceMillis(3_000);
        assertThat(rig.together().members()).hasSize(4);
        rig.checkPrimaryChain();
    }

    @Test
    void threePartsOfWhichNoneIsAMajorityHaveNoPrimaryAndMerge() {
        for (int seed = 0; seed < SEEDS; seed++) {
            MembershipRig rig = group(seed, 6);
            rig.split(new int[] {1, 2}, new int[] {3, 4}, new int[] {5, 6});
            rig.advanceMillis(3_000);
            assertThat(rig.running()).noneMatch(RigMember::isPrimary);
            rig.heal();
            rig.advanceMillis(5_000);
            assertThat(rig.together().members()).hasSize(6);
            assertThat(rig.running()).allMatch(RigMember::isPrimary);
            rig.checkPrimaryChain();
        }
    }

    @Test
    void whoWasCutOffAloneComesBackAsANewIncarnationOnlyIfTheGroupWentOn() {
        MembershipRig rig = group(2, 3);
        int alone = numbers(rig, 2)[0];
        rig.split(new int[] {alone});
        rig.advanceMillis(2_000);
        rig.heal();
        rig.advanceMillis(3_000);
        assertThat(rig.at(alone).incarnations()).isEqualTo(2);
        assertThat(rig.together().members()).hasSize(3);
        assertThat(rig.running()).allMatch(RigMember::isPrimary);
    }

    @Test
    void aLineThatShrinksStepByStepStaysPrimary() {
        MembershipRig rig = group(3, 7);
        for (int left = 7; left > 2; left--) {
            rig.crash(byRank(rig, left - 1));
            rig.advanceMillis(1_500);
            assertThat(rig.running()).hasSize(left - 1).allMatch(RigMember::isPrimary);
        }
        rig.checkPrimaryChain();
    }

    // ---- refusals ----

    @Test
    void aNameIsTakenAsLongAsItsOwnerLives() {
        MembershipRig rig = group(1, 3);
        RigMember impostor = rig.start(4, "m2", false, "stack");
        rig.advanceMillis(2_000);
        assertThat(impostor.views()).isEmpty();
        assertThat(impostor.refusals()).isNotEmpty().allMatch(text -> text.contains("NAME_TAKEN: the name 'm2'"));
        rig.at(2).leave();
        rig.advanceMillis(1_000);
        assertThat(rig.together().members()).hasSize(3).contains(impostor.self());
    }

    @Test
    void whoRunsAnotherStackIsNotLetIn() {
        MembershipRig rig = group(1, 3);
        RigMember odd = rig.start(4, "m4", false, "other");
        rig.advanceMillis(2_000);
        assertThat(odd.views()).isEmpty();
        assertThat(odd.refusals())
                .isNotEmpty()
                .allMatch(text -> text.startsWith("INCOMPATIBLE") && text.contains("stack"));
        assertThat(rig.at(1).current().members()).hasSize(3);
    }

    @Test
    void aFullGroupTakesNobodyUntilSomebodyLeaves() {
        MembershipRig rig = new MembershipRig(1).seeds(1, 2, 3);
        rig.maxMembers = 3;
        IntStream.rangeClosed(1, 3).forEach(rig::start);
        rig.advanceMillis(2_000);
        RigMember dan = rig.start(4);
        rig.advanceMillis(2_000);
        assertThat(dan.refusals()).isNotEmpty().allMatch(text -> text.startsWith("FULL"));
        assertThat(dan.views()).isEmpty();
        rig.at(3).leave();
        rig.advanceMillis(1_000);
        assertThat(rig.together().members()).hasSize(3).contains(dan.self());
    }

    // ---- what used to break the primary line ----

    /** It has accepted one leader's proposal when it tells another one that it leaves: from then on it must not install. */
    @Test
    void whoHasPromisedToLeaveInstallsNoViewThatItAcceptedBefore() {
        MembershipRig rig = group(1, 3);
        RigMember ann = byRank(rig, 0);
        RigMember bob = byRank(rig, 1);
        RigMember cid = byRank(rig, 2);
        boolean[] held = {true};
        rig.tap = (from, to, message) -> !(from == bob && message instanceof Control.Decide && held[0])
                && !(from == ann && to.equals(bob.self().address()))
                && !(from == bob && to.equals(ann.self().address()))
                && !(from == ann && message instanceof Control.Decide)
                && !(from == cid
                        && message instanceof Control.Leave
                        && to.equals(bob.self().address()));
        bob.suspect(ann);
        rig.advanceMillis(20);
        assertThat(cid.isChanging()).isTrue();
        cid.leave();
        rig.advanceMillis(10);
        ann.suspect(bob);
        rig.advanceMillis(20);
        assertThat(ann.isPrimary()).isTrue();
        held[0] = false;
        rig.advanceMillis(300);
        assertThat(bob.isPrimary()).as(rig.story()).isFalse();
        rig.checkPrimaryChain();
    }

    /** It leaves a later view than the one whose leader asks it: its promise must not count without what it knows. */
    @Test
    void aPromiseToLeaveBringsWhatTheLeaverHasInstalled() {
        MembershipRig rig = group(1, 5);
        RigMember ann = byRank(rig, 0);
        RigMember bob = byRank(rig, 1);
        RigMember cid = byRank(rig, 2);
        RigMember dan = byRank(rig, 3);
        RigMember eve = byRank(rig, 4);
        Set<RigMember> left = Set.of(ann, bob);
        boolean[] cut = {true};
        rig.tap = (from, to, message) -> cut[0]
                ? left.contains(from) == isOneOf(left, to)
                : !(message instanceof Control.Leave) || isOneOf(left, to);
        rig.pulse = (from, to) -> left.contains(from) == isOneOf(left, to.address());
        cid.suspect(ann, bob);
        rig.advanceMillis(250);
        assertThat(cid.current().members()).hasSize(3);
        assertThat(cid.isPrimary()).isTrue();
        assertThat(ann.current().members()).as("it has not noticed yet").hasSize(5);
        cut[0] = false;
        dan.leave();
        eve.leave();
        ann.suspect(cid);
        rig.advanceMillis(120);
        assertThat(ann.isPrimary() && ann.current().members().size() == 2)
                .as(rig.story())
                .isFalse();
        rig.checkPrimaryChain();
    }

    /** The newcomer has not installed the view that made it a member when the only other member goes. */
    @Test
    void aLeaderLeavesItsLineToWhoStays() {
        MembershipRig rig = new MembershipRig(1).seeds(1);
        RigMember ann = rig.found(1);
        rig.advanceMillis(1_000);
        RigMember bob = rig.start(2);
        bob.installsByHand = true;
        rig.tap = (from, to, message) -> !(from == ann && message instanceof Control.Decide);
        rig.advanceMillis(200);
        assertThat(ann.current().members()).hasSize(2);
        bob.installsByHand = false;
        ann.leave();
        rig.heal();
        rig.advanceMillis(500);
        assertThat(ann.isOut()).isTrue();
        assertThat(bob.current().members()).containsExactly(bob.self());
        assertThat(bob.isPrimary()).as(rig.story()).isTrue();
        rig.checkPrimaryChain();
    }

    /** Two leaders have founded with the same member; one of the two views became primary, the other was installed by its leader only. */
    @Test
    void attemptsToFoundAreWeighedTogetherWhoeverMadeThem() {
        for (int seed = 0; seed < SEEDS; seed++) {
            MembershipRig rig = new MembershipRig(seed).seeds(1, 2, 3);
            RigMember bob = rig.start(2);
            RigMember cid = rig.start(3);
            rig.tap = (from, to, message) -> !(from == bob && message instanceof Control.Decide);
            rig.advanceMillis(300);
            assertThat(bob.current().members()).hasSize(2);
            rig.heal();
            rig.split(new int[] {2});
            rig.advanceMillis(2_000);
            RigMember ann = rig.start(1);
            rig.pulse = (from, to) -> from != ann;
            rig.advanceMillis(200);
            assertThat(ann.isPrimary()).isTrue();
            assertThat(cid.current()).isEqualTo(ann.current());
            assertThat(cid.isPrimary()).as("it does not know").isFalse();
            rig.split(new int[] {1});
            rig.advanceMillis(2_000);
            assertThat(bob.current().members()).containsExactlyInAnyOrder(bob.self(), cid.self());
            rig.checkPrimaryChain();
            rig.heal();
            rig.advanceMillis(2_000);
            assertThat(rig.together().members()).hasSize(3);
            assertThat(rig.running()).allMatch(RigMember::isPrimary);
            rig.checkPrimaryChain();
        }
    }

    /** It was told to found, and it has: what it comes back to is that group, however long that takes. */
    @Test
    void aFounderThatWasLeftBehindFoundsNoSecondGroup() {
        MembershipRig rig = new MembershipRig(1).seeds(1, 2, 3);
        RigMember ann = rig.found(1);
        rig.start(2);
        rig.start(3);
        rig.advanceMillis(2_000);
        assertThat(rig.together().members()).hasSize(3);
        rig.split(new int[] {1});
        rig.advanceMillis(2_000);
        rig.split();
        rig.tap = (from, to, message) -> !(message instanceof Control.Merge);
        rig.advanceMillis(1_000);
        assertThat(ann.incarnations()).isEqualTo(2);
        rig.heal();
        rig.split(new int[] {1});
        rig.advanceMillis(90_000);
        assertThat(ann.membership().belongs()).isFalse();
        assertThat(ann.notices()).last().asString().contains("waiting");
        rig.heal();
        rig.advanceMillis(2_000);
        assertThat(rig.together().members()).hasSize(3);
        assertThat(rig.running()).allMatch(RigMember::isPrimary);
        rig.checkPrimaryChain();
    }

    // ---- the group of a test ----

    @Test
    void whoWasLeftBehindCountsForNoFounding() {
        MembershipRig rig = new MembershipRig(1).seeds(1, 3, 2);
        rig.start(1);
        RigMember behind = rig.start(2);
        rig.start(3);
        rig.advanceMillis(3_000);
        rig.checkTogether();
        rig.split(new int[] {1, 3}, new int[] {2});
        rig.advanceMillis(5_000);
        rig.crash(3);
        rig.advanceMillis(5_000);
        assertThat(rig.at(1).isPrimary()).isTrue();
        rig.heal();
        for (int i = 0; i < 1_000 && behind.incarnations() == 1; i++) {
            rig.advanceMillis(1);
        }
        assertThat(behind.incarnations()).isEqualTo(2);
        rig.split(new int[] {1}, new int[] {2, 3});
        rig.start(3);
        rig.advanceMillis(20_000);
        assertThat(rig.at(3).membership().belongs()).isFalse();
        rig.heal();
        rig.advanceMillis(20_000);
        assertThat(rig.together().members()).hasSize(3);
        rig.checkPrimaryChain();
    }

    private static MembershipRig group(long seed, int size) {
        MembershipRig rig = new MembershipRig(seed).seeds(1, 2, 3);
        IntStream.rangeClosed(1, size).forEach(rig::start);
        rig.advanceMillis(2_000);
        assertThat(rig.together().members()).hasSize(size);
        assertThat(rig.running()).allMatch(RigMember::isPrimary);
        return rig;
    }

    /** The member that has a rank in the view of the oldest process that runs. */
    private static RigMember byRank(MembershipRig rig, int rank) {
        Endpoint wanted = rig.running().get(0).current().members().get(rank);
        return rig.running().stream()
                .filter(member -> member.self().equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    private static int[] numbers(MembershipRig rig, int... ranks) {
        return IntStream.of(ranks)
                .map(rank -> Integer.parseInt(byRank(rig, rank).self().name().substring(1)))
                .toArray();
    }

    private static boolean isOneOf(Set<RigMember> members, Address address) {
        Set<Address> addresses = new HashSet<>();
        members.forEach(member -> addresses.add(member.self().address()));
        return addresses.contains(address);
    }
}
