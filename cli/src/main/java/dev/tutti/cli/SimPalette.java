package dev.tutti.cli;

import dev.tutti.sim.Choice;
import dev.tutti.sim.FaultKind;
import dev.tutti.sim.Palette;
import dev.tutti.sim.Property;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code tutti sim} that say what its runs are drawn from. */
final class SimPalette {
    @Option(
            names = "--faults",
            paramLabel = "LIST",
            description = "Only these kinds of faults in each run, or none. Default: each seed draws its own.")
    @Nullable String faults;

    @Option(
            names = "--properties",
            paramLabel = "LIST",
            description =
                    "Exactly these properties in each run, or none; so name what they need too. Default: each seed draws "
                            + "its own.")
    @Nullable String properties;

    @Option(
            names = "--with",
            paramLabel = "LIST",
            description =
                    "These faults and properties in each run, with what they need and without what excludes them; the "
                            + "rest is drawn.")
    @Nullable String with;

    @Option(
            names = "--without",
            paramLabel = "LIST",
            description = "These faults and properties in no run; the rest is drawn.")
    @Nullable String without;

    Palette palette() {
        Choice<FaultKind> kinds = choice("--faults", FaultKind.class, faults);
        Choice<Property> groups = choice("--properties", Property.class, properties);
        try {
            return new Palette(kinds, groups);
        } catch (IllegalArgumentException impossible) {
            throw new UsageException((properties == null ? "--with" : "--properties") + ": " + impossible.getMessage());
        }
    }

    /** What the two lists for everything name that is not of this kind must be of the other. */
    private <E extends Enum<E>> Choice<E> choice(String option, Class<E> kind, @Nullable String exactly) {
        Set<E> always = someOf("--with", kind, with);
        Set<E> never = someOf("--without", kind, without);
        always.stream().filter(never::contains).findFirst().ifPresent(both -> {
            throw new UsageException(
                    "'" + Palette.word(both) + "' stands in --with and in --without; leave it out of one");
        });
        if (exactly == null) {
            return new Choice<>(always, never);
        }
        if (!always.isEmpty() || !never.isEmpty()) {
            throw new UsageException(
                    option + " says exactly what there is; leave those words out of --with and --without");
        }
        Set<E> these = EnumSet.noneOf(kind);
        for (String word : exactly.equals("none") ? List.<String>of() : words(exactly)) {
            these.add(find(kind, word)
                    .orElseThrow(() -> new UsageException(
                            option + ": there is no '" + word + "'; there are none and " + words(kind))));
        }
        return Choice.exactly(these, EnumSet.allOf(kind));
    }

    private static <E extends Enum<E>> Set<E> someOf(String option, Class<E> kind, @Nullable String list) {
        Set<E> some = EnumSet.noneOf(kind);
        for (String word : list == null ? List.<String>of() : words(list)) {
            if (find(FaultKind.class, word).isEmpty()
                    && find(Property.class, word).isEmpty()) {
                throw new UsageException(option + ": there is no '" + word + "'; there are " + words(FaultKind.class)
                        + ", " + words(Property.class));
            }
            find(kind, word).ifPresent(some::add);
        }
        return some;
    }

    private static List<String> words(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    }

    private static <E extends Enum<E>> Optional<E> find(Class<E> kind, String word) {
        return Arrays.stream(kind.getEnumConstants())
                .filter(constant -> Palette.word(constant).equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** All words of a list, as help texts show them. */
    static <E extends Enum<E>> String words(Class<E> kind) {
        return Arrays.stream(kind.getEnumConstants()).map(Palette::word).collect(Collectors.joining(", "));
    }
}
