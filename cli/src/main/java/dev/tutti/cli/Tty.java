package dev.tutti.cli;

import java.io.IOException;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/** Whether somebody sits at the other end of standard input and output. */
final class Tty {
    private Tty() {}

    static boolean isInteractive() {
        try {
            TerminalProvider provider = TerminalProvider.load(TerminalBuilder.PROP_PROVIDER_JNI);
            return provider.isSystemStream(SystemStream.Input) && provider.isSystemStream(SystemStream.Output);
        } catch (IOException unsupportedSystem) {
            return false;
        }
    }
}
