package dev.tutti.sim.script;

import dev.tutti.GroupProperties;
import dev.tutti.GroupProperties.Engine;
import dev.tutti.GroupProperties.Order;
import dev.tutti.Options;
import dev.tutti.Setting;
import dev.tutti.StateHandler.OnMerge;
import dev.tutti.sim.Cluster;
import dev.tutti.sim.Setup;
import dev.tutti.sim.check.Violation;
import dev.tutti.sim.world.LinkQuality;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** All that a script can do. */
final class Verbs {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private static final List<Verb> ALL = List.of(
            new Verb("seed N", words -> {
                long seed = words.count("the seed");
                return stage -> stage.seed(seed);
            }),
            new Verb(
                    "setup state primary-wins | state merge | primary-only | no-evidence | window BYTES | outbox BYTES "
                            + "| bb-threshold BYTES "
                            + "| order ORDER | engine ENGINE | resilience COUNT",
                    Verbs::setup),
            new Verb("seeds NAME...", names(Cluster::seeds)),
            new Verb("found NAME", words -> {
                String name = words.next("a name");
                return stage -> stage.cluster().found(name);
            }),
            new Verb("start NAME...", names(Cluster::start)),
            new Verb("run MILLIS", words -> {
                long nanos = words.millis();
                return stage -> stage.cluster()
                        .scheduler()
                        .runUntil(stage.cluster().scheduler().nowNanos() + nanos);
            }),
            new Verb("await MILLIS " + Conditions.USAGE, Verbs::await),
            new Verb("cast NAME... COUNT [of N bytes]", Verbs::cast),
            new Verb("gbcast NAME...", names((cluster, names) -> {
                for (String name : names) {
                    cluster.member(name).gbcast(1);
                }
            })),
            new Verb("switch NAME WORD...", words -> {
                String name = words.next("a name");
                GroupProperties wanted = GroupProperties.parse(String.join(" ", words.names()));
                return stage -> stage.cluster().member(name).reconfigure(wanted);
            }),
            new Verb("send FROM TO COUNT", words -> {
                String from = words.next("the sender");
                String to = words.next("the receiver");
                int count = words.count("how many");
                return stage -> stage.cluster().send(from, to, count);
            }),
            new Verb("crash NAME...", names(Cluster::crash)),
            new Verb("leave NAME...", names(Cluster::leave)),
            new Verb("pause NAME...", names(Cluster::pause)),
            new Verb("resume NAME...", names(Cluster::resume)),
            new Verb("slow NAME MILLIS", words -> {
                String name = words.next("a name");
                long millis = words.count("the time for each event in milliseconds");
                return stage -> stage.cluster().slow(name, millis);
            }),
            new Verb("cut FROM TO", words -> {
                String from = words.next("the sender");
                String to = words.next("the receiver");
                return stage -> stage.cluster().cut(from, to);
            }),
            new Verb("mend FROM TO", words -> {
                String from = words.next("the sender");
                String to = words.next("the receiver");
                return stage -> stage.cluster().network().mend(Cluster.address(from), Cluster.address(to));
            }),
            new Verb("partition NAME... | NAME...", words -> {
                List<List<String>> parts = words.parts();
                return stage -> stage.cluster().partition(parts);
            }),
            new Verb("heal", words -> stage -> stage.cluster().heal()),
            new Verb(
                    "quality [from X to Y] [loss P] [doubling P] [reordering P] [delay MICROS MICROS]", Verbs::quality),
            new Verb("lose " + FramePattern.USAGE, words -> {
                FramePattern pattern = FramePattern.read(words);
                return stage -> stage.frames().add(pattern, false);
            }),
            new Verb("pass [" + FramePattern.USAGE + "]", words -> end(words, false)),
            new Verb("hold " + FramePattern.USAGE, words -> {
                FramePattern pattern = FramePattern.read(words);
                return stage -> stage.frames().add(pattern, true);
            }),
            new Verb("release [" + FramePattern.USAGE + "]", words -> end(words, true)),
            new Verb("settle MILLIS", words -> {
                long millis = words.count("the limit in milliseconds");
                return stage -> stage.settle(millis);
            }),
            new Verb("check", words -> Verbs::check),
            new Verb("expect " + Expectations.USAGE, Expectations::read));

    private Verbs() {}

    /** Makes an action of a line. */
    static Action read(String line) {
        Words words = new Words(line);
        String word = words.next("a verb");
        Verb verb = ALL.stream()
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new Unreadable("'" + word + "' is not understood; what is understood:\n" + usage()));
        try {
            Action action = verb.reader().apply(words);
            words.end();
            return action;
        } catch (Unreadable wrong) {
            throw new Unreadable(wrong.getMessage() + "; what is understood:\n  " + verb.usage());
        }
    }

    static String usage() {
        return ALL.stream().map(verb -> "  " + verb.usage()).collect(Collectors.joining("\n"));
    }

    private static Function<Words, Action> names(BiConsumer<Cluster, String[]> deed) {
        return words -> {
            List<String> names = words.names();
            return stage -> deed.accept(stage.cluster(), names.toArray(String[]::new));
        };
    }

    private static Action setup(Words words) {
        String what = words.next("what is to be set up");
        return switch (what) {
            case "state" -> {
                OnMerge policy = switch (words.next("what happens when sides meet")) {
                    case "primary-wins" -> OnMerge.PRIMARY_WINS;
                    case "merge" -> OnMerge.MERGE;
                    default -> throw new Unreadable("it should be primary-wins or merge");
                };
                yield stage -> stage.setup(before -> before.state(policy));
            }
            case "primary-only" -> stage -> stage.setup(Setup::onlyPrimary);
            case "order" -> {
                Order order = Order.valueOf(constant(words.next("the order")));
                yield stage -> stage.setup(before -> before.group(group -> group.order(order)));
            }
            case "engine" -> {
                Engine engine = Engine.valueOf(constant(words.next("the engine")));
                yield stage -> stage.setup(before -> before.group(group -> group.engine(engine)));
            }
            case "resilience" -> {
                int members = words.count("the degree");
                yield stage -> stage.setup(before -> before.group(group -> group.resilience(members)));
            }
            case "no-evidence" -> stage -> stage.setup(before -> before.evidence(false));
            case "window" -> bytes(words, Options.WINDOW_BYTES);
            case "outbox" -> bytes(words, Options.OUTBOX_BYTES);
            case "bb-threshold" -> bytes(words, Options.BB_THRESHOLD_BYTES);
            default -> throw new Unreadable("'" + what + "' cannot be set up");
        };
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static Action bytes(Words words, Setting<Integer> setting) {
        int bytes = words.count("the number of bytes");
        UnaryOperator<Options> change = options -> options.with(setting, bytes);
        return stage -> stage.options(change);
    }

    private static Action await(Words words) {
        long limitMillis = words.millis() / NANOS_PER_MILLI;
        Condition condition = Conditions.read(words);
        return stage -> {
            stage.cluster().await(limitMillis, condition.on(stage));
            stage.finishMoment();
        };
    }

    private static Action cast(Words words) {
        List<String> names = words.namesBeforeNumber();
        int count = words.count("how many");
        int sizeBytes;
        if (words.takes("of")) {
            sizeBytes = words.count("the size");
            words.expect("bytes");
        } else {
            sizeBytes = 0;
        }
        return stage -> {
            for (String name : names) {
                for (int i = 0; i < count; i++) {
                    stage.cluster().member(name).cast(sizeBytes);
                }
            }
        };
    }

    private static Action quality(Words words) {
        boolean all = !words.takes("from");
        String from = all ? "" : words.next("the sender");
        String to = all ? "" : words.next("to", "the receiver");
        LinkQuality quality = LinkQuality.LAN;
        do {
            String what = words.next("a quality");
            quality = switch (what) {
                case "loss" -> quality.losing(words.number("the probability"));
                case "doubling" -> quality.doubling(words.number("the probability"));
                case "reordering" -> quality.reordering(words.number("the probability"));
                case "delay" ->
                    quality.delay(
                            words.count("the fixed part") * NANOS_PER_MICRO,
                            words.count("the varying part") * NANOS_PER_MICRO);
                default -> throw new Unreadable("'" + what + "' is not a quality");
            };
        } while (words.more());
        LinkQuality read = quality;
        return stage -> {
            if (all) {
                stage.cluster().network().quality(read);
            } else {
                stage.cluster().network().quality(Cluster.address(from), Cluster.address(to), read);
            }
        };
    }

    private static Action end(Words words, boolean hold) {
        if (!words.more()) {
            return stage -> stage.frames().endAll(hold);
        }
        FramePattern pattern = FramePattern.read(words);
        return stage -> stage.frames().end(pattern, hold);
    }

    private static void check(Stage stage) {
        List<Violation> violations = stage.violations();
        if (!violations.isEmpty()) {
            throw new IllegalStateException("broken: " + violations);
        }
    }
}
