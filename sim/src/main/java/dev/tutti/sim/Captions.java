package dev.tutti.sim;

import dev.tutti.sim.world.LinkQuality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a step does, in the words that stand above a picture. */
final class Captions {
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private Captions() {}

    static String of(Step step) {
        return switch (step) {
            case Step.Found(String name) -> "found " + name;
            case Step.Start(String name) -> "start " + name;
            case Step.Crash(List<String> names) -> "crash " + String.join(" ", names);
            case Step.Leave(List<String> names) -> "leave " + String.join(" ", names);
            case Step.Pause(String name, long micros) -> "pause " + name + " for " + millis(micros);
            case Step.Slow(String name, long millisPerEvent, long millis) ->
                "slow " + name + ": " + millisPerEvent + " ms an event, for " + millis + " ms";
            case Step.Partition(List<List<String>> parts) ->
                "split " + parts.stream().map(part -> String.join(" ", part)).collect(Collectors.joining(" | "));
            case Step.Cut(String from, String to) -> "cut " + from + " to " + to;
            case Step.Mend(String from, String to) -> "mend " + from + " to " + to;
            case Step.Heal() -> "heal";
            case Step.Quality(LinkQuality quality) -> "network: " + of(quality);
            case Step.Link(String from, String to, LinkQuality quality) -> from + " to " + to + ": " + of(quality);
            case Step.Cast(String name, int count, int sizeBytes) -> name + " casts " + amount(count, sizeBytes);
            case Step.Unordered(String name, int count, int sizeBytes) ->
                name + " casts unordered " + amount(count, sizeBytes);
            case Step.Gbcast(String name, int sizeBytes) -> name + " gbcasts " + amount(1, sizeBytes);
            case Step.Switch(String name, var properties) -> name + " asks for " + properties;
            case Step.Send(String from, String to, int count, int sizeBytes) ->
                from + " sends " + to + " " + amount(count, sizeBytes);
            case Step.Ambush ambush ->
                "in wait for " + ambush.sign().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " at "
                        + String.join(" ", ambush.names()) + ": "
                        + ambush.then().stream().map(Captions::of).collect(Collectors.joining("; "));
        };
    }

    private static String amount(int count, int sizeBytes) {
        return count + " of " + sizeBytes + " bytes";
    }

    private static String millis(long micros) {
        return micros < MICROS_PER_MILLI ? micros + " us" : micros / MICROS_PER_MILLI + " ms";
    }

    private static String of(LinkQuality quality) {
        List<String> words = new ArrayList<>();
        words.add("delay " + millis(quality.baseNanos() / NANOS_PER_MICRO) + " to "
                + millis((quality.baseNanos() + quality.jitterNanos()) / NANOS_PER_MICRO));
        percent(words, "lost", quality.loss());
        percent(words, "doubled", quality.duplication());
        percent(words, "overtaking", quality.reordering());
        percent(words, "corrupted", quality.corruption());
        percent(words, "very late", quality.tail());
        return String.join(", ", words);
    }

    private static void percent(List<String> words, String what, double probability) {
        if (probability > 0) {
            words.add(String.format(Locale.ROOT, "%.1f %% %s", probability * 100, what));
        }
    }
}
