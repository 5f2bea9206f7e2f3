package dev.tutti.sim;

import dev.tutti.Endpoint;
import dev.tutti.Options;
import dev.tutti.View;
import dev.tutti.sim.world.Scheduler;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** When a group has come to rest: all its members are in one view, for as long as it takes to suspect one. */
final class Rest {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A group that is not there after so long will not come back. */
    private static final long ENDED_MILLIS = 5_000;

    /** Beats beyond those that a member may miss until it is suspected: the one that is one too many, and the rest of the one before. */
    private static final int BEATS_TO_NOTICE = 2;

    /** How often it is looked whether the group has come to rest. */
    private static final long LOOK_MILLIS = 5;

    private final Scheduler scheduler;
    private final long quietMillis;
    private final Collection<SimMember> members;

    Rest(Scheduler scheduler, Options options, Collection<SimMember> members) {
        this.scheduler = scheduler;
        this.quietMillis =
                options.get(Options.HEARTBEAT).toMillis() * (options.get(Options.MAX_MISSED) + BEATS_TO_NOTICE);
        this.members = members;
    }

    /** Lets time pass until the group has come to rest; returns after how many milliseconds, or the limit if it did not. */
    long await(long limitMillis) {
        long beganNanos = scheduler.nowNanos();
        for (long millis = 0; millis < limitMillis; millis = (scheduler.nowNanos() - beganNanos) / NANOS_PER_MILLI) {
            if (isNow()) {
                List<View> before = views();
                run(quietMillis);
                if (isNow() && views().equals(before)) {
                    return millis;
                }
            }
            if (millis > ENDED_MILLIS && nobodyHasAView()) {
                return millis;
            }
            run(LOOK_MILLIS);
        }
        return limitMillis;
    }

    private void run(long millis) {
        scheduler.runUntil(scheduler.nowNanos() + millis * NANOS_PER_MILLI);
    }

    /** After the end of the group those that came later wait for ever. */
    private boolean nobodyHasAView() {
        return members.stream().allMatch(member -> !member.alive() || member.view() == null);
    }

    private List<View> views() {
        return members.stream().map(SimMember::view).filter(Objects::nonNull).toList();
    }

    /**
     * Whether all members that run, and nobody else, are in one view, in which nothing has begun and all were delivered as much, and those
     * that leave have left.
     */
    boolean isNow() {
        List<SimMember> alive = members.stream().filter(SimMember::alive).toList();
        return alive.stream().noneMatch(member -> member.leaving() || member.blocked())
                && alive.stream().mapToLong(SimMember::castsHere).distinct().count() <= 1
                && inOneView(alive);
    }

    /** Whether these members, and nobody else, are in one view, as their applications see it. */
    static boolean inOneView(List<SimMember> members) {
        View common = null;
        for (SimMember member : members) {
            View view = member.view();
            if (view == null || (common != null && !view.id().equals(common.id()))) {
                return false;
            }
            common = view;
        }
        Set<String> names = members.stream().map(SimMember::name).collect(Collectors.toSet());
        return common == null
                || names.equals(common.members().stream().map(Endpoint::name).collect(Collectors.toSet()));
    }
}
