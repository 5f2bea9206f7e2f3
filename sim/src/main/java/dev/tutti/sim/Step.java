package dev.tutti.sim;

import dev.tutti.GroupProperties;
import dev.tutti.sim.world.LinkQuality;
import java.util.List;

/**
 * Something that is done to a cluster at a moment of a run. A run is a list of these and a seed, so that a failing one can be replayed,
 * and made shorter by leaving steps out: one that makes no sense any more does nothing.
 */
sealed interface Step {
    /** A node that may found the group starts. */
    record Found(String name) implements Step {}

    /** A node starts, or starts again. */
    record Start(String name) implements Step {}

    /** Nodes crash at the same moment. */
    record Crash(List<String> names) implements Step {}

    /** Members leave at the same moment. */
    record Leave(List<String> names) implements Step {}

    /** A process stands still for some time. */
    record Pause(String name, long micros) implements Step {}

    /** An application takes its time over each event, for some time. */
    record Slow(String name, long millisPerEvent, long millis) implements Step {}

    /** The network splits into parts. */
    record Partition(List<List<String>> parts) implements Step {}

    /** Nothing passes from one node to another. */
    record Cut(String from, String to) implements Step {}

    /** A cut from one node to another ends. */
    record Mend(String from, String to) implements Step {}

    /** Partitions and cuts end. */
    record Heal() implements Step {}

    /** All links change. */
    record Quality(LinkQuality quality) implements Step {}

    /** One direction of one link changes, until all do. */
    record Link(String from, String to, LinkQuality quality) implements Step {}

    /** A member casts. */
    record Cast(String name, int count, int sizeBytes) implements Step {}

    /** A member casts without an order. */
    record Unordered(String name, int count, int sizeBytes) implements Step {}

    /** A member casts in order with everything. */
    record Gbcast(String name, int sizeBytes) implements Step {}

    /** A member asks the group to run something else. */
    record Switch(String name, GroupProperties properties) implements Step {}

    /** A member sends to another. */
    record Send(String from, String to, int count, int sizeBytes) implements Step {}

    /**
     * Lies in wait: once something has happened to some members, and a little later, other steps are carried out. What strikes at the
     * worst moment need not guess when that is.
     *
     * @param sign what is waited for
     * @param names of the nodes at any of which it may happen
     * @param count how often it has to happen from now on, at all of them together
     * @param micros from then on to the other steps
     * @param then the other steps, all at the same moment
     */
    record Ambush(Sign sign, List<String> names, int count, long micros, List<Step> then) implements Step {
        /** Copies the lists. */
        public Ambush {
            names = List.copyOf(names);
            then = List.copyOf(then);
        }
    }
}
