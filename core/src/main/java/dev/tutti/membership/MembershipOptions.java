package dev.tutti.membership;

/**
 * What the embedded membership can be told.
 *
 * @param resendNanos after which an unanswered message is repeated
 * @param changeTimeoutNanos after which a change goes on without those that do not answer
 * @param probeNanos between two looks for other parts of the group
 * @param foundAfterNanos how long a member that may found the group looks for it first
 * @param found whether this member may found the group when nobody answers
 * @param maxMembers that the group may have
 * @param spec the stack that this member runs; members with another one are not let in
 */
public record MembershipOptions(
        long resendNanos,
        long changeTimeoutNanos,
        long probeNanos,
        long foundAfterNanos,
        boolean found,
        int maxMembers,
        String spec) {}
