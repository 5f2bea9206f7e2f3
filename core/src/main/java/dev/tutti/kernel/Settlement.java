package dev.tutti.kernel;

/**
 * What a member must deliver before its view may end, and who can help it (Keidar and Khazan's rules for the members that move on
 * together).
 *
 * @param target casts to deliver, by sender's rank: the largest cut among those that come along
 * @param cuts by rank; null for a member that does not come along. Whoever's {@code held} reaches a cast holds it
 * @param owed sends to deliver, by sender's rank; 0 from those that do not come along
 */
public record Settlement(long[] target, Cut[] cuts, long[] owed) {}
