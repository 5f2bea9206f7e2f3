package dev.tutti.runtime;

/** First byte of a part of a state. */
final class StateWire {
    /** Bytes of the state. */
    static final int CHUNK = 0;

    /** All chunks have been sent. */
    static final int END = 1;

    /** From a receiver: how many chunks it has used, in eight bytes. */
    static final int CREDIT = 2;

    /** From a receiver: it has got all, and in time. */
    static final int COMPLETE = 3;

    private StateWire() {}
}
