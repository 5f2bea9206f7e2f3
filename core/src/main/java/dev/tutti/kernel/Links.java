package dev.tutti.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each event goes when a layer passes it on: straight to the next handler of that event. Worked out once, when the stack is
 * composed, so that an event costs one call per layer that does something with it.
 */
final class Links {
    private static final int EVENTS = 36;

    final Context context;
    final Timers timers;
    final Bottom bottom;
    /** Position in the column; the number by which {@link Layer#tell} addresses the peer. */
    final int index;

    final Down.Cast castBelow;
    final Down.Gbcast gbcastBelow;
    final Down.Unordered unorderedBelow;
    final Down.Send sendBelow;
    final Down.State stateBelow;
    final Down.Block blockBelow;
    final Down.Agree agreeBelow;
    final Down.Settle settleBelow;
    final Down.Ask askBelow;
    final Down.Confirm confirmBelow;
    final Down.Stable stableBelow;
    final Down.Known knownBelow;
    final Down.Consumed consumedBelow;
    final Down.Carry carryBelow;
    final Down.Failed failedBelow;
    final Down.Retire retireBelow;

    final Up.Cast castAbove;
    final Up.Gbcast gbcastAbove;
    final Up.Unordered unorderedAbove;
    final Up.Send sendAbove;
    final Up.State stateAbove;
    final Up.Heard heardAbove;
    final Up.Present presentAbove;
    final Up.Gone goneAbove;
    final Up.Suspect suspectAbove;
    final Up.Counts countsAbove;
    final Up.Cut cutAbove;
    final Up.Settled settledAbove;
    final Up.Stable stableAbove;
    final Up.StableUnordered stableUnorderedAbove;
    final Up.StableCasts stableCastsAbove;
    final Up.Confirmed confirmedAbove;
    final Up.Acknowledged acknowledgedAbove;
    final Up.Prompt promptAbove;
    final Up.Outstanding outstandingAbove;
    final Up.Room roomAbove;

    /** The events in the order in which they were linked, and the position of the next handler of each, for {@link Stack#describe}. */
    private final List<Class<?>> events = new ArrayList<>(EVENTS);

    private final int[] positions = new int[EVENTS];

    /**
     * Links one position of a column.
     *
     * @param column handlers from the very top to the very bottom; the first takes every event of {@link Up}, the last every event of
     *     {@link Down}
     * @param index the position to link
     */
    Links(List<?> column, int index, Context context, Timers timers, Bottom bottom) {
        this.context = context;
        this.timers = timers;
        this.bottom = bottom;
        this.index = index;
        castBelow = below(column, Down.Cast.class);
        gbcastBelow = below(column, Down.Gbcast.class);
        unorderedBelow = below(column, Down.Unordered.class);
        sendBelow = below(column, Down.Send.class);
        stateBelow = below(column, Down.State.class);
        blockBelow = below(column, Down.Block.class);
        agreeBelow = below(column, Down.Agree.class);
        settleBelow = below(column, Down.Settle.class);
        askBelow = below(column, Down.Ask.class);
        confirmBelow = below(column, Down.Confirm.class);
        stableBelow = below(column, Down.Stable.class);
        knownBelow = below(column, Down.Known.class);
        consumedBelow = below(column, Down.Consumed.class);
        carryBelow = below(column, Down.Carry.class);
        failedBelow = below(column, Down.Failed.class);
        retireBelow = below(column, Down.Retire.class);
        castAbove = above(column, Up.Cast.class);
        gbcastAbove = above(column, Up.Gbcast.class);
        unorderedAbove = above(column, Up.Unordered.class);
        sendAbove = above(column, Up.Send.class);
        stateAbove = above(column, Up.State.class);
        heardAbove = above(column, Up.Heard.class);
        presentAbove = above(column, Up.Present.class);
        goneAbove = above(column, Up.Gone.class);
        suspectAbove = above(column, Up.Suspect.class);
        countsAbove = above(column, Up.Counts.class);
        cutAbove = above(column, Up.Cut.class);
        settledAbove = above(column, Up.Settled.class);
        stableAbove = above(column, Up.Stable.class);
        stableUnorderedAbove = above(column, Up.StableUnordered.class);
        stableCastsAbove = above(column, Up.StableCasts.class);
        confirmedAbove = above(column, Up.Confirmed.class);
        acknowledgedAbove = above(column, Up.Acknowledged.class);
        promptAbove = above(column, Up.Prompt.class);
        outstandingAbove = above(column, Up.Outstanding.class);
        roomAbove = above(column, Up.Room.class);
    }

    /** Events to the position where they go next. */
    Map<Class<?>, Integer> next() {
        Map<Class<?>, Integer> next = new LinkedHashMap<>();
        for (int i = 0; i < events.size(); i++) {
            next.put(events.get(i), positions[i]);
        }
        return next;
    }

    private void note(Class<?> event, int position) {
        positions[events.size()] = position;
        events.add(event);
    }

    private <T> T below(List<?> column, Class<T> event) {
        for (int i = index + 1; i < column.size(); i++) {
            if (event.isInstance(column.get(i))) {
                note(event, i);
                return event.cast(column.get(i));
            }
        }
        throw new IllegalArgumentException("nothing below takes " + event);
    }

    private <T> T above(List<?> column, Class<T> event) {
        for (int i = index - 1; i >= 0; i--) {
            if (event.isInstance(column.get(i))) {
                note(event, i);
                return event.cast(column.get(i));
            }
        }
        throw new IllegalArgumentException("nothing above takes " + event);
    }
}
