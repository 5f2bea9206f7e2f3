package dev.tutti.membership;

import dev.tutti.GroupProperties;
import java.util.Comparator;

/**
 * Which properties a group has agreed on. Of two agreements the later one holds, wherever their members meet: so parts of a group that have gone
 * different ways run one stack from their common view on. This follows Ensemble's switch layer, whose newest suggestion wins before parts merge.
 *
 * @param number how many changes led to it, at least; 0 for what each member was configured with
 * @param by id of the endpoint that asked for it; 0 for a configuration
 * @param properties agreed on
 */
public record Agreement(long number, long by, GroupProperties properties) implements Comparable<Agreement> {
    private static final Comparator<Agreement> LATER =
            Comparator.comparingLong(Agreement::number).thenComparingLong(Agreement::by);

    /**
     * What a member begins with.
     *
     * @param properties as configured
     * @return older than whatever a group agrees on
     */
    public static Agreement configured(GroupProperties properties) {
        return new Agreement(0, 0, properties);
    }

    /**
     * What comes of a member's wish.
     *
     * @param member its id
     * @param wish the properties
     * @return later than this one
     */
    public Agreement next(long member, GroupProperties wish) {
        return new Agreement(number + 1, member, wish);
    }

    /**
     * Whether members with these can come together: one of them has been agreed on and holds for both, or they are alike.
     *
     * @param other of members elsewhere
     * @return false if both are only configured, and differ
     */
    public boolean goesWith(Agreement other) {
        return number > 0 || other.number > 0 || properties.equals(other.properties);
    }

    @Override
    public int compareTo(Agreement other) {
        return LATER.compare(this, other);
    }
}
