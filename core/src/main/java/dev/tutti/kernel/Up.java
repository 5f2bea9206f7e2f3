package dev.tutti.kernel;

import java.util.BitSet;

/**
 * The events that travel up a stack, one interface each. A layer implements those it wants to see; all others pass it by.
 *
 * <p>Ranks are those of the view that owns the stack. Vectors are indexed by rank and belong to the receiver of the event.
 */
public final class Up {
    private Up() {}

    /** A cast is delivered. */
    public interface Cast {
        /**
         * Takes the packet; its bytes stay valid, and unchanged, for as long as it is referenced.
         *
         * @param origin rank of the sender, possibly the caller itself
         * @param packet the body, with this layer's header in front
         */
        void castUp(int origin, Packet packet);
    }

    /** A cast that ends the view is delivered: everything else of the view has been delivered before. */
    public interface Gbcast {
        /**
         * Takes the packet; its bytes stay valid, and unchanged, for as long as it is referenced.
         *
         * @param origin rank of the sender, possibly the caller itself
         * @param packet the body, with this layer's header in front
         */
        void gbcastUp(int origin, Packet packet);
    }

    /** An unordered cast is delivered. */
    public interface Unordered {
        /**
         * Takes the packet; its bytes stay valid, and unchanged, for as long as it is referenced.
         *
         * @param origin rank of the sender, possibly the caller itself
         * @param packet the body, with this layer's header in front
         */
        void unorderedUp(int origin, Packet packet);
    }

    /** A send is delivered. */
    public interface Send {
        /**
         * Takes the packet; its bytes stay valid, and unchanged, for as long as it is referenced.
         *
         * @param origin rank of the sender
         * @param packet the body, with this layer's header in front
         */
        void sendUp(int origin, Packet packet);
    }

    /** A part of the application's state has come. */
    public interface State {
        /**
         * Takes the packet.
         *
         * @param origin rank of the sender
         * @param packet the part
         */
        void stateUp(int origin, Packet packet);
    }

    /** A message of this layer's own peer, unreliable and unordered. */
    public interface Local {
        /**
         * Takes a message that the same layer of another member sent with {@link Layer#tell} or {@link Layer#tellAll}.
         *
         * @param origin rank of the sender, never the caller itself
         * @param packet the body
         * @throws MalformedException if it makes no sense; it is then dropped and counted
         */
        void localUp(int origin, Packet packet);
    }

    /** Some frame of this view has come from a member. */
    public interface Heard {
        /**
         * Notes a sign of life.
         *
         * @param origin rank of the sender
         */
        void heardUp(int origin);
    }

    /** The first frame of this view has come from a member: it has installed the view. */
    public interface Present {
        /**
         * Notes that a member is here.
         *
         * @param origin rank of the member
         */
        void presentUp(int origin);
    }

    /** The transport has proof that a member's process is gone: its connection broke and cannot be made again. */
    public interface Gone {
        /**
         * Notes strong evidence of a crash.
         *
         * @param rank of the member
         */
        void goneUp(int rank);
    }

    /** Members are suspected of having crashed. */
    public interface Suspect {
        /**
         * Reports suspicions.
         *
         * @param ranks all that are suspected so far, only ever growing; not to be changed
         */
        void suspectUp(BitSet ranks);
    }

    /** The answer to {@link Down.Ask}. */
    public interface Counts {
        /**
         * Tells what the reliable layer holds.
         *
         * @param held casts held without a gap, by sender
         */
        void countsUp(long[] held);
    }

    /** The answer to {@link Down.Block}: this member's cut. */
    public interface Cut {
        /**
         * Adds what this layer knows and passes it on.
         *
         * @param cut what this member holds and has sent
         */
        void cutUp(dev.tutti.kernel.Cut cut);
    }

    /** Everything owed below has been passed up: the view may end. Each layer delivers its leftovers before it passes this on. */
    public interface Settled {
        /** Holds the event back until this layer owes nothing either. */
        void settledUp();
    }

    /** Own casts have become stable. */
    public interface Stable {
        /**
         * Reports progress.
         *
         * @param tag the {@link Packet#tag} of the newest own cast that all members hold
         */
        void stableUp(long tag);
    }

    /** Own unordered casts have become stable. */
    public interface StableUnordered {
        /**
         * Reports progress.
         *
         * @param tag the {@link Packet#tag} of the newest own unordered cast that all members hold
         */
        void stableUnorderedUp(long tag);
    }

    /** What all members hold, for layers whose promises need more than one cast to be held. */
    public interface StableCasts {
        /**
         * Reports progress. Casts are counted as they come up to this layer, from each sender, unordered ones not among them; a layer that keeps casts for itself, or
         * makes others of them, translates.
         *
         * @param stable casts held by every member, by sender; not to be changed
         */
        void stableCastsUp(long[] stable);
    }

    /** The answer to {@link Down.Confirm}. */
    public interface Confirmed {
        /** Reports that every member of the view holds each cast that had been passed up to this member when it asked. */
        void confirmedUp();
    }

    /** Own sends have all been acknowledged. */
    public interface Acknowledged {
        /** Reports that every send that was handed down so far, to whomever, has arrived. */
        void acknowledgedUp();
    }

    /** A layer needs the view to end, though nobody joins and nobody goes: Ensemble's prompt. */
    public interface Prompt {
        /** Asks for a change. One change is enough, however often it is asked for. */
        void promptUp();
    }

    /** The answer to {@link Down.Retire}: what may be left to consume. */
    public interface Outstanding {
        /**
         * Tells what the next view must count.
         *
         * @param bytes of this member that each receiver's application may still have to consume
         */
        void outstandingUp(long[] bytes);
    }

    /** Flow control has closed or opened. */
    public interface Room {
        /**
         * Tells what the stack wants more of.
         *
         * @param casts false: hand down no cast until told otherwise
         * @param sends false: hand down no send until told otherwise
         */
        void roomUp(boolean casts, boolean sends);
    }
}
