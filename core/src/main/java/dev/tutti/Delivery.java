package dev.tutti;

/** What a cast waits for when it is delivered. Whatever it is, the cast is reliable: the members that stay together deliver the same. */
public enum Delivery {
    /** Its place among all other casts, in the order that the group was asked for. */
    ORDERED,
    /**
     * Nothing: it is delivered as soon as it is there as a whole, before or after any other message of its view. No order of the group
     * holds for it, nor does its resilience.
     */
    UNORDERED
}
