package dev.tutti.cli;

import dev.tutti.GroupProperties;
import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.View;
import java.io.IOException;
import java.util.Map;

/** What a member prints, one line per event. Called by one thread at a time. */
interface MemberOutput {
    void view(View view) throws IOException;

    void message(Message message) throws IOException;

    void flushed() throws IOException;

    void switched(GroupProperties properties) throws IOException;

    void left(Left.Reason reason) throws IOException;

    void stats(Map<String, Long> counters) throws IOException;
}
