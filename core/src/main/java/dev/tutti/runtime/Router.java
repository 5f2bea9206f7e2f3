package dev.tutti.runtime;

import dev.tutti.Endpoint;
import dev.tutti.membership.Control;
import org.jspecify.annotations.Nullable;

/** What an end-point needs of its node: frames of its views, and messages outside any view. */
interface Router {
    /** From now on frames with this stack's connection id go to it; also those that came a little too early. */
    void add(ViewStack stack);

    void remove(ViewStack stack);

    /** Sends a message outside any view; null says nothing. */
    void tell(Endpoint to, @Nullable Control message);

    /** The nodes with which there is business may have changed. */
    void peersChanged();
}
