package dev.tutti.sim.fault;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Loads the product and the simulator anew, some classes altered. It asks its parent last for them, so that altered classes and the rest
 * know each other; {@link Trial} and all else come from the parent.
 */
final class FaultyLoader extends ClassLoader {
    private static final String OURS = "dev.tutti.";

    private final Map<String, byte[]> altered;

    FaultyLoader(Map<String, byte[]> altered) {
        super(FaultyLoader.class.getClassLoader());
        this.altered = altered;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS) || name.startsWith(Trial.class.getName())) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = altered.get(name);
        try (InputStream usual = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (bytes == null && usual == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] code = bytes == null ? usual.readAllBytes() : bytes;
            return defineClass(name, code, 0, code.length);
        } catch (IOException broken) {
            throw new ClassNotFoundException(name, broken);
        }
    }
}
