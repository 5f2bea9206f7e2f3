package dev.tutti.net;

import dev.tutti.kernel.Counters;

/** What the TCP transport counts. */
final class TcpCounters {
    final Counters.Counter framesIn;
    final Counters.Counter bytesIn;
    final Counters.Counter framesOut;
    final Counters.Counter bytesOut;
    /** Frames not sent since the peer was behind, away or unknown. */
    final Counters.Counter dropped;
    /** Connections closed over bytes that make no sense. */
    final Counters.Counter malformed;
    /** Connections from or to nodes of another wire version. */
    final Counters.Counter otherVersion;
    /** Incoming connections closed since they did not introduce themselves in time, or were too many. */
    final Counters.Counter refused;
    /** Connections made again after one broke. */
    final Counters.Counter reconnects;
    /** Connections closed since nothing moved on them. */
    final Counters.Counter stalled;

    TcpCounters(Counters counters) {
        framesIn = counters.counter("tcp.frames.in");
        bytesIn = counters.counter("tcp.bytes.in");
        framesOut = counters.counter("tcp.frames.out");
        bytesOut = counters.counter("tcp.bytes.out");
        dropped = counters.counter("tcp.dropped");
        malformed = counters.counter("tcp.malformed");
        otherVersion = counters.counter("tcp.version");
        refused = counters.counter("tcp.refused");
        reconnects = counters.counter("tcp.reconnects");
        stalled = counters.counter("tcp.stalled");
    }
}
