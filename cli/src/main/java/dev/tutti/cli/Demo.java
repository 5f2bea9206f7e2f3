package dev.tutti.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Three members of a board, then two, then three again; every step waits for what it shows. It fails when one of them has ended that should
 * not have, or when all of it together takes longer than it may.
 */
final class Demo implements AutoCloseable {
    private final Streams streams;
    private final boolean debug;
    private final long startNanos = System.nanoTime();
    private final DemoPatience patience;
    private final List<DemoMember> all = new ArrayList<>();
    private final Thread cleaner = new Thread(this::killAll, "tutti-demo-cleaner");

    Demo(Streams streams, boolean debug, Duration limit) {
        this.streams = streams;
        this.debug = debug;
        this.patience = new DemoPatience(this::say, limit);
        Runtime.getRuntime().addShutdownHook(cleaner);
    }

    void run() throws IOException, InterruptedException {
        say("starting three members, each a process of its own, and no server");
        String first = freeAddress();
        DemoMember ann = start("ann", "--found", "--bind", first);
        DemoMember bob = start("bob", "--seeds", first);
        DemoMember carl = start("carl", "--seeds", first);
        // On a busy machine the others may have come before ann had begun: then it never was alone.
        DemoMember.Event begun =
                ann.await(0, e -> e.is("alone") || e.names("members").size() > 1, "that it founded the group");
        say("ann (process " + ann.pid() + ") founded the group"
                + (begun.is("alone") ? ", and is warned: " + begun.text("message") : ""));
        List<DemoMember> three = List.of(ann, bob, carl);
        view(three, 0);

        String lunch = post(ann, "post Lunch? | At noon, downstairs.");
        everyoneHas(three, lunch);
        String yes = post(bob, "reply " + lunch + " Yes, if it is not fish.");
        everyoneHas(three, yes);
        String fish = post(carl, "reply " + yes + " It is Friday. It is fish.");
        everyoneHas(three, fish);
        say("ann posted, bob replied, carl replied to bob: all three boards have all three posts");

        List<DemoMember> two = List.of(bob, carl);
        int mark = Math.min(bob.mark(), carl.mark());
        say("SIGKILL to ann, the oldest member: no time to say anything");
        long killNanos = System.nanoTime();
        ann.kill();
        view(two, mark);
        say(String.format(Locale.ROOT, "that was %.3f s after the kill", seconds(System.nanoTime() - killNanos)));
        everyoneHas(two, post(bob, "post Has anybody seen ann? | She was here a moment ago."));

        DemoMember dora = start("dora", "--seeds", address(bob) + "," + address(carl));
        List<DemoMember> again = List.of(bob, carl, dora);
        view(again, 0);
        everyoneHas(List.of(dora), fish);
        say("dora joined, and has the whole board, the posts of ann included");
        everyoneHas(again, post(dora, "reply " + lunch + " I like fish. See you at noon."));

        List<String> boards = new ArrayList<>();
        for (DemoMember member : again) {
            boards.add(list(member).line());
        }
        show(list(dora));
        if (!boards.stream().allMatch(boards.get(0)::equals)) {
            throw new DemoFailure("the boards differ: " + boards);
        }
        say("the boards of bob, carl and dora are equal, byte by byte");
        for (DemoMember member : again) {
            member.quit();
        }
        say("all left");
    }

    /** Where the first member will listen; known before it runs, so that the others can start at the same time. */
    private static String freeAddress() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return "127.0.0.1:" + free.getLocalPort();
        }
    }

    private DemoMember start(String name, String... arguments) throws IOException {
        DemoMember member = DemoMember.start(name, debug, List.of(arguments), patience);
        all.add(member);
        return member;
    }

    private String address(DemoMember member) throws IOException, InterruptedException {
        return member.await(0, e -> e.is("joining"), "its address").text("address");
    }

    /** Waits until all of them have the same view with just these members, and says which. */
    private void view(List<DemoMember> members, int from) throws IOException, InterruptedException {
        List<String> names = members.stream().map(DemoMember::name).sorted().toList();
        Predicate<DemoMember.Event> wanted = e ->
                e.is("view") && e.names("members").stream().sorted().toList().equals(names);
        DemoMember.Event common = patience.await("one view of " + names + " at all of them", () -> {
            List<DemoMember.Event> views =
                    members.get(0).shown(from, wanted, "a view of " + names).toList();
            for (DemoMember member : members) {
                Set<String> ids = member.shown(from, wanted, "a view of " + names)
                        .map(view -> view.text("id"))
                        .collect(Collectors.toSet());
                views = views.stream()
                        .filter(view -> ids.contains(view.text("id")))
                        .toList();
            }
            return views.stream().findFirst();
        });
        say("view " + common.text("id") + " at all of them: " + String.join(", ", common.names("members")));
    }

    private String post(DemoMember member, String command) throws IOException, InterruptedException {
        int mark = member.mark();
        member.command(command);
        return member.await(mark, e -> e.is("posted"), "its post").text("id");
    }

    private void everyoneHas(List<DemoMember> members, String id) throws IOException, InterruptedException {
        for (DemoMember member : members) {
            member.await(0, e -> e.is("post") && e.text("id").equals(id), "post " + id);
        }
    }

    private DemoMember.Event list(DemoMember member) throws IOException, InterruptedException {
        int mark = member.mark();
        member.command("list");
        return member.await(mark, e -> e.is("list"), "its list");
    }

    private void show(DemoMember.Event list) throws IOException {
        say("what dora sees:");
        if (list.fields().get("posts") instanceof List<?> posts) {
            for (Object post : posts) {
                DemoMember.Event fields = new DemoMember.Event("", (Map<?, ?>) post);
                String indent = "  ".repeat(Integer.parseInt(fields.text("depth")));
                streams.line("           " + indent + fields.text("from") + ": " + fields.text("subject") + "  "
                        + fields.text("text"));
            }
        }
    }

    private void say(String text) throws IOException {
        streams.line(String.format(Locale.ROOT, "%6.2f s  %s", seconds(System.nanoTime() - startNanos), text));
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private void killAll() {
        all.forEach(DemoMember::close);
    }

    @Override
    public void close() {
        killAll();
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException ending) {
            // The hook runs already, and does the same.
        }
    }
}
