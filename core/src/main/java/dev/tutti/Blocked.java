package dev.tutti;

/**
 * The group is about to change its view. What is cast from here until the next {@link View} waits and goes out in that view; messages
 * that are owed in the present one may still be delivered. Nothing needs to be done about it.
 */
public record Blocked() implements Event {}
