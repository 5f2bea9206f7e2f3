package dev.tutti.runtime;

import dev.tutti.GroupBusyException;
import dev.tutti.GroupProperties;
import dev.tutti.NotPrimaryException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the application wants its group to run: one wish after the other, each until a view grants it. On the loop only. */
final class Switching {
    /** More at a time make no sense. */
    private static final int MAX_WISHES = 16;

    private record Wish(GroupProperties properties, CompletableFuture<Void> granted) {}

    private final Completions completions;
    private final Consumer<@Nullable GroupProperties> ask;
    private final ArrayDeque<Wish> wishes = new ArrayDeque<>();

    /**
     * For one member.
     *
     * @param ask tells the membership what is wanted now
     */
    Switching(Completions completions, Consumer<@Nullable GroupProperties> ask) {
        this.completions = completions;
        this.ask = ask;
    }

    /**
     * A wish.
     *
     * @param running what the view runs that was shown last; null while a change is under way, which may end it
     * @param granted completed when a view grants it
     */
    void begin(GroupProperties wanted, @Nullable GroupProperties running, CompletableFuture<Void> granted) {
        if (wishes.isEmpty() && wanted.equals(running)) {
            completions.complete(List.of(granted));
        } else if (wishes.size() == MAX_WISHES) {
            completions.fail(
                    List.of(granted),
                    () -> new GroupBusyException(
                            MAX_WISHES + " changes of the group's properties are under way; wait for one of them"));
        } else {
            wishes.add(new Wish(wanted, granted));
            if (wishes.size() == 1) {
                ask.accept(wanted);
            }
        }
    }

    boolean isBusy() {
        return !wishes.isEmpty();
    }

    /** A view has been shown. */
    void shown(GroupProperties running) {
        if (wishes.isEmpty()) {
            return;
        }
        List<CompletableFuture<Void>> granted = new ArrayList<>();
        while (!wishes.isEmpty() && wishes.peek().properties().equals(running)) {
            granted.add(wishes.remove().granted());
        }
        completions.complete(granted);
        Wish next = wishes.peek();
        ask.accept(next == null ? null : next.properties());
    }

    /** The view is not primary: others decide what the group runs. */
    void outsidePrimary(NotPrimaryException why) {
        if (!wishes.isEmpty()) {
            completions.fail(takeAll(), () -> why);
            ask.accept(null);
        }
    }

    /** The member is out. */
    void close() {
        completions.fail(takeAll());
    }

    private List<CompletableFuture<Void>> takeAll() {
        List<CompletableFuture<Void>> all = wishes.stream().map(Wish::granted).toList();
        wishes.clear();
        return all;
    }
}
