package dev.tutti.cli;

import dev.tutti.GroupProperties.Order;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tutti alphabet}: what each order gives, side by side. */
@Command(
        name = "alphabet",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Shows what fifo, causal and total order give, side by side.",
        description =
                "%nann, bob and cid pass the alphabet around: whoever is delivered a letter and is next casts the one after it. "
                        + "The small letters go the other way round, at the same time. The way from ann to cid is slow. "
                        + "Each column is what one member was delivered, from top to bottom; a letter that came before the "
                        + "one it answers is marked with *.%n",
        footer = {"", "Examples:", "  tutti alphabet", "  tutti alphabet --letters 26"})
final class AlphabetCommand implements Callable<Integer> {
    private static final int MAX_LETTERS = 26;
    private static final int CELL_WIDTH = 5;
    private static final String GAP = "   ";
    private static final List<Order> ORDERS = List.of(Order.FIFO, Order.CAUSAL, Order.TOTAL);

    private final Streams streams;

    @Option(names = "--letters", paramLabel = "N", description = "How many letters of each alphabet. Default: 9.")
    int letters = 9;

    AlphabetCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        if (letters < 1 || letters > MAX_LETTERS) {
            throw new UsageException("--letters " + letters + ": an alphabet has 1 to " + MAX_LETTERS);
        }
        List<Map<String, List<String>>> plays =
                ORDERS.stream().map(order -> Alphabet.play(order, letters)).toList();
        int width = CELL_WIDTH * Alphabet.MEMBERS.size();
        streams.line(row(ORDERS.stream().map(order -> pad(name(order), width)).toList()));
        streams.line(row(ORDERS.stream().map(order -> heads()).toList()));
        for (int place = 0; place < 2 * letters; place++) {
            int at = place;
            streams.line(row(plays.stream().map(play -> cells(play, at)).toList()));
        }
        streams.line("");
        for (int i = 0; i < plays.size(); i++) {
            streams.line(name(ORDERS.get(i)) + ": " + verdict(plays.get(i)));
        }
        return ExitCode.OK.number();
    }

    private static String name(Order order) {
        return order.name().toLowerCase(Locale.ROOT);
    }

    private static String row(List<String> blocks) {
        return String.join(GAP, blocks).stripTrailing();
    }

    private static String heads() {
        StringBuilder text = new StringBuilder();
        Alphabet.MEMBERS.forEach(member -> text.append(pad(member, CELL_WIDTH)));
        return text.toString();
    }

    private static String cells(Map<String, List<String>> play, int place) {
        StringBuilder text = new StringBuilder();
        for (List<String> heard : play.values()) {
            text.append(pad(heard.get(place) + (Alphabet.isTooEarly(heard, place) ? "*" : ""), CELL_WIDTH));
        }
        return text.toString();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String verdict(Map<String, List<String>> play) {
        List<String> early = new ArrayList<>();
        play.forEach((member, heard) -> {
            for (int place = 0; place < heard.size(); place++) {
                if (Alphabet.isTooEarly(heard, place)) {
                    early.add(member + " saw " + heard.get(place) + " before what it answers");
                }
            }
        });
        Set<List<String>> different = new LinkedHashSet<>(play.values());
        return (early.isEmpty() ? "every letter follows the one it answers" : early.get(0) + more(early.size() - 1))
                + "; "
                + (different.size() == 1
                        ? "all saw the same order"
                        : "they saw " + different.size() + " different orders");
    }

    private static String more(int others) {
        return others == 0 ? "" : " (and " + others + " more)";
    }
}
