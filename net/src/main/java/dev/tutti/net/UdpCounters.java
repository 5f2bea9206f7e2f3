package dev.tutti.net;

import dev.tutti.kernel.Counters;

/** What the UDP transports count. */
final class UdpCounters {
    final Counters.Counter framesIn;
    final Counters.Counter bytesIn;
    final Counters.Counter framesOut;
    final Counters.Counter bytesOut;
    /** Frames not sent: too large, too much waiting, or no address for the name yet. */
    final Counters.Counter dropped;
    /** Datagrams too short for a frame. */
    final Counters.Counter malformed;
    /** Own datagrams that came back by multicast. */
    final Counters.Counter own;
    /** Datagrams that the system did not take. */
    final Counters.Counter failed;

    UdpCounters(Counters counters) {
        framesIn = counters.counter("udp.frames.in");
        bytesIn = counters.counter("udp.bytes.in");
        framesOut = counters.counter("udp.frames.out");
        bytesOut = counters.counter("udp.bytes.out");
        dropped = counters.counter("udp.dropped");
        malformed = counters.counter("udp.malformed");
        own = counters.counter("udp.own");
        failed = counters.counter("udp.failed");
    }
}
