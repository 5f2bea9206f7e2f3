package dev.tutti.membership;

/** The port through which a member is told who is in the group. */
public interface Membership {}
