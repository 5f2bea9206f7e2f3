package dev.tutti.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.GroupProperties;
import dev.tutti.GroupProperties.Order;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a group runs, and how it comes to run something else. */
class AgreementTest {
    private static final GroupProperties FIFO = GroupProperties.DEFAULT;
    private static final GroupProperties CAUSAL = FIFO.order(Order.CAUSAL);
    private static final GroupProperties TOTAL = FIFO.order(Order.TOTAL);

    private static MembershipRig group(int size) {
        MembershipRig rig = new MembershipRig(1).seeds(1, 2, 3, 4, 5);
        rig.found(1);
        for (int number = 2; number <= size; number++) {
            rig.start(number);
        }
        rig.advanceMillis(2_000);
        assertThat(rig.together().members()).hasSize(size);
        return rig;
    }

    private static GroupProperties runs(RigMember member) {
        return member.current().agreement().properties();
    }

    private static RigMember byRank(MembershipRig rig, int rank) {
        Proposal view = rig.together();
        return rig.running().stream()
                .filter(member -> member.self().equals(view.members().get(rank)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theWishOfAnyMemberIsGrantedWithTheNextView() {
        for (int rank = 0; rank < 3; rank++) {
            MembershipRig rig = group(3);
            Proposal before = rig.together();
            byRank(rig, rank).membership().wish(TOTAL);
            rig.advanceMillis(200);
            Proposal after = rig.together();
            assertThat(after.members()).isEqualTo(before.members());
            assertThat(after.agreement())
                    .isEqualTo(before.agreement().next(before.ids().get(rank), TOTAL));
        }
    }

    @Test
    void aWishThatIsGrantedAlreadyCostsNothing() {
        MembershipRig rig = group(3);
        Proposal before = rig.together();
        byRank(rig, 1).membership().wish(FIFO);
        rig.advanceMillis(2_000);
        assertThat(rig.together()).isEqualTo(before);
    }

    @Test
    void wishesThatMeetAreGrantedOneAfterTheOther() {
        MembershipRig rig = group(3);
        RigMember bob = byRank(rig, 1);
        RigMember cid = byRank(rig, 2);
        bob.membership().wish(TOTAL);
        cid.membership().wish(CAUSAL);
        rig.advanceMillis(2_000);
        assertThat(bob.views().stream()
                        .map(view -> view.agreement().properties())
                        .distinct())
                .containsExactlyInAnyOrder(FIFO, TOTAL, CAUSAL);
    }

    @Test
    void aWishOutlivesTheLeaderThatWasToGrantIt() {
        MembershipRig rig = group(3);
        RigMember leader = byRank(rig, 0);
        RigMember bob = byRank(rig, 1);
        bob.membership().wish(TOTAL);
        rig.crash(leader);
        rig.advanceMillis(3_000);
        assertThat(rig.together().agreement().properties()).isEqualTo(TOTAL);
    }

    @Test
    void aMinorityGrantsNothingAndFollowsTheOthersWhenItComesBack() {
        MembershipRig rig = group(5);
        RigMember ann = byRank(rig, 0);
        RigMember eve = byRank(rig, 4);
        int[] numbers = rig.running().stream()
                .mapToInt(member -> Integer.parseInt(member.self().name().substring(1)))
                .toArray();
        int two = Integer.parseInt(byRank(rig, 3).self().name().substring(1));
        int last = Integer.parseInt(eve.self().name().substring(1));
        rig.split(
                java.util.Arrays.stream(numbers)
                        .filter(number -> number != two && number != last)
                        .toArray(),
                new int[] {two, last});
        rig.advanceMillis(3_000);
        eve.membership().wish(CAUSAL);
        ann.membership().wish(TOTAL);
        rig.advanceMillis(2_000);
        assertThat(runs(eve)).isEqualTo(FIFO);
        assertThat(runs(ann)).isEqualTo(TOTAL);
        eve.membership().wish(null);
        rig.heal();
        rig.advanceMillis(3_000);
        assertThat(rig.together().agreement().properties()).isEqualTo(TOTAL);
    }

    @Test
    void aGroupThatHasAgreedTakesInWhoeverWasConfiguredOtherwise() {
        MembershipRig rig = group(2);
        RigMember odd = rig.start(3, "m3", false, "stack", CAUSAL);
        rig.advanceMillis(1_000);
        assertThat(odd.refusals()).isNotEmpty().first().asString().contains("order=fifo, not order=causal");
        rig.running().getFirst().membership().wish(TOTAL);
        rig.advanceMillis(2_000);
        assertThat(rig.together().members()).hasSize(3);
        assertThat(runs(odd)).isEqualTo(TOTAL);
    }

    @Test
    void ofTwoAgreementsTheLaterOneHolds() {
        Agreement configured = Agreement.configured(FIFO);
        Agreement first = configured.next(7, TOTAL);
        Agreement other = configured.next(9, CAUSAL);
        assertThat(List.of(other, configured, first).stream().sorted()).containsExactly(configured, first, other);
        assertThat(configured.goesWith(Agreement.configured(TOTAL))).isFalse();
        assertThat(configured.goesWith(other)).isTrue();
    }

    @Test
    void anAgreementOutlivesAllWhoMadeItAndLeave() {
        int taken = 0;
        for (long millis = 0; millis < 60; millis += 4) {
            MembershipRig rig = group(1);
            RigMember ann = byRank(rig, 0);
            ann.membership().wish(TOTAL);
            rig.advanceMillis(500);
            RigMember odd = rig.start(2, "m2", false, "stack", CAUSAL);
            rig.advanceMillis(millis);
            ann.leave();
            rig.advanceMillis(3_000);
            if (odd.membership().belongs()) {
                taken++;
                assertThat(runs(odd)).as("after %s ms", millis).isEqualTo(TOTAL);
            }
        }
        assertThat(taken).isPositive();
    }

    @Test
    void aViewThatNotAllAreInYetIsNotEndedForItsOwnSake() {
        MembershipRig rig = group(3);
        RigMember leader = byRank(rig, 0);
        RigMember cid = byRank(rig, 2);
        cid.installsByHand = true;
        leader.membership().wish(TOTAL);
        rig.advanceMillis(100);
        leader.membership().wish(CAUSAL);
        rig.advanceMillis(200);
        assertThat(runs(leader)).isEqualTo(TOTAL);
        cid.installsByHand = false;
        cid.install();
        rig.advanceMillis(500);
        assertThat(runs(cid)).isEqualTo(CAUSAL);
        assertThat(cid.views().stream().map(view -> view.agreement().properties()))
                .endsWith(TOTAL, CAUSAL);
    }
}
