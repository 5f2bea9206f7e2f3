package dev.tutti.net;

/** A station as a process: prints its address, then a line per frame, until it is killed or its input ends. */
final class StationMain {
    private StationMain() {}

    public static void main(String[] ignored) throws java.io.IOException {
        Station station = Station.tcp();
        System.out.println(station.address());
        Thread printer = new Thread(() -> {
            while (true) {
                Station.take(station.frames);
                System.out.println("frame");
            }
        });
        printer.setDaemon(true);
        printer.start();
        System.in.readAllBytes();
        System.exit(0);
    }
}
