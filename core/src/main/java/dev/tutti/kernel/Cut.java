package dev.tutti.kernel;

/**
 * What one member holds of a view when it blocks: the content of its sync message.
 *
 * @param held casts held without a gap, by sender's rank
 * @param sent sends handed to the network, by receiver's rank
 */
public record Cut(long[] held, long[] sent) {}
