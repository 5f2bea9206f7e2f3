package dev.tutti.cli;

import dev.tutti.sim.FaultKind;
import dev.tutti.sim.Property;
import java.util.ListResourceBundle;

/** Parts of help texts that are made from the program itself. */
final class HelpTexts extends ListResourceBundle {
    @Override
    protected Object[][] getContents() {
        return new Object[][] {
            {"exit-codes", ExitCode.LIST},
            {"board-commands", Request.HELP.indent(2)},
            {"sim-faults", "  " + SimPalette.words(FaultKind.class)},
            {"sim-properties", "  " + SimPalette.words(Property.class)}
        };
    }
}
