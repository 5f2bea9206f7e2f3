package dev.tutti;

/**
 * Where a node can be reached: a host name or IP address, and a port. Names are resolved anew at each attempt to connect, so an
 * address stays valid when the host behind the name moves.
 *
 * @param host a name, an IPv4 address or an IPv6 address without brackets
 * @param port 0 to 65535; 0 in a bind address means any free one
 */
public record Address(String host, int port) implements Comparable<Address> {
    /** The longest host name in bytes. */
    public static final int MAX_HOST_BYTES = 255;

    /** Checks the parts. */
    public Address {
        if (host.isBlank() || host.length() > MAX_HOST_BYTES) {
            throw new IllegalArgumentException("host must have 1 to " + MAX_HOST_BYTES + " characters: '" + host + "'");
        }
        if (!host.codePoints().allMatch(c -> Names.isShowable(c) && !Character.isWhitespace(c))) {
            throw new IllegalArgumentException("host must not contain blanks or control characters");
        }
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("port must be 0 to 65535: " + port);
        }
    }

    /**
     * Reads {@code host:port} or {@code [ipv6]:port}.
     *
     * @param text what a user wrote
     * @return the address
     * @throws IllegalArgumentException if it has another form; the message says what was expected
     */
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("'" + text + "': write an IPv6 address in brackets, as in [::1]:7800");
        }
        try {
            return new Address(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not HOST:PORT, as in 127.0.0.1:7800, with a port up to 65535", wrong);
        }
    }

    @Override
    public int compareTo(Address other) {
        int byHost = host.compareTo(other.host);
        return byHost != 0 ? byHost : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
