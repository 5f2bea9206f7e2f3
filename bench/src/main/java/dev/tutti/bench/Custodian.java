package dev.tutti.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Sees to it that nothing is left behind when this process is told to end early: no member's process, no log. */
final class Custodian {
    private final Path logs;
    private final Set<MemberProcess> members = ConcurrentHashMap.newKeySet();
    private final Thread hook = new Thread(this::endEarly, "custodian");
    private volatile boolean endingEarly;

    /**
     * Takes charge.
     *
     * @param logs folder to delete
     */
    Custodian(Path logs) {
        this.logs = logs;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Takes charge of a process.
     *
     * @param member to be killed if need be
     * @throws InterruptedException if the thread is interrupted
     */
    void add(MemberProcess member) throws InterruptedException {
        members.add(member);
        if (endingEarly) {
            member.kill();
            waitForTheEnd();
        }
    }

    /**
     * Gives up a process that has ended.
     *
     * @param member it
     */
    void remove(MemberProcess member) {
        members.remove(member);
    }

    /**
     * Returns only if this process is not being ended: what fails meanwhile fails because its members were killed.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    void waitForTheEnd() throws InterruptedException {
        if (endingEarly) {
            new CountDownLatch(1).await();
        }
    }

    /**
     * Gives up the charge: all went its way.
     *
     * @param keepLogs whether somebody may want to read them
     * @throws InterruptedException if the thread is interrupted
     */
    void release(boolean keepLogs) throws InterruptedException {
        waitForTheEnd();
        Runtime.getRuntime().removeShutdownHook(hook);
        if (!keepLogs) {
            deleteLogs();
        }
    }

    private void endEarly() {
        endingEarly = true;
        members.forEach(MemberProcess::kill);
        members.forEach(MemberProcess::awaitEnd);
        deleteLogs();
    }

    private void deleteLogs() {
        try (Stream<Path> all = Files.walk(logs)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failed) {
            System.err.println("cannot delete " + logs + ": " + failed);
        }
    }
}
