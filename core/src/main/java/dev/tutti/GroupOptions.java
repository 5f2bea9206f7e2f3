package dev.tutti;

import org.jspecify.annotations.Nullable;

/**
 * What a member asks of one group. Immutable. Order and policy must be the same at all members.
 *
 * @param order in which messages are delivered
 * @param primaryOnly whether casts are refused while the view is not primary
 * @param state the application's state, or null if there is none to transfer
 */
public record GroupOptions(
        Order order, boolean primaryOnly, @Nullable StateHandler state) {
    /** FIFO order, casts in every view, no state. */
    public static final GroupOptions DEFAULT = new GroupOptions(Order.FIFO, false, null);

    /** Orders of delivery. */
    public enum Order {
        /** Messages of one sender are delivered in the order in which they were sent. */
        FIFO
    }

    /**
     * Asks for an order.
     *
     * @param wanted the order
     * @return a copy with it
     */
    public GroupOptions order(Order wanted) {
        return new GroupOptions(wanted, primaryOnly, state);
    }

    /**
     * Refuses casts, with {@link NotPrimaryException}, while this member's view is not primary.
     *
     * @return a copy that does
     */
    public GroupOptions onlyPrimary() {
        return new GroupOptions(order, true, state);
    }

    /**
     * Transfers state to members that join.
     *
     * @param handler reads and writes it
     * @return a copy with it
     */
    public GroupOptions state(StateHandler handler) {
        return new GroupOptions(order, primaryOnly, handler);
    }
}
