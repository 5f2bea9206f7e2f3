package dev.tutti.runtime;

import dev.tutti.Endpoint;
import dev.tutti.Event;
import dev.tutti.Message;
import dev.tutti.View;
import dev.tutti.kernel.Packet;

/** One thing in the inbox of a member. */
sealed interface Item {
    /**
     * An event as it is.
     *
     * @param event anything but a view or a message
     */
    record Show(Event event) implements Item {}

    /**
     * A view.
     *
     * @param view the event
     * @param covered whether the state that is loaded in this view contains what this member did not deliver before
     */
    record Installed(View view, boolean covered) implements Item {}

    /**
     * A pack of messages of one sender.
     *
     * @param from the sender
     * @param kind of all of them
     * @param pack the run of messages
     * @param account where the consumed bytes are noted
     */
    record Batch(Endpoint from, Message.Kind kind, Packet pack, Consumption.Account account) implements Item {}

    /**
     * The state is to be saved at this place.
     *
     * @param to where it goes
     */
    record Save(OutgoingState to) implements Item {}

    /**
     * A state is to be loaded at this place.
     *
     * @param from where it comes from
     * @param merge whether it is put together with this member's own
     */
    record Load(IncomingState from, boolean merge) implements Item {}

    /** The states of the view have been loaded, or never will be. What was sent to this member while it waited for another one follows. */
    record Loaded() implements Item {}
}
