package dev.tutti.cli;

import dev.tutti.GroupProperties;
import dev.tutti.sim.Cluster;
import dev.tutti.sim.Setup;
import dev.tutti.sim.trace.Entry;
import dev.tutti.sim.trace.TraceEvent;
import dev.tutti.sim.world.LinkQuality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The alphabet as a conversation, in a simulated world: ann casts A; who sees A and is next casts B, and so on, round and round. The small
 * letters go the other way round, at the same time. One way, from ann to cid, is slow.
 */
final class Alphabet {
    /** Who talks, by turns. */
    static final List<String> MEMBERS = List.of("ann", "bob", "cid");

    private static final long MILLI = 1_000_000;
    private static final long SLOW_NANOS = 12 * MILLI;
    private static final long GROUP_MILLIS = 10_000;
    private static final long LIMIT_MILLIS = 60_000;

    private final int count;
    private final Cluster cluster;
    private final Map<String, String> letters = new HashMap<>();
    private final Map<String, List<String>> seen = new LinkedHashMap<>();
    private int read;

    private Alphabet(GroupProperties.Order order, int count) {
        this.count = count;
        this.cluster = new Cluster(1, Setup.DEFAULT.group(group -> group.order(order)));
        MEMBERS.forEach(member -> seen.put(member, new ArrayList<>()));
    }

    /**
     * Plays it.
     *
     * @param order of delivery
     * @param count letters of each alphabet, up to 26
     * @return for each member the letters in the order in which it was delivered them
     */
    static Map<String, List<String>> play(GroupProperties.Order order, int count) {
        return new Alphabet(order, count).play();
    }

    private Map<String, List<String>> play() {
        String[] all = MEMBERS.toArray(String[]::new);
        cluster.found(all[0]);
        cluster.start(all[1]);
        cluster.await(GROUP_MILLIS, cluster.together(all[0], all[1]));
        cluster.start(all[2]);
        cluster.await(GROUP_MILLIS, cluster.together(all));
        cluster.network()
                .quality(Cluster.address(all[0]), Cluster.address(all[2]), LinkQuality.LAN.delay(SLOW_NANOS, 0));
        cast('A');
        cast('a');
        cluster.await(LIMIT_MILLIS, () -> {
            listen();
            return seen.values().stream().allMatch(heard -> heard.size() == 2 * count);
        });
        return seen;
    }

    /** Takes what was delivered since, and answers it. */
    private void listen() {
        List<Entry> entries = cluster.trace().entries();
        while (read < entries.size()) {
            Entry entry = entries.get(read++);
            if (entry.event() instanceof TraceEvent.Delivered delivered) {
                String letter = letters.get(delivered.message());
                List<String> heard = seen.get(entry.process());
                if (letter != null && heard != null) {
                    heard.add(letter);
                    answer(entry.process(), letter.charAt(0));
                }
            }
        }
    }

    private void answer(String member, char letter) {
        char next = (char) (letter + 1);
        if (number(next) < count && member.equals(turn(next))) {
            cast(next);
        }
    }

    private void cast(char letter) {
        String id = cluster.cast(turn(letter), 1).get(0);
        letters.put(id, String.valueOf(letter));
    }

    private static int number(char letter) {
        return Character.toUpperCase(letter) - 'A';
    }

    private static String turn(char letter) {
        int place = number(letter) % MEMBERS.size();
        return MEMBERS.get(Character.isUpperCase(letter) ? place : MEMBERS.size() - 1 - place);
    }

    /** Whether a letter comes before one that it answers, in the order in which a member saw them. */
    static boolean isTooEarly(List<String> heard, int place) {
        char letter = heard.get(place).charAt(0);
        boolean first = number(letter) == 0;
        return !first && !heard.subList(0, place).contains(String.valueOf((char) (letter - 1)));
    }
}
