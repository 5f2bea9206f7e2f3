package dev.tutti.net;

import dev.tutti.Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where datagrams for an address go. Names are looked up in the background, and again every few seconds while they are used. */
final class UdpPeers {
    private static final int MAX_PEERS = 4_096;
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final NetContext net;
    private final Class<? extends InetAddress> family;
    private final Map<Address, Peer> peers = new HashMap<>();

    private static final class Peer {
        private final boolean literal;
        private @Nullable InetSocketAddress target;
        private boolean looking;
        private long lookedNanos;
        private long usedNanos;

        Peer(boolean literal) {
            this.literal = literal;
        }
    }

    /**
     * Nobody known.
     *
     * @param net for look-ups
     * @param family which addresses the socket reaches
     */
    UdpPeers(NetContext net, Class<? extends InetAddress> family) {
        this.net = net;
        this.family = family;
    }

    /**
     * Where a datagram goes.
     *
     * @param to host and port
     * @return null while the name has not been looked up: what is sent now is lost, as datagrams may be
     */
    @Nullable InetSocketAddress target(Address to) {
        Peer peer = peers.get(to);
        long now = net.loop().clock().nanoTime();
        if (peer == null) {
            if (peers.size() >= MAX_PEERS && !forgetIdle(now)) {
                return null;
            }
            peer = new Peer(Resolver.literal(to.host()));
            peers.put(to, peer);
            look(to, peer, now);
        } else if (!peer.literal && !peer.looking && now - peer.lookedNanos > FRESH_NANOS) {
            look(to, peer, now);
        }
        peer.usedNanos = now;
        return peer.target;
    }

    private boolean forgetIdle(long now) {
        return peers.values().removeIf(peer -> now - peer.usedNanos > IDLE_NANOS);
    }

    private void look(Address to, Peer peer, long now) {
        peer.looking = true;
        peer.lookedNanos = now;
        net.resolver().resolve(to.host(), net.loop(), answer -> {
            peer.looking = false;
            switch (answer) {
                case Resolver.Answer.Found(List<InetAddress> found) ->
                    found.stream()
                            .filter(family::isInstance)
                            .findFirst()
                            .ifPresentOrElse(
                                    host -> peer.target = new InetSocketAddress(host, to.port()),
                                    () -> unreachable(
                                            to, to.host() + " has no address of the kind that this node is bound to"));
                case Resolver.Answer.Unknown(String reason) -> unreachable(to, reason);
            }
        });
    }

    private void unreachable(Address to, String reason) {
        net.notices()
                .sayOnce("resolve " + to.host(), reason + ": cannot reach " + to + "; check the name, will try again");
    }
}
