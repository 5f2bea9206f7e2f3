package dev.tutti.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import dev.tutti.GroupProperties;
import dev.tutti.StateHandler.OnMerge;
import dev.tutti.ViewId;
import dev.tutti.membership.Agreement;
import dev.tutti.membership.Lineage;
import dev.tutti.membership.Proposal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatePlanTest {
    private static final ViewId OLD = new ViewId(7, 1);
    private static final ViewId NEW = new ViewId(9, 1);

    private static Proposal.Seat seat(String name, ViewId state) {
        Endpoint endpoint = new Endpoint(name, name.charAt(0), new Address(name, 1));
        return new Proposal.Seat(endpoint, 1, OLD, state, OLD);
    }

    private static List<StatePlan.Transfer> plan(OnMerge policy, Proposal.Seat... seats) {
        return StatePlan.of(
                new Proposal(
                        new ViewId(10, 1),
                        List.of(seats),
                        Lineage.NONE,
                        Agreement.configured(GroupProperties.DEFAULT),
                        Set.of()),
                policy);
    }

    private static Endpoint member(String name) {
        return seat(name, OLD).endpoint();
    }

    @Test
    void membersOfOneSideNeedNothing() {
        assertThat(plan(OnMerge.PRIMARY_WINS, seat("a", OLD), seat("b", OLD))).isEmpty();
        assertThat(plan(OnMerge.MERGE, seat("a", OLD), seat("b", OLD))).isEmpty();
        assertThat(plan(OnMerge.MERGE, seat("a", StatePlan.NO_STATE), seat("b", StatePlan.NO_STATE)))
                .isEmpty();
    }

    @Test
    void newcomersGetTheStateOfTheFirstInRank() {
        assertThat(plan(OnMerge.MERGE, seat("n", StatePlan.NO_STATE), seat("a", OLD), seat("b", OLD)))
                .containsExactly(new StatePlan.Transfer(member("a"), List.of(member("n")), List.of()));
    }

    @Test
    void aStateThatIsIncompleteIsAnotherOneThanBeforeAndThanThatOfOthersWhoGotMore() {
        ViewId nothing = StatePlan.incomplete(OLD, NEW, List.of());
        ViewId something = StatePlan.incomplete(OLD, NEW, List.of(member("a")));

        assertThat(nothing).isNotEqualTo(OLD).isNotEqualTo(NEW).isNotEqualTo(something);
        assertThat(plan(OnMerge.MERGE, seat("a", OLD), seat("b", nothing))).hasSize(2);
    }

    @Test
    void aCompleteStateWinsOverAnIncompleteOneOfLowerRank() {
        ViewId incomplete = StatePlan.incomplete(OLD, NEW, List.of());

        assertThat(plan(OnMerge.PRIMARY_WINS, seat("a", incomplete), seat("b", NEW)))
                .containsExactly(new StatePlan.Transfer(member("b"), List.of(member("a")), List.of()));
    }

    @Test
    void whoWaitsForTheStateGetsItRatherThanGivesIt() {
        ViewId waits = StatePlan.incomplete(StatePlan.NO_STATE, NEW, List.of());

        assertThat(plan(OnMerge.PRIMARY_WINS, seat("w", waits), seat("a", OLD)))
                .containsExactly(new StatePlan.Transfer(member("a"), List.of(member("w")), List.of()));
        assertThat(plan(OnMerge.MERGE, seat("w", waits), seat("a", OLD)))
                .containsExactly(new StatePlan.Transfer(member("a"), List.of(member("w")), List.of()));
    }

    @Test
    void whereAllWhoHadTheStateAreGoneOneOfThoseWhoWaitedGivesWhatItHas() {
        ViewId waits = StatePlan.incomplete(StatePlan.NO_STATE, NEW, List.of());

        assertThat(plan(OnMerge.MERGE, seat("n", StatePlan.NO_STATE), seat("w", waits), seat("v", waits)))
                .containsExactly(new StatePlan.Transfer(member("w"), List.of(member("n")), List.of()));
    }
}
