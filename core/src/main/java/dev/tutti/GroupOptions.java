package dev.tutti;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a member asks of one group. Immutable. The policy must be the same at all members, and so must the properties of those that come
 * together first; a group that has changed its properties since takes whoever joins with any.
 *
 * @param properties how the group delivers, until it is told otherwise
 * @param primaryOnly whether casts are refused while the view is not primary
 * @param state the application's state, or null if there is none to transfer
 */
public record GroupOptions(
        GroupProperties properties,
        boolean primaryOnly,
        @Nullable StateHandler state) {
    /** FIFO order, delivery at once, casts in every view, no state. */
    public static final GroupOptions DEFAULT = new GroupOptions(GroupProperties.DEFAULT, false, null);

    /**
     * Asks for properties.
     *
     * @param wanted all of them
     * @return a copy with them
     */
    public GroupOptions properties(GroupProperties wanted) {
        return new GroupOptions(wanted, primaryOnly, state);
    }

    private GroupOptions change(UnaryOperator<GroupProperties> change) {
        return properties(change.apply(properties));
    }

    /**
     * Asks for an order.
     *
     * @param wanted the order
     * @return a copy with it
     */
    public GroupOptions order(GroupProperties.Order wanted) {
        return change(before -> before.order(wanted));
    }

    /**
     * Chooses how a total order is made.
     *
     * @param wanted the engine
     * @return a copy with it
     */
    public GroupOptions engine(GroupProperties.Engine wanted) {
        return change(before -> before.engine(wanted));
    }

    /**
     * Delivers casts only when other members hold them too, see {@link GroupProperties#resilience(int)}.
     *
     * @param members how many beside the sender; {@link GroupProperties#ALL} for all
     * @return a copy that does
     */
    public GroupOptions resilience(int members) {
        return change(before -> before.resilience(members));
    }

    /**
     * Lets sends take part in causal order, see {@link GroupProperties#withCausalSends}.
     *
     * @return a copy that does
     */
    public GroupOptions withCausalSends() {
        return change(GroupProperties::withCausalSends);
    }

    /**
     * Refuses casts, with {@link NotPrimaryException}, while this member's view is not primary.
     *
     * @return a copy that does
     */
    public GroupOptions withPrimaryOnly() {
        return new GroupOptions(properties, true, state);
    }

    /**
     * Transfers state to members that join.
     *
     * @param handler reads and writes it
     * @return a copy with it
     */
    public GroupOptions state(StateHandler handler) {
        return new GroupOptions(properties, primaryOnly, handler);
    }

    /**
     * Checks everything at once.
     *
     * @return this
     * @throws ConfigException listing every contradiction with its remedy
     */
    public GroupOptions validate() {
        properties.validate();
        return this;
    }
}
