package dev.tutti.sim.script;

import dev.tutti.sim.trace.Member;
import dev.tutti.sim.trace.TraceEvent;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a script can say that it is about, so that a trace that is written anew cannot lose the point. */
final class Expectations {
    static final String USAGE = "together NAME... | views of RUN = NAME... [| NAME...]... | no view NUMBER of RUN "
            + "| coordinator of RUN = NAME | transitional of RUN = NAME... | joined of RUN = NAME... | left of RUN = NAME... "
            + "| primary RUN... | secondary RUN... | blocked RUN... | unblocked RUN... | no view of RUN | gone NAME... "
            + "| delivered of RUN from SENDER = COUNT | delivered of RUN from SENDER = FIRST to LAST | state of NAME = COUNT | refused of NAME = COUNT";

    private static final String NOBODY = "-";

    private Expectations() {}

    static Action read(Words words) {
        String what = words.next("what to expect");
        return switch (what) {
            case "together" -> {
                String[] names = words.names().toArray(String[]::new);
                yield stage -> require(
                        stage.cluster().together(names).getAsBoolean(),
                        () -> stage.cluster().describe());
            }
            case "views" -> {
                String at = of(words);
                List<Set<String>> wanted =
                        words.parts().stream().map(Expectations::sorted).toList();
                yield stage -> equal(memberships(stage, at), wanted);
            }
            case "no" -> noView(words);
            case "coordinator" -> {
                String at = of(words);
                String wanted = words.next("a name");
                yield stage -> equal(stage.lastView(at).members().get(0).name(), wanted);
            }
            case "transitional" -> members(words, TraceEvent.Viewed::transitional);
            case "joined" -> members(words, TraceEvent.Viewed::joined);
            case "left" -> members(words, TraceEvent.Viewed::left);
            case "primary" -> each(words, (stage, at) -> stage.lastView(at).primary());
            case "secondary" -> each(words, (stage, at) -> !stage.lastView(at).primary());
            case "blocked" -> each(words, Stage::blocked);
            case "unblocked" -> each(words, (stage, at) -> !stage.blocked(at));
            case "gone" -> each(words, (stage, name) -> !stage.cluster().runs(name));
            case "delivered" -> delivered(words);
            case "state" ->
                count(
                        words,
                        (stage, name) -> stage.cluster().member(name).content().size());
            case "refused" ->
                count(words, (stage, name) -> stage.cluster().member(name).refused());
            default -> throw new Unreadable("'" + what + "' cannot be expected");
        };
    }

    /** Something that holds, or does not, of one member. */
    @FunctionalInterface
    private interface Holds {
        boolean of(Stage stage, String name);
    }

    /** A number at one member. */
    @FunctionalInterface
    private interface Figure {
        long of(Stage stage, String name);
    }

    /** The members of each view that was shown there. */
    static List<Set<String>> memberships(Stage stage, String at) {
        return stage.views(at).stream().map(view -> names(view.members())).toList();
    }

    private static Set<String> names(Collection<Member> members) {
        return sorted(members.stream().map(Member::name).toList());
    }

    private static Set<String> sorted(Collection<String> names) {
        return new TreeSet<>(names);
    }

    private static String of(Words words) {
        String at = words.next("of", "a name");
        words.expect("=");
        return at;
    }

    private static Action members(Words words, Function<TraceEvent.Viewed, List<Member>> which) {
        String at = of(words);
        Set<String> wanted = sorted(words.names());
        wanted.remove(NOBODY);
        return stage -> equal(names(which.apply(stage.lastView(at))), wanted);
    }

    private static Action each(Words words, Holds holds) {
        List<String> names = words.names();
        return stage -> names.forEach(name -> require(
                holds.of(stage, name),
                () -> name + " is not; " + stage.cluster().describe()));
    }

    private static Action count(Words words, Figure number) {
        String name = of(words);
        long wanted = words.count("how many");
        return stage -> equal(number.of(stage, name), wanted);
    }

    private static Action noView(Words words) {
        words.expect("view");
        if (words.takes("of")) {
            String at = words.next("a name");
            return stage -> equal(memberships(stage, at), List.of());
        }
        long number = words.count("the number of a view");
        String at = words.next("of", "a name");
        return stage -> require(
                stage.views(at).stream().noneMatch(view -> view.id().number() == number), () -> at + " was shown it");
    }

    /** The first so many of a sender, or those from one number to another, in their order, and no more. */
    private static Action delivered(Words words) {
        String at = words.next("of", "a name");
        String from = words.next("from", "the sender");
        words.expect("=");
        int first = words.count("how many");
        int last = first;
        if (words.takes("to")) {
            last = words.count("the last");
        } else {
            first = 1;
        }
        List<String> wanted =
                IntStream.rangeClosed(first, last).mapToObj(i -> from + "/" + i).toList();
        return stage -> equal(
                stage.events(at).stream()
                        .map(event -> event instanceof TraceEvent.Delivered delivered ? delivered.message() : null)
                        .filter(Objects::nonNull)
                        .filter(id -> id.startsWith(from + "/"))
                        .collect(Collectors.toList()),
                wanted);
    }

    private static void equal(Object is, Object wanted) {
        require(is.equals(wanted), () -> "it is " + is + ", and should be " + wanted);
    }

    private static void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise.get());
        }
    }
}
