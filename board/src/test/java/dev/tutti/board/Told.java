package dev.tutti.board;

import dev.tutti.Endpoint;
import dev.tutti.Left;
import dev.tutti.View;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Remembers what a client was told, as text, and waits for it. */
final class Told implements BoardListener {
    private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private final List<String> all = new ArrayList<>();

    /** Waits until something was told that fits; returns everything that was told up to then. */
    List<String> await(Predicate<String> wanted) throws InterruptedException {
        while (all.stream().noneMatch(wanted)) {
            String next = queue.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("not told in time; told: " + all);
            }
            all.add(next);
        }
        return all;
    }

    List<String> await(String wanted) throws InterruptedException {
        return await(wanted::equals);
    }

    /** What follows counts alone. */
    void forget() {
        queue.drainTo(all);
        all.clear();
    }

    @Override
    public void shown(Post post) {
        queue.add("shown " + post.subject());
    }

    @Override
    public void view(View view) {
        queue.add("view " + view.members());
    }

    @Override
    public void alone() {
        queue.add("alone");
    }

    @Override
    public void together() {
        queue.add("together");
    }

    @Override
    public void received(Endpoint from, List<Post> posts) {
        queue.add("received " + posts.size() + " from " + from);
    }

    @Override
    public void dropped(String why) {
        queue.add("dropped " + why);
    }

    @Override
    public void left(Left.Reason reason) {
        queue.add("left " + reason);
    }
}
