package dev.tutti.sim;

import dev.tutti.GroupOptions;
import dev.tutti.GroupProperties;
import dev.tutti.Options;
import dev.tutti.StateHandler.OnMerge;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What all nodes of a simulated group have in common.
 *
 * @param options name, address and seeds are filled in for each node
 * @param state what happens to states when sides meet; empty if the group has no state
 * @param group what the group is asked for, apart from its state
 * @param evidence whether a crash breaks connections, so that others know of it at once
 * @param announcements whether nodes find each other by multicast too
 * @param maxFrameBytes the largest frame for data
 * @param maxDriftMillionths by how much clocks may be too fast or too slow
 * @param stateFillerBytes by how much states are made larger than what they hold
 */
public record Setup(
        Options options,
        Optional<OnMerge> state,
        GroupOptions group,
        boolean evidence,
        boolean announcements,
        int maxFrameBytes,
        long maxDriftMillionths,
        int stateFillerBytes) {
    /** Quick time-outs, no state, evidence of crashes, frames of an Ethernet. */
    public static final Setup DEFAULT =
            new Setup(Options.local(), Optional.empty(), GroupOptions.DEFAULT, true, false, 1_400, 0, 0);

    private static final String CHOSEN = "set";

    /**
     * Replaces the options.
     *
     * @param wanted for all nodes
     * @return a copy with them
     */
    public Setup options(Options wanted) {
        return new Setup(
                wanted, state, group, evidence, announcements, maxFrameBytes, maxDriftMillionths, stateFillerBytes);
    }

    /**
     * Gives the group a state, namely the set of messages delivered.
     *
     * @param policy what happens when sides meet
     * @return a copy with it
     */
    public Setup state(OnMerge policy) {
        return new Setup(
                options,
                Optional.of(policy),
                group,
                evidence,
                announcements,
                maxFrameBytes,
                maxDriftMillionths,
                stateFillerBytes);
    }

    /**
     * Makes states larger.
     *
     * @param bytes added to each
     * @return a copy with them
     */
    public Setup stateFiller(int bytes) {
        return new Setup(options, state, group, evidence, announcements, maxFrameBytes, maxDriftMillionths, bytes);
    }

    /**
     * Refuses casts in views that are not primary.
     *
     * @return a copy that does
     */
    public Setup onlyPrimary() {
        return new Setup(
                options,
                state,
                group.withPrimaryOnly(),
                evidence,
                announcements,
                maxFrameBytes,
                maxDriftMillionths,
                stateFillerBytes);
    }

    /**
     * Says whether crashes leave evidence.
     *
     * @param wanted false: others find out by silence only
     * @return a copy that does so
     */
    public Setup evidence(boolean wanted) {
        return new Setup(
                options, state, group, wanted, announcements, maxFrameBytes, maxDriftMillionths, stateFillerBytes);
    }

    /**
     * Lets nodes find each other by multicast.
     *
     * @param wanted false: by seeds only
     * @return a copy that does so
     */
    public Setup announcements(boolean wanted) {
        return new Setup(options, state, group, evidence, wanted, maxFrameBytes, maxDriftMillionths, stateFillerBytes);
    }

    /**
     * Sets the size of frames.
     *
     * @param bytes the largest frame for data
     * @return a copy with it
     */
    public Setup maxFrame(int bytes) {
        return new Setup(options, state, group, evidence, announcements, bytes, maxDriftMillionths, stateFillerBytes);
    }

    /**
     * Lets clocks drift.
     *
     * @param millionths by how much at most, either way
     * @return a copy in which they do
     */
    public Setup drift(long millionths) {
        return new Setup(options, state, group, evidence, announcements, maxFrameBytes, millionths, stateFillerBytes);
    }

    /**
     * Asks for an order.
     *
     * @param change takes the options so far
     * @return a copy with those that it answers
     */
    public Setup group(UnaryOperator<GroupOptions> change) {
        return new Setup(
                options,
                state,
                change.apply(group),
                evidence,
                announcements,
                maxFrameBytes,
                maxDriftMillionths,
                stateFillerBytes);
    }

    @Override
    public String toString() {
        return (state.isPresent() ? "state " + state.get() + " +" + stateFillerBytes + " bytes" : "no state")
                + (group.properties().equals(GroupProperties.DEFAULT) ? "" : ", " + group.properties())
                + (group.primaryOnly() ? ", casts in primary views only" : "")
                + (evidence ? "" : ", crashes are silent")
                + (announcements ? ", announcements" : "")
                + ", frames of " + maxFrameBytes + " bytes, clocks wrong by up to " + maxDriftMillionths + " ppm"
                + chosen();
    }

    /** Options that are not as in their preset. */
    private String chosen() {
        StringBuilder text = new StringBuilder();
        options.describe()
                .lines()
                .map(line -> line.split(" +", -1))
                .filter(words -> words.length > 2 && words[2].equals(CHOSEN))
                .forEach(words -> text.append(", ").append(words[0]).append(' ').append(words[1]));
        return text.toString();
    }
}
