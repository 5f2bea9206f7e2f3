package dev.tutti.membership;

import dev.tutti.GroupProperties;

/**
 * What the embedded membership can be told.
 *
 * @param resendNanos after which an unanswered message is repeated
 * @param changeTimeoutNanos after which a change goes on without those that do not answer
 * @param probeNanos between two looks for other parts of the group
 * @param foundAfterNanos how long a member that may found the group looks for it first
 * @param found whether this member may found the group when nobody answers
 * @param maxMembers that the group may have
 * @param spec what must be the same at all members, whatever their group's properties; those with another one are not let in
 * @param properties that this member is configured with
 */
public record MembershipOptions(
        long resendNanos,
        long changeTimeoutNanos,
        long probeNanos,
        long foundAfterNanos,
        boolean found,
        int maxMembers,
        String spec,
        GroupProperties properties) {}
