package dev.tutti;

/**
 * What happens in a group, in the order in which it happens at this member.
 *
 * <p>Exhaustive: a {@code switch} over it needs no default.
 */
public sealed interface Event permits Message, View, Blocked, StateReceived, Left {}
