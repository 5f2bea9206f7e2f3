package dev.tutti;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a member asks of one group. Immutable. Order, engine, resilience and policy must be the same at all members.
 *
 * @param order in which messages are delivered
 * @param engine how a total order is made, or null if that does not matter
 * @param resilience how many members beside its sender must hold a cast before anybody is delivered it; {@link #ALL} for all
 * @param causalSends whether sends to one member take part in causal order
 * @param primaryOnly whether casts are refused while the view is not primary
 * @param state the application's state, or null if there is none to transfer
 */
public record GroupOptions(
        Order order,
        @Nullable Engine engine,
        int resilience,
        boolean causalSends,
        boolean primaryOnly,
        @Nullable StateHandler state) {
    /** Resilience against the crash of all members but one: safe delivery. */
    public static final int ALL = Integer.MAX_VALUE;

    /** FIFO order, delivery at once, casts in every view, no state. */
    public static final GroupOptions DEFAULT = new GroupOptions(Order.FIFO, null, 0, false, false, null);

    /** Orders of delivery. */
    public enum Order {
        /** Messages of one sender are delivered in the order in which they were sent. */
        FIFO,
        /** What a member had delivered before it cast a message is delivered before that message everywhere. */
        CAUSAL,
        /** All members deliver in the same order. */
        TOTAL,
        /** All members deliver in the same order, which is a causal one; nothing is delivered whose cause is lost. */
        TOTAL_CAUSAL;

        /**
         * Whether all members deliver in the same order.
         *
         * @return true if there is an engine
         */
        public boolean isTotal() {
            return this == TOTAL || this == TOTAL_CAUSAL;
        }

        /**
         * Whether causes are delivered before what they cause.
         *
         * @return true for a causal order
         */
        public boolean isCausal() {
            return this == CAUSAL || this == TOTAL_CAUSAL;
        }
    }

    /** How a total order is made. */
    public enum Engine {
        /** One member orders what all cast; quick for any pattern of traffic. The default. */
        SEQUENCER,
        /** Who casts fetches the token; no cost while one member casts. Members that part do not differ either. */
        TOKEN,
        /** The token goes round by itself. Members that part do not differ either. */
        ROTATING_TOKEN,
        /** Members take turns, and say so if they have nothing to say. Members that part do not differ either. */
        ROUND_ROBIN
    }

    /**
     * Asks for an order.
     *
     * @param wanted the order
     * @return a copy with it
     */
    public GroupOptions order(Order wanted) {
        return new GroupOptions(wanted, engine, resilience, causalSends, primaryOnly, state);
    }

    /**
     * Chooses how a total order is made.
     *
     * @param wanted the engine
     * @return a copy with it
     */
    public GroupOptions engine(Engine wanted) {
        return new GroupOptions(order, wanted, resilience, causalSends, primaryOnly, state);
    }

    /**
     * Delivers casts only when other members hold them too, so that what anybody was delivered outlives that many crashes at once.
     *
     * @param members how many beside the sender; in a smaller view, all others; {@link #ALL} for all others in any view
     * @return a copy that does
     */
    public GroupOptions resilience(int members) {
        return new GroupOptions(order, engine, members, causalSends, primaryOnly, state);
    }

    /**
     * Lets sends take part in causal order: a send is delivered after the casts that its sender had delivered, or made, before it.
     *
     * @return a copy that does
     */
    public GroupOptions withCausalSends() {
        return new GroupOptions(order, engine, resilience, true, primaryOnly, state);
    }

    /**
     * Refuses casts, with {@link NotPrimaryException}, while this member's view is not primary.
     *
     * @return a copy that does
     */
    public GroupOptions withPrimaryOnly() {
        return new GroupOptions(order, engine, resilience, causalSends, true, state);
    }

    /**
     * Transfers state to members that join.
     *
     * @param handler reads and writes it
     * @return a copy with it
     */
    public GroupOptions state(StateHandler handler) {
        return new GroupOptions(order, engine, resilience, causalSends, primaryOnly, handler);
    }

    /**
     * Checks everything at once.
     *
     * @return this
     * @throws ConfigException listing every contradiction with its remedy
     */
    public GroupOptions validate() {
        List<String> problems = new ArrayList<>();
        if (causalSends && order != Order.CAUSAL) {
            problems.add(
                    "sends take part in causal order only with order(CAUSAL): ask for that, or leave withCausalSends() out");
        }
        if (engine != null && !order.isTotal()) {
            problems.add("an engine makes a total order, and " + order + " is none: ask for order(TOTAL) or"
                    + " order(TOTAL_CAUSAL), or leave engine(" + engine + ") out");
        }
        if (resilience < 0) {
            problems.add("resilience must be 0 or more, not " + resilience + "; ALL stands for all members");
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return this;
    }
}
