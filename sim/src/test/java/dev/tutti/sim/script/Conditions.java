package dev.tutti.sim.script;

import java.util.List;
import java.util.Set;

/** What a script can wait for. */
final class Conditions {
    static final String USAGE = "together NAME... | view of NAME = NAME... | blocked NAME... | gone NAME... "
            + "| delivered N at NAME | sent " + FramePattern.USAGE + " | arrived " + FramePattern.USAGE;

    private Conditions() {}

    static Condition read(Words words) {
        String what = words.next("what to wait for");
        return switch (what) {
            case "together" -> {
                String[] names = words.names().toArray(String[]::new);
                yield stage -> stage.cluster().together(names);
            }
            case "view" -> {
                String at = words.next("of", "a name");
                words.expect("=");
                Set<String> members = Set.copyOf(words.names());
                yield stage -> () -> {
                    List<Set<String>> views = Expectations.memberships(stage, at);
                    return !views.isEmpty() && views.get(views.size() - 1).equals(members);
                };
            }
            case "blocked" -> {
                List<String> names = words.names();
                yield stage -> () -> names.stream().allMatch(stage::blocked);
            }
            case "gone" -> {
                List<String> names = words.names();
                yield stage -> () -> names.stream().noneMatch(stage.cluster()::runs);
            }
            case "delivered" -> {
                int count = words.count("how many");
                String at = words.next("at", "a name");
                yield stage -> () -> stage.cluster().member(at).delivered() >= count;
            }
            case "sent" -> frame(words, false);
            case "arrived" -> frame(words, true);
            default -> throw new Unreadable("'" + what + "' is nothing to wait for");
        };
    }

    private static Condition frame(Words words, boolean untilArrival) {
        FramePattern pattern = FramePattern.read(words);
        return stage -> stage.frames().watch(pattern, untilArrival);
    }
}
