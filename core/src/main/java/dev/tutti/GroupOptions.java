package dev.tutti;

import org.jspecify.annotations.Nullable;

/**
 * What a member asks of one group. Immutable. Order and policy must be the same at all members.
 *
 * @param order in which messages are delivered
 * @param causalSends whether sends to one member take part in causal order
 * @param primaryOnly whether casts are refused while the view is not primary
 * @param state the application's state, or null if there is none to transfer
 */
public record GroupOptions(
        Order order,
        boolean causalSends,
        boolean primaryOnly,
        @Nullable StateHandler state) {
    /** FIFO order, casts in every view, no state. */
    public static final GroupOptions DEFAULT = new GroupOptions(Order.FIFO, false, false, null);

    /** Orders of delivery. */
    public enum Order {
        /** Messages of one sender are delivered in the order in which they were sent. */
        FIFO,
        /** What a member had delivered before it cast a message is delivered before that message everywhere. */
        CAUSAL
    }

    /**
     * Asks for an order.
     *
     * @param wanted the order
     * @return a copy with it
     */
    public GroupOptions order(Order wanted) {
        return new GroupOptions(wanted, causalSends, primaryOnly, state);
    }

    /**
     * Lets sends take part in causal order: a send is delivered after the casts that its sender had delivered, or made, before it.
     *
     * @return a copy that does
     */
    public GroupOptions withCausalSends() {
        return new GroupOptions(order, true, primaryOnly, state);
    }

    /**
     * Refuses casts, with {@link NotPrimaryException}, while this member's view is not primary.
     *
     * @return a copy that does
     */
    public GroupOptions onlyPrimary() {
        return new GroupOptions(order, causalSends, true, state);
    }

    /**
     * Transfers state to members that join.
     *
     * @param handler reads and writes it
     * @return a copy with it
     */
    public GroupOptions state(StateHandler handler) {
        return new GroupOptions(order, causalSends, primaryOnly, handler);
    }

    /**
     * Checks everything at once.
     *
     * @return this
     * @throws ConfigException listing every contradiction with its remedy
     */
    public GroupOptions validate() {
        if (causalSends && order != Order.CAUSAL) {
            throw new ConfigException(
                    java.util.List.of("sends take part in causal order only where there is one: ask for"
                            + " order(CAUSAL), or leave withCausalSends() out"));
        }
        return this;
    }
}
