import org.jspecify.annotations.NullMarked;

/** The runtime of Tutti: event loop, network transports and discovery. */
@NullMarked
module dev.tutti.net {
    requires static org.jspecify;
    requires transitive dev.tutti.core;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires java.naming;

    exports dev.tutti.net;
}
