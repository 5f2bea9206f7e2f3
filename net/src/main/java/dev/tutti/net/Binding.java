package dev.tutti.net;

import dev.tutti.Address;
import dev.tutti.ConfigException;
import dev.tutti.Options;
import dev.tutti.TransportException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a node listens, and where it tells others to find it.
 *
 * @param socket where it listens
 * @param bind the same as it was configured
 * @param advertise what to tell others, if that is something else
 */
record Binding(InetSocketAddress socket, Address bind, Optional<Address> advertise) {
    /**
     * Looks up the bind host; blocks if that is a name.
     *
     * @param options validated
     * @return the binding
     * @throws TransportException if the host is unknown or not of this machine
     * @throws ConfigException if nobody could connect to the advertised address
     */
    static Binding of(Options options) {
        Address bind = options.get(Options.BIND);
        options.get(Options.ADVERTISE).ifPresent(Binding::check);
        return switch (Resolver.resolveNow(bind.host())) {
            case Resolver.Answer.Found(List<InetAddress> found) ->
                new Binding(new InetSocketAddress(found.getFirst(), bind.port()), bind, options.get(Options.ADVERTISE));
            case Resolver.Answer.Unknown(String reason) ->
                throw new TransportException(reason
                        + ": bind to a name or an IP address of this machine, for instance 127.0.0.1:" + bind.port());
        };
    }

    /** An address that means "all of them" means nothing to others. Names are theirs to look up, so only numbers can be judged here. */
    private static void check(Address advertise) {
        if (Resolver.literal(advertise.host())
                && Resolver.resolveNow(advertise.host()) instanceof Resolver.Answer.Found(List<InetAddress> found)
                && (found.getFirst().isAnyLocalAddress() || found.getFirst().isMulticastAddress())) {
            throw new ConfigException(List.of("advertise " + advertise
                    + " is no address that others can connect to: name one at which they reach this machine"));
        }
    }

    /**
     * Where the node listens, for people.
     *
     * @param bound the socket's address, with the real port
     * @return the bind address with that port
     */
    Address listening(InetSocketAddress bound) {
        return new Address(bind.host(), bound.getPort());
    }

    /**
     * Says why listening was impossible.
     *
     * @param cause from the system
     * @return to be thrown
     */
    TransportException explain(Throwable cause) {
        InetAddress host = socket.getAddress();
        String text = String.valueOf(cause.getMessage());
        if (!local(host)) {
            return new TransportException(
                    "cannot listen on " + bind + ": " + host.getHostAddress()
                            + " is not an address of this machine; bind to one that is, and set what others connect to as advertised address");
        }
        if (text.contains("in use")) {
            return new TransportException(
                    "cannot listen on " + bind + ": the port is taken; choose another, or port 0 for any free one");
        }
        if (text.contains("ermission denied")) {
            return new TransportException("cannot listen on " + bind
                    + ": no permission; choose a port above 1023, or give the process the right to this one");
        }
        return new TransportException("cannot listen on " + bind + ": " + text + "; bind to another address");
    }

    /**
     * Where others reach the node.
     *
     * @param bound where it listens, with the real port
     * @return the advertised address
     * @throws TransportException if it listens on all addresses and none of them is of use to others
     */
    Address advertised(InetSocketAddress bound) {
        if (advertise.isPresent()) {
            Address told = advertise.get();
            return told.port() == 0 ? new Address(told.host(), bound.getPort()) : told;
        }
        if (!socket.getAddress().isAnyLocalAddress()) {
            return new Address(bind.host(), bound.getPort());
        }
        InetAddress reachable = candidates().stream()
                .min(Comparator.comparing(
                        address -> address.getClass() != socket.getAddress().getClass()))
                .orElseThrow(
                        () -> new TransportException(
                                "listening on all addresses (" + bind
                                        + "), but this machine has none that others could reach: say with the advertised address where they find it"));
        return new Address(plain(reachable), bound.getPort());
    }

    /**
     * The network interface that carries the bind address.
     *
     * @return empty if it listens on all of them
     */
    Optional<NetworkInterface> networkInterface() {
        InetAddress host = socket.getAddress();
        try {
            return host.isAnyLocalAddress()
                    ? Optional.empty()
                    : Optional.ofNullable(NetworkInterface.getByInetAddress(host));
        } catch (SocketException unknown) {
            return Optional.empty();
        }
    }

    /** Whether it is reachable from this machine only. */
    boolean loopback() {
        return socket.getAddress().isLoopbackAddress();
    }

    private static boolean local(InetAddress host) {
        try {
            return host.isAnyLocalAddress() || NetworkInterface.getByInetAddress(host) != null;
        } catch (SocketException unknown) {
            return true;
        }
    }

    private static List<InetAddress> candidates() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(Binding::up)
                    .flatMap(card -> Collections.list(card.getInetAddresses()).stream())
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .toList();
        } catch (SocketException unknown) {
            return List.of();
        }
    }

    private static boolean up(NetworkInterface card) {
        try {
            return card.isUp() && !card.isLoopback();
        } catch (SocketException unknown) {
            return false;
        }
    }

    /** Without the zone that Java appends to some IPv6 addresses, which means nothing elsewhere. */
    private static String plain(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return address instanceof Inet4Address || zone < 0 ? text : text.substring(0, zone);
    }
}
