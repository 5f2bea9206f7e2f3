package dev.tutti;

/**
 * Identifies a view. The ids that one member installs only rise; two views with the same id have the same members.
 *
 * @param number rises with every view along each line of succession
 * @param leader id of the endpoint that proposed the view; breaks ties between views that different leaders number alike
 */
public record ViewId(long number, long leader) implements Comparable<ViewId> {
    @Override
    public int compareTo(ViewId other) {
        int byNumber = Long.compare(number, other.number);
        return byNumber != 0 ? byNumber : Long.compare(leader, other.leader);
    }

    @Override
    public String toString() {
        return number + "." + Long.toHexString(leader);
    }
}
