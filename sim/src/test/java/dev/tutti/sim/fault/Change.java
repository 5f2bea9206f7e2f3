package dev.tutti.sim.fault;

/**
 * A change to one source file of the product.
 *
 * @param source path of the file, below the source directory of core
 * @param before what stands there, whole lines; must occur exactly once
 * @param after what stands there instead
 */
record Change(String source, String before, String after) {
    /** The altered text of the file. */
    String applyTo(String text) {
        int at = text.indexOf(before);
        if (at < 0 || text.indexOf(before, at + 1) >= 0) {
            throw new IllegalStateException("the fault was written for other code: in " + source + " there "
                    + (at < 0 ? "is not" : "is more than once") + "\n" + before
                    + "Change the fault so that it breaks what stands there now.");
        }
        return text.substring(0, at) + after + text.substring(at + before.length());
    }

    /** The class that the file is named after. */
    String className() {
        return source.substring(0, source.length() - ".java".length()).replace('/', '.');
    }
}
