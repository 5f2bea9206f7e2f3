package dev.tutti.runtime;

import dev.tutti.Event;
import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.StateHandler;
import dev.tutti.StateReceived;
import dev.tutti.View;
import dev.tutti.layer.pack.PackReader;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Turns the inbox of a member into its stream of events, and runs the state handler at its places in that stream. On one thread at a
 * time.
 */
final class Consumer {
    /** What happens in the consumer that its group must know. */
    interface Owner {
        /** The state handler failed: this member cannot go on. */
        void stateFailed(String what, Throwable cause);
    }

    private final Inbox inbox;
    private final @Nullable StateHandler handler;
    private final Owner owner;

    private ArrayDeque<Item> items = new ArrayDeque<>();
    private Item.@Nullable Batch batch;
    private final PackReader reader = new PackReader();
    private @Nullable Left last;
    private Consumption.@Nullable Account lastAccount;

    /**
     * Batches that came behind a state which could not be completed. The next view tells what becomes of them: they are contained in the
     * state that comes then, or they are delivered after all.
     */
    private @Nullable ArrayDeque<Item.Batch> undecided;

    /** What was sent to this member alone while it waited for a state: nobody else's state contains it. It follows the state that comes now. */
    private final ArrayDeque<Item.Batch> kept = new ArrayDeque<>();

    /** Whether the state could not be loaded: what is delivered now would meet a state that it does not belong to. */
    private boolean broken;

    Consumer(Inbox inbox, @Nullable StateHandler handler, Owner owner) {
        this.inbox = inbox;
        this.handler = handler;
        this.owner = owner;
    }

    /**
     * The next event.
     *
     * @param nanos how long to wait for it; 0 on the loop itself, where waiting would be for ever
     * @return null if none came in time
     */
    @Nullable Event next(long nanos) throws InterruptedException {
        if (last != null) {
            return last;
        }
        while (true) {
            Message message = nextMessage();
            if (message != null) {
                return message;
            }
            Item item = items.peek();
            if (item == null) {
                if (!refill(nanos)) {
                    return null;
                }
            } else if (item instanceof Item.Load load && !isHere(load.from(), nanos)) {
                return null;
            } else {
                items.remove();
                Event event = broken ? skip(item) : handle(item);
                if (event != null) {
                    return event;
                }
            }
        }
    }

    /**
     * Waits for a state before the handler gets it: here the caller may lose patience or be interrupted, and nothing is lost. Once the
     * handler has begun to read it must get all, or learn that there is no more.
     */
    private boolean isHere(IncomingState state, long nanos) throws InterruptedException {
        if (broken || handler == null) {
            return true;
        }
        if (nanos == 0 && !state.isReady()) {
            state.collect();
            return false;
        }
        return nanos == 0 || undecided != null || state.awaitBeginning(nanos);
    }

    /** All that is left of the stream is its end. */
    private @Nullable Event skip(Item item) {
        return switch (item) {
            case Item.Show(Left left) -> {
                last = left;
                yield left;
            }
            case Item.Batch batchOfNobody -> {
                lastAccount = batchOfNobody.account();
                finished(batchOfNobody);
                yield null;
            }
            case Item.Loaded loaded -> {
                kept.forEach(Consumer::finished);
                kept.clear();
                yield null;
            }
            // A state to save among them: there is none that others should get.
            default -> null;
        };
    }

    /** Counts what was taken out of the inbox and not yet handed on. */
    void count(Backlog backlog) {
        Item.Batch open = batch;
        if (open != null) {
            backlog.add(open);
        }
        items.forEach(backlog::add);
        kept.forEach(backlog::add);
        if (undecided != null) {
            undecided.forEach(backlog::add);
        }
    }

    private @Nullable Message nextMessage() {
        Item.Batch from = batch;
        if (from == null) {
            return null;
        }
        if (reader.next()) {
            return new Message(from.from(), from.kind(), reader.copy());
        }
        finished(from);
        batch = null;
        return null;
    }

    private static void finished(Item.Batch batch) {
        batch.account().add(batch.pack().length());
    }

    private boolean refill(long nanos) throws InterruptedException {
        if (lastAccount != null) {
            lastAccount.flush();
        }
        ArrayDeque<Item> full = inbox.takeAll(items, nanos);
        if (full == null) {
            return false;
        }
        items = full;
        return true;
    }

    private @Nullable Event handle(Item item) {
        return switch (item) {
            case Item.Show(Event event) -> {
                if (event instanceof Left left) {
                    last = left;
                }
                yield event;
            }
            case Item.Batch next -> {
                lastAccount = next.account();
                if (undecided != null) {
                    undecided.add(next);
                } else {
                    batch = next;
                    reader.reset(next.pack());
                }
                yield null;
            }
            case Item.Installed installed -> install(installed);
            case Item.Save save -> {
                save(save.to());
                yield null;
            }
            case Item.Load load -> load(load);
            case Item.Loaded loaded -> {
                if (undecided != null) {
                    undecided.addAll(kept);
                } else {
                    kept.descendingIterator().forEachRemaining(items::addFirst);
                }
                kept.clear();
                yield null;
            }
        };
    }

    private @Nullable Event install(Item.Installed installed) {
        ArrayDeque<Item.Batch> held = undecided;
        undecided = null;
        if (held != null && !held.isEmpty()) {
            if (installed.covered()) {
                held.forEach(batch -> keepOrDrop(batch, installed.view()));
            } else {
                items.addFirst(installed);
                held.descendingIterator().forEachRemaining(items::addFirst);
                return null;
            }
        }
        return installed.view();
    }

    private void keepOrDrop(Item.Batch behindNoState, View next) {
        if (behindNoState.kind() == Message.Kind.SEND && next.transitional().contains(behindNoState.from())) {
            kept.add(behindNoState);
        } else {
            finished(behindNoState);
        }
    }

    private void save(OutgoingState to) {
        if (handler == null) {
            return;
        }
        try {
            handler.save(to);
            to.finish();
        } catch (IOException over) {
            if (!to.isOver()) {
                owner.stateFailed("its state could not be saved", over);
            }
        } catch (Throwable failed) {
            owner.stateFailed("its state could not be saved", failed);
        }
    }

    private @Nullable Event load(Item.Load load) {
        IncomingState from = load.from();
        if (handler == null || undecided != null) {
            return null;
        }
        try {
            if (load.merge()) {
                handler.merge(from);
            } else {
                handler.load(from);
            }
            from.drain();
        } catch (Throwable failed) {
            if (from.isOver() && !(failed instanceof Error)) {
                undecided = new ArrayDeque<>();
            } else {
                broken = true;
                owner.stateFailed("the group's state could not be loaded", failed);
            }
            return null;
        }
        return new StateReceived(from.provider(), from.bytes());
    }
}
