package dev.tutti;

/**
 * The group's state, as it was exactly at the view before in the stream, has been loaded by this member's {@link StateHandler}.
 *
 * @param from the member that provided it
 * @param bytes its size
 */
public record StateReceived(Endpoint from, long bytes) implements Event {}
