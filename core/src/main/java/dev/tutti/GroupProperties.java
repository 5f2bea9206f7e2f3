package dev.tutti;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a group delivers: what all members of a view have in common, and what a running group can change with {@link Group#reconfigure}.
 * Immutable.
 *
 * <p>As a text it is words separated by blanks, each of which may be left out: {@code order=fifo|causal|total|total-causal},
 * {@code engine=sequencer|token|rotating-token|round-robin}, {@code resilience=NUMBER|all}, {@code causal-sends}.
 *
 * @param order in which messages are delivered
 * @param engine how a total order is made; null for the default, the sequencer, also if that was named
 * @param resilience how many members beside its sender must hold a cast before anybody is delivered it; {@link #ALL} for all
 * @param causalSends whether sends to one member take part in causal order
 */
public record GroupProperties(Order order, @Nullable Engine engine, int resilience, boolean causalSends) {
    /** Refuses null for the order. The default engine is the same whether it is named or not. */
    public GroupProperties {
        Objects.requireNonNull(order, "order");
        engine = order.isTotal() && engine == Engine.SEQUENCER ? null : engine;
    }

    /** Resilience against the crash of all members but one: safe delivery. */
    public static final int ALL = Integer.MAX_VALUE;

    /** FIFO order, delivery at once. */
    public static final GroupProperties DEFAULT = new GroupProperties(Order.FIFO, null, 0, false);

    private static final String ORDER = "order=";
    private static final String ENGINE = "engine=";
    private static final String RESILIENCE = "resilience=";
    private static final String CAUSAL_SENDS = "causal-sends";
    private static final String ALL_WORD = "all";

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
    public GroupProperties order(Order wanted) {
        return new GroupProperties(wanted, engine, resilience, causalSends);
    }

    /**
     * Chooses how a total order is made.
     *
     * @param wanted the engine
     * @return a copy with it
     */
    public GroupProperties engine(Engine wanted) {
        return new GroupProperties(order, wanted, resilience, causalSends);
    }

    /**
     * Delivers casts only when other members hold them too, so that what anybody was delivered outlives that many crashes at once.
     *
     * @param members how many beside the sender; in a smaller view, all others; {@link #ALL} for all others in any view
     * @return a copy that does
     */
    public GroupProperties resilience(int members) {
        return new GroupProperties(order, engine, members, causalSends);
    }

    /**
     * Lets sends take part in causal order: a send is delivered after the casts that its sender had been delivered, or had made, before
     * it. Unordered casts apart, and those that end their view.
     *
     * @return a copy that does
     */
    public GroupProperties withCausalSends() {
        return new GroupProperties(order, engine, resilience, true);
    }

    /**
     * Checks everything at once.
     *
     * @return this
     * @throws ConfigException listing every contradiction with its remedy
     */
    public GroupProperties validate() {
        List<String> problems = new ArrayList<>();
        if (causalSends && !order.isCausal()) {
            problems.add("sends take part in causal order only where that is asked for: ask for the order causal or"
                    + " total-causal, or leave causal sends out");
        }
        if (engine != null && !order.isTotal()) {
            problems.add("an engine makes a total order, and " + word(order) + " is none: ask for the order total or"
                    + " total-causal, or leave the engine " + word(engine) + " out");
        }
        if (resilience < 0) {
            problems.add("resilience must be 0 or more, not " + resilience + ", or all");
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return this;
    }

    /**
     * Reads what {@link #toString} writes. What is not named is as in {@link #DEFAULT}.
     *
     * @param text words separated by blanks
     * @return checked properties
     * @throws ConfigException listing every word that is not understood, and every contradiction
     */
    public static GroupProperties parse(String text) {
        List<String> problems = new ArrayList<>();
        GroupProperties read = DEFAULT;
        Set<String> named = new HashSet<>();
        for (String word : text.strip().split("\\s+", -1)) {
            if (!word.isEmpty() && !named.add(word.split("=", -1)[0])) {
                problems.add("'" + word + "' says something that has been said before: name each property once");
            }
            try {
                read = word.isEmpty() ? read : read.with(word);
            } catch (IllegalArgumentException unknown) {
                problems.add("'" + word + "' is not understood; there are order=fifo|causal|total|total-causal,"
                        + " engine=sequencer|token|rotating-token|round-robin, resilience=NUMBER|all, causal-sends");
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return read.validate();
    }

    private GroupProperties with(String word) {
        if (word.startsWith(ORDER)) {
            return order(Order.valueOf(constant(word.substring(ORDER.length()))));
        }
        if (word.startsWith(ENGINE)) {
            return engine(Engine.valueOf(constant(word.substring(ENGINE.length()))));
        }
        if (word.startsWith(RESILIENCE)) {
            String members = word.substring(RESILIENCE.length());
            return resilience(members.equals(ALL_WORD) ? ALL : Integer.parseInt(members));
        }
        if (word.equals(CAUSAL_SENDS)) {
            return withCausalSends();
        }
        throw new IllegalArgumentException(word);
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return ORDER
                + word(order)
                + (engine == null ? "" : " " + ENGINE + word(engine))
                + (resilience == 0 ? "" : " " + RESILIENCE + (resilience == ALL ? ALL_WORD : resilience))
                + (causalSends ? " " + CAUSAL_SENDS : "");
    }
}
