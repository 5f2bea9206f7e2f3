package dev.tutti.kernel;

import java.util.BitSet;

/**
 * The events that travel down a stack, one interface each. A layer implements those it wants to see; all others pass it by without
 * a call, since each layer is linked straight to the next handler below (see {@link Stack}).
 *
 * <p>Ranks are those of the view that owns the stack. Vectors are indexed by rank and belong to the receiver of the event.
 */
public final class Down {
    private Down() {}

    /** A cast to all members of the view, the caller included. */
    public interface Cast {
        /**
         * Takes over the packet.
         *
         * @param packet the body, with head room for headers
         */
        void castDown(Packet packet);
    }

    /** A cast to all members of the view that is the last thing they deliver in it, in the same order at each: Isis' gbcast. */
    public interface Gbcast {
        /**
         * Takes over the packet. Nothing else may be handed down in this view afterwards, but further ones of the kind.
         *
         * @param packet the body, with head room for headers
         */
        void gbcastDown(Packet packet);
    }

    /** A cast to all members of the view, the caller included, that no other message has to come before. */
    public interface Unordered {
        /**
         * Takes over the packet.
         *
         * @param packet the body, with head room for headers; its tag, if any, is below zero
         */
        void unorderedDown(Packet packet);
    }

    /** A send to one member of the view. */
    public interface Send {
        /**
         * Takes over the packet.
         *
         * @param to rank of the receiver
         * @param packet the body, with head room for headers
         */
        void sendDown(int to, Packet packet);
    }

    /** A part of the application's state for one member; reliable and in order like a send, but not under its flow control. */
    public interface State {
        /**
         * Takes over the packet.
         *
         * @param to rank of the receiver
         * @param packet the part, small enough for one frame
         */
        void stateDown(int to, Packet packet);
    }

    /**
     * A reconfiguration has begun: the application sends nothing more in this view. Each layer hands down what it still queues and
     * passes the event on; the lowest one answers with {@link Up.Cut}. May come again, when another change begins before the view
     * ends.
     */
    public interface Block {
        /** Sends what is queued, then passes on. */
        void blockDown();
    }

    /** The cuts of all members that move on together, as the next view names them; handled by the sync layer. */
    public interface Agree {
        /**
         * Works out what is still owed.
         *
         * @param cuts by rank; null for a member that does not come along
         */
        void agreeDown(Cut[] cuts);
    }

    /** What must be delivered before this view may end; each reliable layer obtains it, and {@link Up.Settled} says so. */
    public interface Settle {
        /**
         * Obtains what is missing and forwards what others lack.
         *
         * @param settlement what is owed, and who holds it
         */
        void settleDown(Settlement settlement);
    }

    /** Asks the reliable layer what it holds; it answers with {@link Up.Counts}. */
    public interface Ask {
        /** Answers before it returns. */
        void askDown();
    }

    /** Asks whether the others hold what was passed up so far; answered by {@link Up.Confirmed} once they do. */
    public interface Confirm {
        /** Another question takes the place of the one before. */
        void confirmDown();
    }

    /** What all members hold: it need not be kept any longer. */
    public interface Stable {
        /**
         * Frees buffers.
         *
         * @param stable casts held by every member, by sender
         */
        void stableDown(long[] stable);
    }

    /** What somebody holds: casts up to here exist, whoever lacks one can ask for it. */
    public interface Known {
        /**
         * Learns of casts not yet received, the last one included.
         *
         * @param known casts held by at least one member, by sender
         */
        void knownDown(long[] known);
    }

    /** The application has consumed messages. */
    public interface Consumed {
        /**
         * Gives the bytes back to their sender as credit.
         *
         * @param origin rank of the sender
         * @param bytes consumed since the last event
         */
        void consumedDown(int origin, long bytes);
    }

    /** What earlier views left with the applications, told once, before anything is handed down. */
    public interface Carry {
        /**
         * Counts it as if it had been sent in this view.
         *
         * @param unconsumed bytes of each sender that this member's application has still to consume; {@link Consumed} will tell of them
         * @param outstanding bytes of this member that each receiver's application may still have to consume, as far as is known here
         */
        void carryDown(long[] unconsumed, long[] outstanding);
    }

    /** Members that are suspected: nobody should wait for them. */
    public interface Failed {
        /**
         * Stops relying on these members.
         *
         * @param ranks all suspected members, only ever growing; not to be changed
         */
        void failedDown(BitSet ranks);
    }

    /** The member has moved to its next view; this stack lives on only to repair what others still lack. */
    public interface Retire {
        /** Stops all activity of its own; answers to requests go on. */
        void retireDown();
    }
}
