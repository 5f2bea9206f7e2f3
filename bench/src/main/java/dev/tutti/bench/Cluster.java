package dev.tutti.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The members of one run, each in a process of its own. None of them outlives this object, or this process.
 */
final class Cluster implements AutoCloseable {
    /** Time for all processes to begin a phase together. */
    private static final long HEADSTART_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** How long one step of a run may take that is over in a few seconds when all is well. */
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final List<MemberProcess> members = new ArrayList<>();
    private List<Integer> rehearsalPorts = List.of();
    private final Custodian custodian;

    private Cluster(Custodian custodian) {
        this.custodian = custodian;
    }

    /**
     * Starts processes; none of them joins yet.
     *
     * @param contender what they run
     * @param setup of all runs
     * @param logs folder for their logs
     * @param custodian kills them if this process is ended early
     * @return the processes, ready
     * @throws Failure if one of them did not start, or has another clock than this process
     * @throws InterruptedException if the thread is interrupted
     */
    static Cluster start(Contender contender, Setup setup, Path logs, Custodian custodian)
            throws Failure, InterruptedException {
        Cluster cluster = new Cluster(custodian);
        try {
            List<Integer> ports = Loopback.freePorts(2 * setup.members() + 1);
            List<Integer> memberPorts = ports.subList(0, setup.members());
            cluster.rehearsalPorts = ports.subList(setup.members(), 2 * setup.members());
            for (int index = 0; index < setup.members(); index++) {
                Seat seat = new Seat(index, memberPorts, "bench", ports.getLast());
                MemberProcess member =
                        new MemberProcess(index, setup.command(contender, seat), logs.resolve("m" + index + ".log"));
                cluster.members.add(member);
                custodian.add(member);
            }
            cluster.compareClocks();
            return cluster;
        } catch (IOException failed) {
            cluster.close();
            throw new Failure("cannot start members: " + failed.getMessage());
        } catch (Failure | InterruptedException | RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    /**
     * Times taken in different processes are compared, so all clocks must be one. A member's time lies between the controller's before
     * the question and after the answer.
     */
    private void compareClocks() throws Failure, InterruptedException {
        for (MemberProcess member : members) {
            long beforeNanos = System.nanoTime();
            long memberNanos = Long.parseLong(ask(member, "clock")[1]);
            if (memberNanos - beforeNanos < 0 || System.nanoTime() - memberNanos < 0) {
                throw member.failure("has another System.nanoTime than its controller; this machine cannot be used");
            }
        }
    }

    /**
     * Lets each member join and leave a group of its own.
     *
     * @throws Failure if one cannot
     * @throws InterruptedException if the thread is interrupted
     */
    void rehearse() throws Failure, InterruptedException {
        for (int index = 0; index < members.size(); index++) {
            members.get(index).tell("rehearse " + rehearsalPorts.get(index));
        }
        for (MemberProcess member : members) {
            member.reply("rehearsed", System.nanoTime() + STEP_NANOS);
        }
    }

    /**
     * What one member's joining took.
     *
     * @param joinerNanos from its beginning until the joiner had its view
     * @param allNanos from its beginning until all members so far had that view
     */
    record Join(long joinerNanos, long allNanos) {}

    /**
     * Lets the members join one after the other.
     *
     * @return one entry per member, by index
     * @throws Failure if they do not form one group
     * @throws InterruptedException if the thread is interrupted
     */
    List<Join> join() throws Failure, InterruptedException {
        List<Join> joins = new ArrayList<>();
        for (int index = 0; index < members.size(); index++) {
            String[] words = ask(members.get(index), "join", "joined");
            long beganNanos = Long.parseLong(words[1]);
            long joinedNanos = Long.parseLong(words[2]);
            Set<Integer> expected = IntStream.rangeClosed(0, index).boxed().collect(Collectors.toSet());
            long allNanos = awaitView(expected, beganNanos, members.subList(0, index + 1));
            joins.add(new Join(joinedNanos - beganNanos, Math.max(joinedNanos, allNanos) - beganNanos));
        }
        return joins;
    }

    /**
     * Runs one phase on all members.
     *
     * @param load what to send
     * @param lengthNanos how long
     * @return when it began, and each member's result
     * @throws Failure if a message was lost or wrong, or the view changed
     * @throws InterruptedException if the thread is interrupted
     */
    PhaseRun run(Load load, long lengthNanos) throws Failure, InterruptedException {
        Phase phase = load.phase(System.nanoTime() + HEADSTART_NANOS, lengthNanos);
        for (MemberProcess member : members) {
            member.tell(phase.line());
        }
        long deadlineNanos = phase.endNanos() + phase.drainNanos() + STEP_NANOS;
        List<PhaseResult> results = new ArrayList<>();
        for (MemberProcess member : members) {
            results.add(PhaseResult.parse(member.reply("done", deadlineNanos)));
        }
        for (MemberProcess member : members) {
            member.verifyNoView(phase.startNanos());
        }
        return PhaseRun.of(phase, results);
    }

    /**
     * Kills a member and waits for the view of the others.
     *
     * @param victim index of the member
     * @return time from the kill until the last of the others had the view
     * @throws Failure if they have none in time
     * @throws InterruptedException if the thread is interrupted
     */
    long failOver(int victim) throws Failure, InterruptedException {
        List<MemberProcess> survivors = new ArrayList<>(members);
        survivors.remove(victim);
        Set<Integer> expected = IntStream.range(0, members.size())
                .filter(i -> i != victim)
                .boxed()
                .collect(Collectors.toSet());
        long killedNanos = System.nanoTime();
        members.get(victim).kill();
        return awaitView(expected, killedNanos, survivors) - killedNanos;
    }

    private static long awaitView(Set<Integer> expected, long sinceNanos, List<MemberProcess> at)
            throws Failure, InterruptedException {
        long deadlineNanos = System.nanoTime() + STEP_NANOS;
        long lastNanos = Long.MIN_VALUE;
        for (MemberProcess member : at) {
            lastNanos = Math.max(lastNanos, member.awaitView(expected, sinceNanos, deadlineNanos));
        }
        return lastNanos;
    }

    /**
     * Lets all members leave, all at once. Each then checks that nothing was delivered that should not have been.
     *
     * @throws Failure if a member cannot, or something was wrong
     * @throws InterruptedException if the thread is interrupted
     */
    void leave() throws Failure, InterruptedException {
        for (MemberProcess member : members) {
            member.tell("leave");
        }
        for (MemberProcess member : members) {
            member.reply("left", System.nanoTime() + STEP_NANOS);
        }
    }

    private static String[] ask(MemberProcess member, String command) throws Failure, InterruptedException {
        return ask(member, command, command);
    }

    private static String[] ask(MemberProcess member, String command, String reply)
            throws Failure, InterruptedException {
        member.tell(command);
        return member.reply(reply, System.nanoTime() + STEP_NANOS);
    }

    @Override
    public void close() {
        members.forEach(MemberProcess::kill);
        members.forEach(MemberProcess::awaitEnd);
        members.forEach(custodian::remove);
    }
}
