package dev.tutti.kernel;

import java.util.BitSet;

/** The two ends of a column: where events stop that no layer handled. */
final class Ends {
    private Ends() {}

    /** Below the bottom layer. Data must never come here: a stack has a bottom. */
    static final class Floor
            implements Down.Cast,
                    Down.Gbcast,
                    Down.Unordered,
                    Down.Send,
                    Down.State,
                    Down.Block,
                    Down.Agree,
                    Down.Settle,
                    Down.Ask,
                    Down.Confirm,
                    Down.Stable,
                    Down.Known,
                    Down.Consumed,
                    Down.Carry,
                    Down.Failed,
                    Down.Retire {
        @Override
        public void castDown(Packet packet) {
            throw new IllegalStateException("a cast fell through the stack");
        }

        @Override
        public void gbcastDown(Packet packet) {
            throw new IllegalStateException("no layer of this stack can order a cast against everything");
        }

        @Override
        public void unorderedDown(Packet packet) {
            throw new IllegalStateException("an unordered cast fell through the stack");
        }

        @Override
        public void sendDown(int to, Packet packet) {
            throw new IllegalStateException("a send fell through the stack");
        }

        @Override
        public void stateDown(int to, Packet packet) {
            throw new IllegalStateException("a part of the state fell through the stack");
        }

        @Override
        public void blockDown() {
            // Answered by the reliable layer, where there is one.
        }

        @Override
        public void agreeDown(Cut[] cuts) {
            // Turned into a settlement by the sync layer, where there is one.
        }

        @Override
        public void settleDown(Settlement settlement) {
            // Every reliable layer has had its turn.
        }

        @Override
        public void askDown() {
            // Nobody here counts.
        }

        @Override
        public void confirmDown() {
            // Answered by the reliable layer, where there is one.
        }

        @Override
        public void stableDown(long[] stable) {
            // Every layer has had its turn.
        }

        @Override
        public void knownDown(long[] known) {
            // Every layer has had its turn.
        }

        @Override
        public void consumedDown(int origin, long bytes) {
            // No flow control in this stack.
        }

        @Override
        public void carryDown(long[] unconsumed, long[] outstanding) {
            // No flow control in this stack.
        }

        @Override
        public void failedDown(BitSet ranks) {
            // Every layer has had its turn.
        }

        @Override
        public void retireDown() {
            // Every layer has had its turn.
        }
    }

    /** Above the stack's user: takes what concerns layers only. */
    static final class Ceiling
            implements Up.Cast,
                    Up.Gbcast,
                    Up.Unordered,
                    Up.Send,
                    Up.State,
                    Up.Heard,
                    Up.Present,
                    Up.Gone,
                    Up.Suspect,
                    Up.Counts,
                    Up.Cut,
                    Up.Settled,
                    Up.Stable,
                    Up.StableUnordered,
                    Up.StableCasts,
                    Up.Confirmed,
                    Up.Acknowledged,
                    Up.Prompt,
                    Up.Outstanding,
                    Up.Room {
        @Override
        public void castUp(int origin, Packet packet) {
            throw new IllegalStateException("a cast rose through the stack");
        }

        @Override
        public void gbcastUp(int origin, Packet packet) {
            throw new IllegalStateException("a cast rose through the stack");
        }

        @Override
        public void unorderedUp(int origin, Packet packet) {
            throw new IllegalStateException("an unordered cast rose through the stack");
        }

        @Override
        public void sendUp(int origin, Packet packet) {
            throw new IllegalStateException("a send rose through the stack");
        }

        @Override
        public void stateUp(int origin, Packet packet) {
            throw new IllegalStateException("a part of the state rose through the stack");
        }

        @Override
        public void heardUp(int origin) {
            // No failure detector in this stack.
        }

        @Override
        public void presentUp(int origin) {
            // Nobody wants to know.
        }

        @Override
        public void goneUp(int rank) {
            // No failure detector in this stack.
        }

        @Override
        public void suspectUp(BitSet ranks) {
            // Nobody wants to know.
        }

        @Override
        public void countsUp(long[] held) {
            // The asker is below.
        }

        @Override
        public void cutUp(Cut cut) {
            // Nobody wants to know.
        }

        @Override
        public void settledUp() {
            // Nobody wants to know.
        }

        @Override
        public void stableUp(long tag) {
            // Nobody wants to know.
        }

        @Override
        public void stableUnorderedUp(long tag) {
            // Nobody wants to know.
        }

        @Override
        public void stableCastsUp(long[] stable) {
            // Nobody wants to know.
        }

        @Override
        public void confirmedUp() {
            // Nobody wants to know.
        }

        @Override
        public void acknowledgedUp() {
            // Nobody wants to know.
        }

        @Override
        public void promptUp() {
            // Nobody can end the view.
        }

        @Override
        public void outstandingUp(long[] bytes) {
            // Nobody wants to know.
        }

        @Override
        public void roomUp(boolean casts, boolean sends) {
            // Nobody wants to know.
        }
    }
}
