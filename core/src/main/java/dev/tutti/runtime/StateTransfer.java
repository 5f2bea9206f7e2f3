package dev.tutti.runtime;

import dev.tutti.Endpoint;
import dev.tutti.StateHandler;
import dev.tutti.ViewId;
import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Packet;
import dev.tutti.membership.Heritage;
import dev.tutti.membership.Proposal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The loop's side of state transfer in one member: at each view it works out this member's parts, and moves chunks between the stack and
 * the streams that the handler reads and writes. See {@link StatePlan} for who gives what to whom.
 */
final class StateTransfer {
    /** Runs something on the loop, soon. */
    private final Consumer<Runnable> loop;

    private final @Nullable StateHandler handler;
    private final int chunkBytes;
    /** Whether the consumer may wait inside a stream; not if it is the loop itself. */
    private final boolean waits;

    private final Counters.Counter malformed;

    /** What the state that this member has goes back to, for {@link StatePlan}. */
    private Heritage shared = Heritage.NONE;

    /** The same before the states that are under way. */
    private Heritage sharedBefore = Heritage.NONE;

    private @Nullable ViewStack view;
    private boolean blocked;
    private @Nullable OutgoingState outgoing;
    /** Whether nobody else has the state that this member gives. */
    private boolean sole;

    private final Map<Endpoint, IncomingState> incoming = new HashMap<>();

    /** Whose state replaces this member's. */
    private @Nullable Endpoint loading;

    StateTransfer(
            Consumer<Runnable> loop, @Nullable StateHandler handler, int chunkBytes, boolean waits, Counters counters) {
        this.loop = loop;
        this.handler = handler;
        this.chunkBytes = chunkBytes;
        this.waits = waits;
        this.malformed = counters.counter("state.malformed");
    }

    /**
     * The state that this member has, by a name that all who have the same have for it. It stays as it is from the start of a change to the
     * next view, since the next view's plan is made from it.
     */
    Heritage shared() {
        return shared;
    }

    /** A change has begun: what has not arrived by now will not be taken any more. It comes again in the next view. */
    void blocked() {
        blocked = true;
    }

    /** Ends what is under way and begins what the view asks for; returns this member's parts, in order. */
    List<Item> installed(ViewStack now, Endpoint self) {
        abort();
        view = now;
        blocked = false;
        if (handler == null) {
            return List.of();
        }
        List<Item> parts = new ArrayList<>();
        List<StatePlan.Transfer> plan = StatePlan.of(now.view(), handler.onMerge());
        for (StatePlan.Transfer transfer : plan) {
            if (transfer.provider().equals(self)) {
                outgoing = new OutgoingState(
                        transfer.receivers(),
                        chunkBytes,
                        waits,
                        (to, chunk) -> loop.accept(() -> send(now, to, chunk)));
                parts.add(new Item.Save(outgoing));
                sole = isSole(now.view(), self);
            } else if (transfer.receivers().contains(self)) {
                IncomingState from = new IncomingState(
                        transfer.provider(), used -> loop.accept(() -> credit(now, transfer.provider(), used)));
                boolean merge = transfer.mergers().contains(self);
                incoming.put(transfer.provider(), from);
                loading = merge ? loading : transfer.provider();
                parts.add(new Item.Load(from, merge));
            }
        }
        if (covers(parts)) {
            parts.add(new Item.Loaded());
        }
        sharedBefore = shared;
        nameState();
        return parts;
    }

    private static boolean isSole(Proposal view, Endpoint self) {
        Proposal.Seat own = view.seat(self);
        return own != null
                && view.seats().stream()
                                .filter(seat -> seat.state().equals(own.state()))
                                .count()
                        == 1;
    }

    /** Whether this member alone has a state that others wait for: if it goes now, that is lost. */
    boolean isNeeded() {
        return outgoing != null && sole && !outgoing.isComplete();
    }

    /** What has fully arrived will be loaded, whatever happens; what has not, will not. So the name follows from what has arrived. */
    private void nameState() {
        ViewStack in = view;
        if (in == null || handler == null) {
            return;
        }
        List<Endpoint> arrived = new ArrayList<>();
        incoming.forEach((provider, state) -> {
            if (state.isComplete()) {
                arrived.add(provider);
            }
        });
        if (arrived.size() == incoming.size()) {
            shared = complete(in.view());
            return;
        }
        Heritage base = sharedBefore;
        Proposal.Seat provider =
                loading != null && arrived.contains(loading) ? in.view().seat(loading) : null;
        if (provider != null) {
            // From here on it is of the provider's side, and lacks what that lacks.
            base = new Heritage(provider.state(), in.view().basis().id(), provider.primary());
            arrived.remove(loading);
        }
        shared = base.named(StatePlan.incomplete(base.view(), in.id(), arrived));
    }

    /** A state that is complete in a view goes back to that view, or to the best of those that its members had. */
    private static Heritage complete(Proposal in) {
        boolean mayBePrimary = in.mayBePrimary();
        ViewId best = in.seats().stream()
                .map(Proposal.Seat::primary)
                .max(Comparator.naturalOrder())
                .orElse(StatePlan.NO_STATE);
        return new Heritage(in.id(), in.basis().id(), mayBePrimary ? in.id() : best);
    }

    /** Whether the view replaces this member's state, with everything that it had not delivered. */
    static boolean covers(List<Item> parts) {
        return parts.stream().anyMatch(part -> part instanceof Item.Load load && !load.merge());
    }

    void abort() {
        if (outgoing != null) {
            outgoing.abort();
            outgoing = null;
        }
        incoming.values().forEach(IncomingState::abort);
        incoming.clear();
        loading = null;
    }

    private void send(ViewStack in, List<Endpoint> receivers, Packet chunk) {
        if (in == view && !blocked) {
            for (Endpoint receiver : receivers) {
                in.stack().state(in.members().indexOf(receiver), chunk.copy());
            }
        }
    }

    private void credit(ViewStack in, Endpoint provider, long used) {
        if (in == view && !blocked) {
            Packet packet = Packet.empty(0);
            packet.pushLong(used);
            packet.pushByte(StateWire.CREDIT);
            in.stack().state(in.members().indexOf(provider), packet);
        }
    }

    private void complete(Endpoint provider) {
        ViewStack in = view;
        if (in != null) {
            in.stack().state(in.members().indexOf(provider), Packet.of(new byte[] {StateWire.COMPLETE}));
        }
    }

    /** Takes a part from another member. What makes no sense is dropped and counted; what comes too late is dropped. */
    void receive(Endpoint from, Packet part) {
        int type = part.length() == 0 ? -1 : part.popByte();
        IncomingState state = blocked ? null : incoming.get(from);
        switch (type) {
            case StateWire.CHUNK -> {
                if (part.length() == 0) {
                    malformed.increment();
                } else if (state != null) {
                    state.add(part);
                }
            }
            case StateWire.END -> {
                if (part.length() != 0) {
                    malformed.increment();
                } else if (state != null) {
                    state.end();
                    nameState();
                    complete(from);
                }
            }
            case StateWire.CREDIT -> {
                if (part.length() != Long.BYTES) {
                    malformed.increment();
                } else if (outgoing != null && !outgoing.taken(from, part.popLong())) {
                    malformed.increment();
                }
            }
            case StateWire.COMPLETE -> {
                if (part.length() != 0 || (outgoing != null && !outgoing.complete(from))) {
                    malformed.increment();
                }
            }
            default -> malformed.increment();
        }
    }
}
