package dev.tutti.membership;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import dev.tutti.GroupProperties;
import dev.tutti.ViewId;
import dev.tutti.layer.VirtualTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Processes that run nothing but the membership, over a network and a clock that the test scripts; everything follows from the seed.
 * Each process installs what it is told after a while, as an end-point would, and finds out by heartbeats who is silent.
 *
 * <p>Keidar and Khazan's obligations of the membership are checked at every callback ({@link RigMember}); {@link #checkPrimaryChain}
 * checks what dynamic voting promises, {@link #checkTogether} what must hold some time after the last fault.
 */
final class MembershipRig {
    static final long MILLIS = 1_000_000L;
    static final long RESEND_NANOS = 50 * MILLIS;
    static final long CHANGE_TIMEOUT_NANOS = 500 * MILLIS;
    static final long PROBE_NANOS = 200 * MILLIS;
    static final long HEARTBEAT_NANOS = 80 * MILLIS;
    static final long SILENCE_NANOS = 400 * MILLIS;

    /** What the network does with one message. */
    @FunctionalInterface
    interface Tap {
        /** False swallows the message. */
        boolean pass(RigMember from, Address to, Control message);
    }

    /** What the network does with one heartbeat. */
    @FunctionalInterface
    interface Pulse {
        /** False swallows it. */
        boolean pass(RigMember from, Endpoint to);
    }

    /** A view that some member was told is primary. */
    record Primary(Proposal view, long atNanos) {}

    final VirtualTime time = new VirtualTime();
    final Random random;
    double loss;
    double doubled;
    long maxDelayNanos = 3 * MILLIS;
    long maxInstallNanos = 10 * MILLIS;
    int maxMembers = 64;
    Tap tap = (from, to, message) -> true;
    Pulse pulse = (from, to) -> true;

    private final List<Address> seeds = new ArrayList<>();
    private boolean seedsComplete = true;
    private boolean announces;
    private final Map<Address, RigMember> running = new LinkedHashMap<>();
    private final Map<Address, Integer> sides = new HashMap<>();
    private final Map<ViewId, Proposal> decided = new HashMap<>();
    private final TreeMap<ViewId, Primary> primaries = new TreeMap<>();
    private final Map<ViewId, List<Endpoint>> installed = new HashMap<>();
    private final List<String> log = new ArrayList<>();

    MembershipRig(long seed) {
        random = new Random(seed);
    }

    // ---- processes ----

    static Address address(int number) {
        return new Address("h" + number, 7_000);
    }

    MembershipRig seeds(int... numbers) {
        for (int number : numbers) {
            seeds.add(address(number));
        }
        return this;
    }

    List<Address> seeds() {
        return seeds;
    }

    /** Some names of seeds cannot be looked up, until the next call. */
    MembershipRig seedsComplete(boolean all) {
        seedsComplete = all;
        return this;
    }

    boolean seedsComplete() {
        return seedsComplete;
    }

    /** Members hear each other's announcements. */
    MembershipRig announcing() {
        announces = true;
        return this;
    }

    boolean announces() {
        return announces;
    }

    List<Address> everywhere() {
        return List.copyOf(running.keySet());
    }

    /** Starts a process, in place of one that has run there. */
    RigMember start(int number) {
        return start(number, "m" + number, false, "stack");
    }

    /** Starts a process that may found the group. */
    RigMember found(int number) {
        return start(number, "m" + number, true, "stack");
    }

    RigMember start(int number, String name, boolean founds, String spec) {
        return start(number, name, founds, spec, GroupProperties.DEFAULT);
    }

    RigMember start(int number, String name, boolean founds, String spec, GroupProperties properties) {
        Address address = address(number);
        crash(number);
        Endpoint self = new Endpoint(name, random.nextLong() | 1, address);
        MembershipOptions options = new MembershipOptions(
                RESEND_NANOS,
                CHANGE_TIMEOUT_NANOS,
                PROBE_NANOS,
                4 * RESEND_NANOS,
                founds,
                maxMembers,
                spec,
                properties);
        RigMember member = new RigMember(this, self, options);
        running.put(address, member);
        note(member + " starts as " + Long.toHexString(self.id()));
        member.begin();
        return member;
    }

    void crash(int number) {
        crash(running.get(address(number)));
    }

    void crash(@org.jspecify.annotations.Nullable RigMember member) {
        if (member != null && running.remove(member.self().address(), member)) {
            note(member + " crashes");
            member.stop();
        }
    }

    void over(RigMember member) {
        running.remove(member.self().address(), member);
    }

    boolean isRunning(RigMember member) {
        return running.get(member.self().address()) == member;
    }

    List<RigMember> running() {
        return List.copyOf(running.values());
    }

    @org.jspecify.annotations.Nullable RigMember at(int number) {
        return running.get(address(number));
    }

    // ---- the network ----

    /** Cuts the network into sides; who is not named is on a side with all others that are not. */
    void split(int[]... parts) {
        sides.clear();
        for (int side = 0; side < parts.length; side++) {
            for (int number : parts[side]) {
                sides.put(address(number), side + 1);
            }
        }
        note("split " + Arrays.deepToString(parts));
    }

    void heal() {
        sides.clear();
        loss = 0;
        doubled = 0;
        tap = (from, to, message) -> true;
        pulse = (from, to) -> true;
        note("healed");
    }

    private boolean connected(Address a, Address b) {
        return sides.getOrDefault(a, 0).equals(sides.getOrDefault(b, 0));
    }

    void carry(RigMember from, Address to, long receiver, Control message) {
        if (!isRunning(from) || !tap.pass(from, to, message) || !isRunning(from)) {
            return;
        }
        byte[] bytes = ControlCodec.encode(receiver, message).toBytes();
        carry(from.self().address(), to, member -> member.frame(bytes));
    }

    void beat(RigMember from, Endpoint to, java.util.function.Consumer<RigMember> arrival) {
        if (pulse.pass(from, to)) {
            carry(from.self().address(), to.address(), arrival);
        }
    }

    private void carry(Address from, Address to, java.util.function.Consumer<RigMember> arrival) {
        int copies = random.nextDouble() < doubled ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            if (random.nextDouble() >= loss) {
                time.after(1 + random.nextLong(maxDelayNanos), () -> {
                    RigMember there = running.get(to);
                    if (there != null && connected(from, to)) {
                        arrival.accept(there);
                    }
                });
            }
        }
    }

    /** Lets time pass. */
    void advanceMillis(long millis) {
        time.advance(millis * MILLIS);
    }

    // ---- what is seen ----

    void note(String line) {
        if (log.size() >= 4_000) {
            log.subList(0, 1_000).clear();
        }
        log.add(time.nanoTime() / MILLIS + " ms: " + line);
    }

    /** The last lines of what happened, for a failed assertion. */
    String story() {
        return String.join("\n", log.subList(Math.max(0, log.size() - 120), log.size()));
    }

    void decided(Proposal proposal) {
        Proposal before = decided.putIfAbsent(proposal.id(), proposal);
        if (before != null && !before.equals(proposal)) {
            throw new AssertionError("view " + proposal.id() + " is told differently\n" + story());
        }
    }

    void installed(RigMember member, Proposal view) {
        installed.computeIfAbsent(view.id(), ignored -> new ArrayList<>()).add(member.self());
    }

    void primary(RigMember member) {
        primaries.putIfAbsent(member.current().id(), new Primary(member.current(), time.nanoTime()));
    }

    /** The views that somebody was told are primary, by id. */
    Collection<Primary> primaries() {
        return primaries.values();
    }

    /**
     * Primary views form one line: each has a member that has installed it and then the next one, or was known in the next one to have
     * left after the one before; so none has two successors.
     */
    void checkPrimaryChain() {
        Proposal before = null;
        for (Primary each : primaries.values()) {
            Proposal view = each.view();
            if (before != null) {
                List<Endpoint> both = new ArrayList<>(installed.getOrDefault(before.id(), List.of()));
                List<Endpoint> after = installed.getOrDefault(view.id(), List.of());
                both.removeIf(
                        member -> !after.contains(member) && !view.leaving().contains(member.id()));
                if (both.isEmpty()) {
                    throw new AssertionError(
                            "nobody has installed both primary views\n" + before + "\n" + view + "\n" + story());
                }
            }
            before = view;
        }
    }

    /**
     * All running processes are in one view that contains just them, and all know alike whether it is primary. Where the group has died
     * out and too few of its seeds run to found another one, they wait.
     */
    void checkTogether() {
        if (!isTogether()) {
            throw new AssertionError("not together:\n" + state() + story());
        }
    }

    boolean isTogether() {
        List<RigMember> members = running();
        boolean group = members.stream().anyMatch(member -> member.membership().belongs()) || mayFound();
        Set<Endpoint> all = new HashSet<>();
        members.forEach(member -> all.add(member.self()));
        for (RigMember member : members) {
            boolean whole = new HashSet<>(member.current().members()).equals(all)
                    && member.current().equals(members.get(0).current());
            if ((group && !whole) || member.isPrimary() != member.membership().mayBePrimary()) {
                return false;
            }
        }
        return true;
    }

    private boolean mayFound() {
        long fresh = seeds.stream()
                .map(running::get)
                .filter(member -> member != null && member.incarnations() == 1)
                .count();
        return 2 * fresh > seeds.size();
    }

    private String state() {
        StringBuilder text = new StringBuilder();
        running()
                .forEach(member -> text.append(member)
                        .append(member.isChanging() ? " changing " : " ")
                        .append(member.current().id())
                        .append(' ')
                        .append(member.current().members())
                        .append(member.membership().belongs() ? " in a line" : " in no line")
                        .append(member.isPrimary() ? ", primary\n" : "\n"));
        return text.toString();
    }

    /** The view that all running processes share. */
    Proposal together() {
        checkTogether();
        return running().get(0).current();
    }
}
