package dev.tutti;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be set: its name, its default, and the check that its values must pass. The settings that exist stand in
 * {@link Options}.
 *
 * @param <T> type of the value
 * @param name as it is printed, lower camel case with the unit last
 * @param fallback the value when nothing was set
 * @param about one sentence for the reader of {@link Options#describe}
 * @param check returns null for a good value, else what it must be, as the rest of a sentence ("must be ...")
 */
public record Setting<T>(String name, T fallback, String about, Function<T, @Nullable String> check) {
    @Override
    public String toString() {
        return name;
    }
}
