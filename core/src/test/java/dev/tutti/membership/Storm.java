package dev.tutti.membership;

import dev.tutti.GroupProperties;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Many faults, drawn from the seed: loss, doubling, delay, splits into up to three parts, false suspicions, crashes and restarts,
 * leaves and joins at any moment; also at the worst ones, just when somebody sends out its decision or its acceptance.
 */
final class Storm {
    /** What may happen. */
    record Weather(boolean crashes, boolean leaves, boolean splits, boolean restarts) {}

    private final MembershipRig rig;
    private final Random random;
    private final Weather weather;
    private final int members;
    private int trapped;

    Storm(MembershipRig rig, Weather weather, int members) {
        this.rig = rig;
        this.random = rig.random;
        this.weather = weather;
        this.members = members;
    }

    void blow(int rounds) {
        rig.loss = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.3;
        rig.doubled = random.nextInt(2) * random.nextDouble() * 0.3;
        rig.maxDelayNanos = (1 + random.nextInt(random.nextBoolean() ? 5 : 120)) * MembershipRig.MILLIS;
        rig.maxInstallNanos = (1 + random.nextInt(random.nextBoolean() ? 10 : 700)) * MembershipRig.MILLIS;
        for (int round = 0; round < rounds; round++) {
            happen();
            rig.advanceMillis(1 + random.nextInt(random.nextBoolean() ? 60 : 1_200));
        }
    }

    /** The end of all faults. At least one seed runs then, or parts of the group that have never met would not find each other. */
    void clear() {
        rig.heal();
        rig.advanceMillis(1_000);
        if (rig.running().stream()
                .noneMatch(member -> rig.seeds().contains(member.self().address()))) {
            rig.start(1);
        }
        rig.maxDelayNanos = 3 * MembershipRig.MILLIS;
        rig.maxInstallNanos = 10 * MembershipRig.MILLIS;
        rig.advanceMillis(15_000);
        if (!rig.isTogether()) {
            // Perhaps they wait for a group that has died out since they heard of it.
            rig.advanceMillis(65_000);
        }
    }

    private void happen() {
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                if (weather.splits()) {
                    split();
                }
            }
            case 2 -> rig.split();
            case 3 -> falseSuspicion();
            case 4 -> {
                if (weather.crashes()) {
                    rig.crash(any());
                }
            }
            case 5 -> {
                // Seeds stay away: had a majority of them forgotten everything, they might found a second group.
                int number = rig.seeds().size() + 1 + random.nextInt(members);
                if (weather.restarts()) {
                    rig.start(number);
                }
            }
            case 6 -> {
                if (weather.leaves()) {
                    any().leave();
                }
            }
            case 7 -> trap();
            case 8 -> any().membership().wish(GroupProperties.DEFAULT.resilience(random.nextInt(5)));
            default -> {
                // Nothing for once.
            }
        }
    }

    private RigMember any() {
        List<RigMember> running = rig.running();
        return running.isEmpty() ? rig.start(1) : running.get(random.nextInt(running.size()));
    }

    private void split() {
        List<Integer> shuffled = new ArrayList<>();
        for (int i = 1; i <= members; i++) {
            shuffled.add(i);
        }
        Collections.shuffle(shuffled, random);
        int parts = 2 + random.nextInt(2);
        int[][] sides = new int[parts][];
        for (int side = 0; side < parts; side++) {
            int from = side * members / parts;
            int to = (side + 1) * members / parts;
            sides[side] = shuffled.subList(from, to).stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        rig.split(sides);
    }

    private void falseSuspicion() {
        RigMember one = any();
        RigMember other = any();
        if (one != other) {
            one.suspect(other);
        }
    }

    /** The next decision or acceptance, or one soon after, is the last that its sender gets out: it crashes, leaves or is cut off. */
    private void trap() {
        int skip = random.nextInt(4);
        int kind = random.nextInt(3);
        boolean decisions = random.nextBoolean();
        boolean swallow = random.nextBoolean();
        trapped = 0;
        rig.tap = (from, to, message) -> {
            boolean watched = decisions ? message instanceof Control.Decide : message instanceof Control.Accept;
            if (!watched || trapped++ != skip) {
                return true;
            }
            switch (kind) {
                case 0 -> {
                    if (weather.crashes()) {
                        rig.crash(from);
                    }
                }
                case 1 -> {
                    if (weather.leaves()) {
                        rig.time.after(0, from::leave);
                    }
                }
                default -> {
                    if (weather.splits()) {
                        split();
                    }
                }
            }
            return !swallow;
        };
    }
}
