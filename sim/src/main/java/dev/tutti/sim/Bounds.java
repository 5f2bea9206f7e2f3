package dev.tutti.sim;

import dev.tutti.Options;
import dev.tutti.View;
import dev.tutti.kernel.Cut;
import dev.tutti.sim.check.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What members may keep, and how long the group may take to come together, worked out from their options. A trace does not show these
 * things, so they are looked at while a run goes on. See docs/sim.md.
 */
final class Bounds {
    /** Its name, as it stands in GUARANTEES.md. */
    static final String PREDICATE = "BOUNDS";

    private static final int MAX_VIOLATIONS = 20;
    private static final long EARLY_BYTES = 4 << 20;

    /** An id of a cast in a state, more or less. */
    private static final long ID_BYTES = 32;

    /** What a message costs beside its payload, and each of its frames. */
    private static final int HEADERS_BYTES = 64;

    /** Both ends of what is under way between two members: what one has not been told to be there, and what the other cannot use yet. */
    private static final long BOTH_ENDS = 2;

    /** The headers of the orders, and what they say beside the casts, are no larger than the casts themselves. */
    private static final long HEADED = 2;

    /**
     * What has been consumed everywhere may be kept until the next round of stability, and rounds may be lost: so many windows at most.
     */
    private static final int UNSTABLE_WINDOWS = 4;

    /**
     * How often members may have to begin anew before one view stands: the sides of a partition meet one after the other, and a change
     * that is under way when the next cause shows must end first.
     */
    private static final int ATTEMPTS = 3;

    /** What runs beside all that: the lookout is every few milliseconds, frames take their time, and queues must empty. */
    private static final long SLACK_MILLIS = 500;

    private final Setup setup;
    private final long largestPayload;
    private final long stateBytes;
    private final List<Violation> violations = new ArrayList<>();

    /**
     * For one run.
     *
     * @param plan says how large messages and states may become
     */
    Bounds(Plan plan) {
        this.setup = plan.setup();
        long largest = 0;
        long casts = 0;
        for (Step step : plan.all()) {
            if (step instanceof Step.Cast cast) {
                largest = Math.max(largest, cast.sizeBytes());
                casts += cast.count();
            } else if (step instanceof Step.Gbcast gbcast) {
                largest = Math.max(largest, gbcast.sizeBytes());
                casts++;
            } else if (step instanceof Step.Unordered unordered) {
                largest = Math.max(largest, unordered.sizeBytes());
                casts += unordered.count();
            } else if (step instanceof Step.Send send) {
                largest = Math.max(largest, send.sizeBytes());
            }
        }
        this.largestPayload = largest + ID_BYTES;
        this.stateBytes = setup.state().isEmpty() ? 0 : setup.stateFillerBytes() + ID_BYTES * casts + HEADERS_BYTES;
    }

    /** What was not kept; empty if all is well. */
    List<Violation> violations() {
        return violations;
    }

    /** Looks at what members keep in the middle of a run. */
    void look(List<SimMember> members, long nowNanos) {
        for (SimMember member : members) {
            View view = member.view();
            if (member.alive() && view != null) {
                lookAtReceipts(member, nowNanos);
                lookAtCasts(member, nowNanos);
                member.heldBytes().forEach((part, bytes) -> {
                    long limit = limitBytes(part, members.size())
                            + (part.equals("inbox") && anyStartedAgain(members) ? windowBytes() : 0)
                            + ((part.equals("own") || part.equals("inbox")) && member.leaving()
                                    ? setup.options().get(Options.OUTBOX_BYTES)
                                    : 0);
                    if (bytes > limit) {
                        add(
                                member,
                                nowNanos,
                                "keeps " + bytes + " bytes in " + part + ", more than the " + limit
                                        + " that the options allow for");
                    }
                });
            }
        }
    }

    private void lookAtReceipts(SimMember member, long nowNanos) {
        long untold = member.receipts().takeUntold();
        if (untold > 0) {
            add(member, nowNanos, "was shown " + untold + " of its casts before their receipts call them delivered");
        }
    }

    private void lookAtCasts(SimMember member, long nowNanos) {
        int limit = setup.options().get(Options.WINDOW_MESSAGES);
        int casts = member.receipts().outstanding();
        if (casts > limit) {
            add(member, nowNanos, "has " + casts + " casts that are not stable, more than windowMessages, " + limit);
        }
    }

    /** A process that starts where another one was sends up to a window before it is told what that one has left unconsumed. */
    private static boolean anyStartedAgain(List<SimMember> members) {
        return members.stream().anyMatch(member -> !member.label().equals(member.name()));
    }

    private long messageBytes() {
        return largestPayload + HEADERS_BYTES * (2 + largestPayload / frameBytes()) + frameBytes();
    }

    private int frameBytes() {
        return Math.max(1, setup.maxFrameBytes() - HEADERS_BYTES);
    }

    private long windowBytes() {
        return Math.max(setup.options().get(Options.WINDOW_BYTES), messageBytes());
    }

    /** The most that one part of a member may keep. */
    private long limitBytes(String part, int members) {
        int frameBytes = frameBytes();
        long message = messageBytes();
        long window = windowBytes();
        return switch (part) {
            case "outbox" -> Math.max(setup.options().get(Options.OUTBOX_BYTES), message);
            case "early" -> EARLY_BYTES;
            // Below the window it takes one pack more. A member that leaves takes whatever the outbox holds.
            case "own" -> setup.options().get(Options.WINDOW_BYTES) + message;
            // One message may go beyond the window when nothing else is under way, and a block lets go what waits for
            // credit: a cast and a send.
            case "inbox" -> window + 3 * message;
            case "window" -> 2 * message;
            // Of unordered casts several can be in the making, as far as one may overtake another.
            case "frag" -> BOTH_ENDS * members * message + (long) Cut.MAX_EARLY * members * frameBytes;
            case "pt2pt" -> BOTH_ENDS * members * (window + 2 * message + 2 * stateBytes);
            // Of each member what the inbox may hold of one, for that is not consumed either; headers at most double
            // it.
            case "causal", "follow", "token", "rotating-token", "round-robin", "safe" ->
                HEADED * members * (window + 3 * message);
            // And a note of each own cast that is back, until it is stable.
            case "sequencer" -> HEADED * members * (window + 3 * message) + UNSTABLE_WINDOWS * window;
            default -> members * (UNSTABLE_WINDOWS * window + 2 * message) + BOTH_ENDS * members * 2 * stateBytes;
        };
    }

    /**
     * How long it may take from the end of all faults until one view stands, and everything is delivered in it. Who leaves then may first
     * wait for its casts to be stable.
     */
    private long togetherMillis(boolean leaving) {
        Options options = setup.options();
        long suspicion = options.get(Options.HEARTBEAT).toMillis() * (options.get(Options.MAX_MISSED) + BOTH_ENDS);
        long change = BOTH_ENDS * options.get(Options.CHANGE_TIMEOUT).toMillis();
        return SLACK_MILLIS
                + (leaving ? options.get(Options.LEAVE_TIMEOUT).toMillis() : 0)
                + ATTEMPTS * (suspicion + change + options.get(Options.PROBE).toMillis());
    }

    /** Compares with what it took. */
    void together(long tookMillis, boolean leaving, long nowNanos) {
        long limitMillis = togetherMillis(leaving);
        if (tookMillis > limitMillis) {
            violations.add(new Violation(
                    PREDICATE,
                    nowNanos,
                    "all",
                    "it took " + tookMillis + " ms until one view stood, more than the " + limitMillis
                            + " that the options allow for"));
        }
    }

    /** How long members that are at rest may go on keeping what all have. */
    long emptyMillis() {
        Options options = setup.options();
        return SLACK_MILLIS
                + ATTEMPTS
                        * (options.get(Options.STABILITY).toMillis()
                                + 16 * options.get(Options.RESEND).toMillis());
    }

    /** Whether nobody keeps anything, as should be when all is quiet. */
    static boolean empty(List<SimMember> members) {
        return members.stream().allMatch(member -> remains(member).isEmpty());
    }

    /** Notes what is kept although all is quiet. */
    void rest(List<SimMember> members, long nowNanos) {
        for (SimMember member : members) {
            lookAtReceipts(member, nowNanos);
            Map<String, Long> remains = remains(member);
            if (!remains.isEmpty()) {
                add(member, nowNanos, "keeps something although all is quiet: " + remains);
            }
        }
    }

    /**
     * Early frames belong to views that may never come here; casts of whoever may not cast wait as long as that lasts. A cast whose caster does
     * not learn that it is stable is one that a flush waits for.
     */
    private static Map<String, Long> remains(SimMember member) {
        if (!member.alive()) {
            return Map.of();
        }
        Map<String, Long> held = member.heldBytes();
        held.remove("early");
        if (member.mute()) {
            held.remove("outbox");
        } else {
            held.put("casts", (long) member.receipts().outstanding());
        }
        held.values().removeIf(amount -> amount == 0);
        return held;
    }

    private void add(SimMember member, long nowNanos, String text) {
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(new Violation(PREDICATE, nowNanos, member.label(), text));
        }
    }
}
