package dev.tutti.net;

import dev.tutti.kernel.Counters;
import java.util.random.RandomGenerator;

/**
 * What every transport of a node needs.
 *
 * @param loop on which it lives
 * @param sockets of which kind
 * @param resolver for names
 * @param inbox where frames and evidence go
 * @param notices for a person
 * @param counters of this node's transports
 * @param random on the loop only
 */
record NetContext(
        Loop loop,
        Sockets sockets,
        Resolver resolver,
        Inbox inbox,
        Notices notices,
        Counters counters,
        RandomGenerator random) {}
