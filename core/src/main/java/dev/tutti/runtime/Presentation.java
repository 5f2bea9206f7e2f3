package dev.tutti.runtime;

import dev.tutti.View;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a member shows to its application, in order: views and what is delivered in them. A view that may turn out to be primary is held
 * back until that is known, and so is everything behind it. On the loop only, but for {@link #latest}.
 */
final class Presentation {
    /** A view that is held back, and what follows it. */
    private record Held(View view, boolean covered, ArrayDeque<Item> items) {}

    private final Inbox inbox;
    private volatile @Nullable View latest;
    private @Nullable Held held;
    /** What came after the last that is shown for now; null if everything is shown as it comes. */
    private @Nullable ArrayDeque<Item> paused;

    Presentation(Inbox inbox) {
        this.inbox = inbox;
    }

    /** The view shown last; null before the first. From any thread. */
    @Nullable View latest() {
        return latest;
    }

    /**
     * Holds a view back. None may be held back at the moment.
     *
     * @param view as it will be shown if it is not primary
     * @param covered whether a state that comes with it replaces what its member has not delivered
     * @param parts what the member does first in the view
     */
    void hold(View view, boolean covered, List<Item> parts) {
        held = new Held(view, covered, new ArrayDeque<>(parts));
    }

    /** Counts what is held back. */
    void count(Backlog backlog) {
        if (held != null) {
            held.items().forEach(backlog::add);
        }
        if (paused != null) {
            paused.forEach(backlog::add);
        }
    }

    /** From here on nothing more is shown, until {@link #resume}. */
    void pause() {
        paused = new ArrayDeque<>();
    }

    /** Shows what has come since {@link #pause}, and goes on. */
    void resume() {
        ArrayDeque<Item> behind = paused;
        paused = null;
        if (behind != null) {
            behind.forEach(this::add);
        }
    }

    /** Shows the view that is held back, if one is, and what has come behind it; returns it. */
    @Nullable View release(boolean primary) {
        Held ready = held;
        if (ready == null) {
            return null;
        }
        held = null;
        View v = ready.view();
        View view = new View(
                v.group(), v.id(), v.members(), v.transitional(), v.joined(), v.left(), v.properties(), primary);
        latest = view;
        inbox.add(new Item.Installed(view, ready.covered()));
        ready.items().forEach(inbox::add);
        return view;
    }

    /** Shows something, once everything before it is shown. */
    void add(Item item) {
        if (paused != null) {
            paused.add(item);
        } else if (held != null) {
            held.items().add(item);
        } else {
            inbox.add(item);
        }
    }
}
