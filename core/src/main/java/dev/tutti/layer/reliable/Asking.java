package dev.tutti.layer.reliable;

import dev.tutti.kernel.Clock;
import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Settlement;
import dev.tutti.kernel.Timers;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the casts that a member lacks: when, and whom. One timer serves all senders, and runs only while something is missing.
 */
final class Asking {
    /** How requests go out. */
    interface Port {
        /** Asks a member for casts of a sender. */
        void request(int target, int origin, long first, long last);

        Timers.Timer after(long delayNanos, Runnable action);
    }

    /** Most casts that one request may name: a burst must not overrun the asker. */
    static final int MAX_ASKED = 256;

    private static final int TRIES_AT_SENDER = 2;
    private static final int MAX_BACKOFF_DOUBLINGS = 4;

    /** How the asking for one sender's casts stands. */
    private static final class State {
        /** The last cast named in the last request. */
        long asked;
        /** Requests since the last progress. */
        int tries;
        /** When to ask for what is missing, if that has been settled. */
        long askAtNanos;

        boolean toAsk;
    }

    private final int me;
    private final Sender[] senders;
    private final State[] states;
    private final Clock clock;
    private final Port port;
    private final long nakDelayNanos;
    private final long resendNanos;

    private BitSet failed = new BitSet();
    private @Nullable Settlement settlement;
    private boolean closed;
    private Timers.@Nullable Timer sweep;
    private long sweepAtNanos;

    Asking(int me, Sender[] senders, Clock clock, Port port, long nakDelayNanos, long resendNanos) {
        this.me = me;
        this.senders = senders;
        this.states = new State[senders.length];
        for (int i = 0; i < states.length; i++) {
            states[i] = new State();
        }
        this.clock = clock;
        this.port = port;
        this.nakDelayNanos = nakDelayNanos;
        this.resendNanos = resendNanos;
    }

    // ---- what happens ----

    /** More of a sender's casts is held without a gap, and was passed up. */
    void progressed(int origin) {
        Sender sender = senders[origin];
        State state = states[origin];
        state.tries = 0;
        state.toAsk = false;
        if (sender.hasGap()) {
            // More may be on its way; unless that was the last repair asked for.
            boolean repaired = state.asked > 0 && sender.held() >= state.asked;
            state.asked = 0;
            askIn(state, repaired ? 0 : sender.ring().last() > sender.held() ? nakDelayNanos : resendNanos);
        }
    }

    /** A cast came, and one before it is missing. */
    void foundGap(int origin) {
        State state = states[origin];
        boolean later = !state.toAsk || state.askAtNanos - clock.nanoTime() > nakDelayNanos;
        if (state.tries == 0 && later) {
            askIn(state, nakDelayNanos);
        }
    }

    /** Others have casts of a sender that are not here. They may just be late. */
    void heardOfMore(int origin) {
        askIn(states[origin], resendNanos);
    }

    /** These are suspected: they are not asked, but for the settlement's sake. */
    void failed(BitSet ranks) {
        failed = ranks;
    }

    /** Another change has begun; what was settled is void. */
    void block() {
        settlement = null;
    }

    /** What is missing now must be had before the view may end. */
    void settle(Settlement owed) {
        settlement = owed;
        for (State state : states) {
            state.tries = 0;
        }
    }

    /** Asks for what is still missing of a sender when all has been delivered that could be. */
    void askIfLacking(int origin) {
        if (senders[origin].lacks()) {
            askIn(states[origin], nakDelayNanos);
        }
    }

    /** Nothing is asked for any more. */
    void close() {
        closed = true;
    }

    // ---- when ----

    private void askIn(State state, long delayNanos) {
        state.toAsk = true;
        state.askAtNanos = clock.nanoTime() + delayNanos;
        arm(state.askAtNanos);
    }

    private void arm(long atNanos) {
        if (sweep != null && atNanos - sweepAtNanos < 0) {
            sweep.cancel();
            sweep = null;
        }
        if (sweep == null && !closed) {
            sweepAtNanos = atNanos;
            sweep = port.after(Math.max(0, atNanos - clock.nanoTime()), this::sweep);
        }
    }

    private void sweep() {
        sweep = null;
        long now = clock.nanoTime();
        for (int origin = 0; origin < senders.length && !closed; origin++) {
            State state = states[origin];
            if (origin != me && senders[origin].lacks()) {
                if (state.askAtNanos - now <= 0) {
                    ask(origin, state);
                    state.askAtNanos = now + (resendNanos << Math.min(state.tries - 1, MAX_BACKOFF_DOUBLINGS));
                }
                arm(state.askAtNanos);
            }
        }
    }

    // ---- what ----

    private void ask(int origin, State state) {
        Sender sender = senders[origin];
        if (sender.hasGap()) {
            askForGaps(origin, sender, state);
        } else {
            askForEarly(origin, sender, state);
        }
        state.tries++;
    }

    private void askForGaps(int origin, Sender sender, State state) {
        long first = sender.held() + 1;
        long last = Math.min(sender.wanted(), sender.held() + MAX_ASKED);
        state.asked = last;
        int target = target(origin, state.tries, first);
        while (first <= last && target != me) {
            long end = first;
            while (end < last && !sender.has(end + 1)) {
                end++;
            }
            port.request(target, origin, first, end);
            first = end + 1;
            while (first <= last && sender.has(first)) {
                first++;
            }
        }
    }

    private void askForEarly(int origin, Sender sender, State state) {
        long missing = sender.missingEarly();
        for (int i = 0; i < Cut.MAX_EARLY; i++) {
            long number = sender.beyondLimit(i);
            int target = (missing >>> i & 1) == 0 ? me : target(origin, state.tries, number);
            if (target != me) {
                port.request(target, origin, number, number);
            }
        }
    }

    // ---- whom ----

    /**
     * Whom to ask: the sender; if it does not answer, the others in turn. Once the view is being settled, first those whose cut says that they
     * hold it, then all that come along, suspected or not: they gather the same, and may have got it meanwhile.
     */
    private int target(int origin, int tries, long number) {
        boolean senderGone = failed.get(origin) || (settlement != null && !comesAlong(origin));
        if (!senderGone && tries < TRIES_AT_SENDER) {
            return origin;
        }
        boolean likely = settlement == null || tries < TRIES_AT_SENDER + senders.length;
        int other = likely ? inTurn(origin, tries, number, true) : me;
        if (other == me && settlement != null) {
            other = inTurn(origin, tries, number, false);
        }
        return other == me && !senderGone ? origin : other;
    }

    private int inTurn(int origin, int tries, long number, boolean likely) {
        int size = senders.length;
        for (int i = 1; i <= size; i++) {
            int candidate = (origin + tries + i) % size;
            boolean eligible =
                    likely ? !failed.get(candidate) && mayHold(candidate, origin, number) : comesAlong(candidate);
            if (candidate != me && eligible) {
                return candidate;
            }
        }
        return me;
    }

    private boolean comesAlong(int rank) {
        return settlement != null && settlement.cuts()[rank] != null;
    }

    private boolean mayHold(int candidate, int origin, long number) {
        if (settlement == null) {
            return true;
        }
        Cut cut = settlement.cuts()[candidate];
        return cut != null && cut.holds(origin, number);
    }
}
