package dev.tutti.net;

import dev.tutti.Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;

/** Looks DNS SRV records up, with the client that comes with Java in the module {@code jdk.naming.dns}. Blocks. */
final class SrvRecords {
    private static final String FACTORY = "com.sun.jndi.dns.DnsContextFactory";
    private static final String FIRST_TIMEOUT_MILLIS = "1000";
    private static final String TRIES = "3";
    private static final int MAX_RECORDS = 256;

    private final String server;

    /**
     * Asks a DNS server.
     *
     * @param server {@code dns:} for those that the system uses, {@code dns://host:port} for another
     */
    SrvRecords(String server) {
        this.server = server;
    }

    /** What came of a look-up. */
    sealed interface Answer {
        /**
         * At least one record.
         *
         * @param addresses by priority
         */
        record Found(List<Address> addresses) implements Answer {}

        /**
         * No such name, no such record, or nobody to ask.
         *
         * @param reason the rest of a sentence
         */
        record Failed(String reason) implements Answer {}
    }

    /**
     * What is used of a record.
     *
     * @param priority lower is better
     * @param address where the service is
     */
    record Srv(int priority, Address address) {}

    /**
     * Looks one name up.
     *
     * @param name as in {@code _tutti._tcp.example.org}
     * @return targets with their ports
     */
    // Attributes are read as text; no object is looked up, and a DNS server cannot hold any. JNDI asks for a Hashtable.
    @SuppressWarnings({"BanJNDI", "JdkObsolete"})
    Answer look(String name) {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, FACTORY);
        environment.put(Context.PROVIDER_URL, server);
        environment.put("com.sun.jndi.dns.timeout.initial", FIRST_TIMEOUT_MILLIS);
        environment.put("com.sun.jndi.dns.timeout.retries", TRIES);
        try {
            InitialDirContext context = new InitialDirContext(environment);
            try {
                return read(context.getAttributes(name, new String[] {"SRV"}).get("SRV"));
            } finally {
                context.close();
            }
        } catch (NamingException failed) {
            return new Answer.Failed(failed.getMessage() == null ? failed.toString() : failed.getMessage());
        }
    }

    private static Answer read(@Nullable Attribute attribute) throws NamingException {
        if (attribute == null) {
            return new Answer.Failed("no SRV record");
        }
        List<Srv> records = new ArrayList<>();
        NamingEnumeration<?> values = attribute.getAll();
        while (values.hasMore() && records.size() < MAX_RECORDS) {
            Srv record = parse(String.valueOf(values.next()));
            if (record != null) {
                records.add(record);
            }
        }
        records.sort(Comparator.comparingInt(Srv::priority));
        return records.isEmpty()
                ? new Answer.Failed("no usable SRV record")
                : new Answer.Found(records.stream().map(Srv::address).toList());
    }

    /**
     * Reads {@code priority weight port target}; the weight is for spreading load, which finding a member needs not.
     *
     * @param text of one record
     * @return null if it is of no use
     */
    static @Nullable Srv parse(String text) {
        String[] fields = text.split(" ", -1);
        if (fields.length != 4) {
            return null;
        }
        String host = fields[3].endsWith(".") ? fields[3].substring(0, fields[3].length() - 1) : fields[3];
        try {
            return new Srv(Integer.parseInt(fields[0]), new Address(host, Integer.parseInt(fields[2])));
        } catch (IllegalArgumentException odd) {
            return null;
        }
    }
}
