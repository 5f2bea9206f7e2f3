package dev.tutti;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One member of one group, as its own process sees it.
 *
 * <p>All methods may be called from any thread, also from a listener. Events are handed out once each: use either
 * {@link #receive()}, on one thread at a time, or {@link #listen}.
 */
public interface Group extends AutoCloseable {
    /**
     * The group's name.
     *
     * @return as given to {@link Node#join(String)}
     */
    String name();

    /**
     * This member.
     *
     * @return its present endpoint; changes if the group had given the member up and it came back
     */
    Endpoint self();

    /**
     * The latest view of this member. Its event may still wait to be received: whoever wants the view of the message it is handling
     * remembers the last {@link View} it was handed.
     *
     * @return never null once the group is joined
     */
    View view();

    /**
     * Sends a message to all members, this one included. Returns at once unless the group is behind: {@link Options#OUTBOX_BYTES} wait, or
     * {@link Options#WINDOW_MESSAGES} casts are outstanding. Then it waits, at most {@link Options#SEND_TIMEOUT}; {@link #tryCast} and
     * {@link #whenReady} are for those who would rather not. Casts from one member are delivered in the order in which they
     * were made, but for those that are {@link Delivery#UNORDERED}; each in the same view at every member that delivers it.
     *
     * <p>Called from a listener, it never waits, since the listener may be what the group is behind with; it takes more than the limit
     * up to twice of it, then it throws. A thread that both casts and receives gets no such favour: while it waits in here nobody consumes
     * for it, so between two calls of {@link #receive()} it should cast no more than {@link Options#OUTBOX_BYTES}, or leave the receiving to
     * another thread.
     *
     * @param payload copied before the method returns
     * @param delivery whether it keeps its place among other casts, or may overtake them
     * @return to wait for delivery or stability
     * @throws PayloadTooLargeException if it is above {@link Options#MAX_PAYLOAD_BYTES}
     * @throws GroupBusyException if the group was behind for too long
     * @throws NotPrimaryException if the group was joined with {@link GroupOptions#primaryOnly} and the view is not primary
     * @throws GroupClosedException after {@link #leave}
     */
    Receipt cast(byte[] payload, Delivery delivery);

    /**
     * Sends a message to all members, this one included, in order.
     *
     * @param payload see {@link #cast(byte[], Delivery)}
     * @return see {@link #cast(byte[], Delivery)}
     */
    default Receipt cast(byte[] payload) {
        return cast(payload, Delivery.ORDERED);
    }

    /**
     * Sends a text to all members, as UTF-8.
     *
     * @param text see {@link #cast(byte[])}
     * @return see {@link #cast(byte[])}
     */
    default Receipt cast(String text) {
        return cast(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends a message to all members if that is possible without waiting.
     *
     * <pre>{@code
     * Receipt receipt = group.tryCast(payload);
     * if (receipt == null) {
     *     group.whenReady().thenRun(this::goOn);
     * }
     * }</pre>
     *
     * @param payload copied before the method returns
     * @param delivery see {@link #cast(byte[], Delivery)}
     * @return null if the group is behind; else see {@link #cast(byte[])}
     * @throws PayloadTooLargeException see {@link #cast(byte[])}
     * @throws NotPrimaryException see {@link #cast(byte[])}
     * @throws GroupClosedException after {@link #leave}
     */
    @Nullable Receipt tryCast(byte[] payload, Delivery delivery);

    /**
     * Sends a message to all members, in order, if that is possible without waiting.
     *
     * @param payload see {@link #tryCast(byte[], Delivery)}
     * @return see {@link #tryCast(byte[], Delivery)}
     */
    default @Nullable Receipt tryCast(byte[] payload) {
        return tryCast(payload, Delivery.ORDERED);
    }

    /**
     * Tells when the group has caught up: at most half of what may wait is waiting, at most half of the casts that may be outstanding
     * are, and the largest message that {@link #tryCast} has refused meanwhile would be taken. Others may be quicker, so the next
     * attempt may be refused again; then ask again.
     *
     * <p>What depends on it runs on a virtual thread of the group: whatever blocks should get an executor, as by {@code thenRunAsync}.
     *
     * @return completed then, perhaps already; fails with {@link GroupClosedException} after {@link #leave}
     */
    CompletionStage<Void> whenReady();

    /**
     * Sends a message to all members, in order with everything that happens in the group (Isis' gbcast): whatever the group's order, all members
     * that move on together deliver it after every other cast and send of the view that it is sent in, before the next view, and in the same
     * order with others of its kind. It ends the view: a new one follows, even if its members are the same. For what must not happen beside
     * anything else, as a change of keys or of roles.
     *
     * <p>What this member has cast or sent before goes out before it, and all that it casts or sends behind it in the next view. While the group
     * changes its view it waits, as a cast does. It costs a change of the view, or a part of one, for those that come together share it. A member
     * that has crashed, or is cut off, and has not been found out yet holds such a change up until it is.
     *
     * @param payload copied before the method returns
     * @return to wait for delivery or stability
     * @throws PayloadTooLargeException see {@link #cast(byte[])}
     * @throws GroupBusyException see {@link #cast(byte[])}
     * @throws NotPrimaryException see {@link #cast(byte[])}
     * @throws GroupClosedException after {@link #leave}
     */
    Receipt gbcast(byte[] payload);

    /**
     * Sends a message to all members in order with everything if that is possible without waiting.
     *
     * @param payload copied before the method returns
     * @return null if the group is behind; else see {@link #gbcast(byte[])}
     * @throws PayloadTooLargeException see {@link #cast(byte[])}
     * @throws NotPrimaryException see {@link #cast(byte[])}
     * @throws GroupClosedException after {@link #leave}
     */
    @Nullable Receipt tryGbcast(byte[] payload);

    /**
     * Sends a text to all members in order with everything, as UTF-8.
     *
     * @param text see {@link #gbcast(byte[])}
     * @return see {@link #gbcast(byte[])}
     */
    default Receipt gbcast(String text) {
        return gbcast(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends a message to one member of the present view. Sends from one member to another arrive in order. To somebody who is not in the
     * view when it would go out, perhaps because the view has just changed, it is dropped and counted as {@code group.undeliverable}.
     *
     * @param to a member; sending to oneself is delivered like any other
     * @param payload copied before the method returns
     * @throws PayloadTooLargeException see {@link #cast(byte[])}
     * @throws GroupBusyException see {@link #cast(byte[])}
     * @throws GroupClosedException after {@link #leave}
     */
    void send(Endpoint to, byte[] payload);

    /**
     * Moves the running group to other properties, say from FIFO to total order, or to another engine. Everybody changes at the same view, and
     * nothing is lost, doubled or moved across it: what was cast before is delivered before it as it was asked for then, and what is cast
     * afterwards as it is asked for now. While the group changes it takes casts, which wait, as in any change. Each {@link View} says what
     * it runs.
     *
     * <p>Wishes of several members are granted one after the other. Where parts of a group meet that run different properties, those that were
     * agreed on later hold, from their common view on.
     *
     * @param wanted all properties, not only those that change
     * @return completed when this member's view has them; fails with {@link NotPrimaryException} if the view turns out not to be primary,
     *     for then it is others who decide, with {@link GroupBusyException} if 16 wishes of this member are under way already, and with
     *     {@link GroupClosedException} after {@link #leave}
     * @throws ConfigException listing every contradiction
     * @throws NotPrimaryException if the view is not primary
     * @throws GroupClosedException after {@link #leave}
     */
    CompletionStage<Void> reconfigure(GroupProperties wanted);

    /**
     * Waits until all casts that this member has made so far are stable (Isis' flush: before talking to the outside world).
     *
     * @param timeout how long to wait at most
     * @return false if the time ran out
     * @throws InterruptedException if the thread is interrupted
     * @throws GroupClosedException after {@link #leave}
     */
    boolean flush(Duration timeout) throws InterruptedException;

    /**
     * Waits for the next event. Fit for virtual threads.
     *
     * @return the next event; after {@link Left} always {@link Left} again
     * @throws InterruptedException if the thread is interrupted; nothing is lost, the next call goes on
     * @throws IllegalStateException if there is a listener, or another thread is receiving at this moment
     */
    Event receive() throws InterruptedException;

    /**
     * Waits for the next event for some time.
     *
     * @param timeout zero means not at all
     * @return null if none came in time
     * @throws InterruptedException if the thread is interrupted; nothing is lost, the next call goes on
     * @throws IllegalStateException if there is a listener, or another thread is receiving at this moment
     */
    @Nullable Event receive(Duration timeout) throws InterruptedException;

    /**
     * Hands all further events to a listener, one at a time, on a thread of its own. The listener may block and may call this group;
     * what it throws is reported and the next event follows.
     *
     * @param listener gets the events
     * @throws IllegalStateException if there is a listener already, or a thread is receiving at this moment
     */
    void listen(Consumer<? super Event> listener);

    /**
     * What happened so far below the API: messages repaired by this member, frames that its node dropped, bytes that its transport moved,
     * and so on.
     *
     * @return counts by name, which begins with the part that counts; a copy
     */
    Map<String, Long> counters();

    /**
     * Describes this member's present stack: layers, the path of each event.
     *
     * @return several lines
     */
    String describe();

    /**
     * Leaves: flushes own casts and waits until the others hold what was delivered here, for {@link Options#LEAVE_TIMEOUT} at most; lets them
     * install a view without this member, for half of that time at most; and ends the stream with {@link Left}. While it waits for the others it
     * delivers nothing, and goes on only if the view changes; what was sent to it last may never be delivered. When the time is over it goes
     * without ceremony. Harmless when already left.
     */
    void leave();

    /** The same as {@link #leave}. */
    @Override
    default void close() {
        leave();
    }
}
