package dev.tutti.net;

import dev.tutti.Address;
import dev.tutti.ConfigException;
import dev.tutti.Options;
import dev.tutti.TransportException;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramChannel;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Membership of a socket in a multicast group, on the network interface of the bind address. Datagrams to the group leave from the node's
 * ordinary socket, so that their sender can be told; they come in on a socket of the group's port, which all nodes of a machine share.
 */
final class MulticastGroup {
    /** Routers that a datagram may pass: enough for a site. */
    private static final int TTL = 8;

    private final InetSocketAddress target;
    private final Channel channel;

    /**
     * Joins.
     *
     * @param net for its loop
     * @param options which group
     * @param binding where the node listens
     * @param sender the node's ordinary socket, which gets the options for sending to the group
     * @param bootstrap makes the socket that receives
     * @throws TransportException if it cannot be joined
     * @throws ConfigException if the address is none of a multicast group
     */
    MulticastGroup(NetContext net, Options options, Binding binding, Channel sender, Bootstrap bootstrap) {
        Address address = options.get(Options.MULTICAST_ADDRESS);
        target = target(address, binding.socket().getAddress());
        NetworkInterface card = card(binding);
        try {
            sender.config().setOption(ChannelOption.IP_MULTICAST_IF, card);
            sender.config().setOption(ChannelOption.IP_MULTICAST_TTL, TTL);
            sender.config().setOption(ChannelOption.IP_MULTICAST_LOOP_DISABLED, false);
        } catch (ChannelException refused) {
            throw impossible(address, card, refused);
        }
        ChannelFuture bound = bootstrap.option(ChannelOption.SO_REUSEADDR, true).bind(listening());
        net.loop().await(bound);
        if (!bound.isSuccess()) {
            throw new TransportException("cannot listen for multicast on " + address + ": "
                    + bound.cause().getMessage()
                    + "; another program may have the port, choose another multicast address");
        }
        channel = bound.channel();
        ChannelFuture joined = ((DatagramChannel) channel).joinGroup(target, card);
        net.loop().await(joined);
        if (!joined.isSuccess()) {
            channel.close();
            throw impossible(address, card, joined.cause());
        }
    }

    private static TransportException impossible(Address address, NetworkInterface card, Throwable cause) {
        return new TransportException("cannot join the multicast group " + address + " on " + card.getName() + ": "
                + cause.getMessage() + "; bind to an interface that carries multicast, or use the transport udp");
    }

    private static InetSocketAddress target(Address address, InetAddress bind) {
        if (!Resolver.literal(address.host())
                || !(Resolver.resolveNow(address.host()) instanceof Resolver.Answer.Found(List<InetAddress> found))
                || !found.getFirst().isMulticastAddress()
                || address.port() == 0) {
            throw new ConfigException(
                    List.of(
                            "multicastAddress " + address
                                    + " is no multicast address: take an IP address from 224.0.0.0 to 239.255.255.255, or from ff00::/8, and a port"));
        }
        InetAddress group = found.getFirst();
        if (group instanceof Inet4Address != bind instanceof Inet4Address) {
            throw new ConfigException(List.of("multicastAddress " + address + " and bind address "
                    + bind.getHostAddress() + " are of different kinds: use IPv4 for both, or IPv6 for both"));
        }
        return new InetSocketAddress(group, address.port());
    }

    /** The group's own address keeps datagrams to other addresses of the port away; not all systems can bind to it. */
    private InetSocketAddress listening() {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows");
        return windows ? new InetSocketAddress(target.getPort()) : target;
    }

    private static NetworkInterface card(Binding binding) {
        return binding.networkInterface()
                .or(() -> usable(false))
                .or(() -> usable(true))
                .orElseThrow(() ->
                        new TransportException("no network interface carries multicast: use the transport udp or tcp"));
    }

    private static Optional<NetworkInterface> usable(boolean loopback) {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(card -> carries(card, loopback))
                    .findFirst();
        } catch (SocketException unknown) {
            return Optional.empty();
        }
    }

    private static boolean carries(NetworkInterface card, boolean loopback) {
        try {
            return card.isUp() && card.isLoopback() == loopback && (loopback || card.supportsMulticast());
        } catch (SocketException unknown) {
            return false;
        }
    }

    /**
     * Where casts go.
     *
     * @return the group's address
     */
    InetSocketAddress target() {
        return target;
    }

    /** Leaves. */
    void close() {
        channel.close();
    }
}
