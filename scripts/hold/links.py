"""Several hosts on one machine: network namespaces, joined by a bridge or by a program that loses frames."""

import fcntl
import heapq
import multiprocessing
import os
import random
import select
import struct
import subprocess
import time

SUBNET = "10.77.0"
TUNSETIFF = 0x400454CA
IFF_TAP, IFF_NO_PI = 0x0002, 0x1000
MOST_WAITING = 20_000


class NotHere(Exception):
    """This machine does not allow it; the text says what is missing."""


def ip(*words, namespace=None):
    command = (["ip", "netns", "exec", namespace] if namespace else []) + list(words)
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        raise NotHere(f"{' '.join(command)}: {(result.stderr or result.stdout).strip()}")


class Hosts:
    """Namespaces with an address each. Everything made here is in namespaces of its own, and goes with them."""

    def __init__(self, count):
        self.mark = f"tt{os.getpid() % 100_000}"
        self.names = [f"{self.mark}h{i + 1}" for i in range(count)]
        self.hub = f"{self.mark}hub"
        self.made = []

    def address(self, i):
        return f"{SUBNET}.{i + 1}"

    def __enter__(self):
        if os.geteuid() != 0:
            raise NotHere("needs root, for network namespaces")
        try:
            for name in [self.hub, *self.names]:
                ip("ip", "netns", "add", name)
                self.made.append(name)
                ip("ip", "link", "set", "lo", "up", namespace=name)
            self.connect()
        except (NotHere, OSError) as missing:
            self.__exit__(None, None, None)
            raise NotHere(str(missing)) from None
        return self

    def __exit__(self, kind, failure, trace):
        for name in self.made:
            subprocess.run(["ip", "netns", "del", name], capture_output=True)
        self.made = []
        return False

    def report(self):
        """What the network did to the frames, where that is known."""
        return ""

    def up(self, i, device):
        ip("ip", "address", "add", f"{self.address(i)}/24", "dev", device, namespace=self.names[i])
        ip("ip", "link", "set", device, "up", namespace=self.names[i])


class Bridged(Hosts):
    """Joined by one bridge, or by two that do not touch."""

    def __init__(self, count, netem=None):
        super().__init__(count)
        self.netem = netem

    def connect(self):
        for bridge in ("br0", "br1"):
            ip("ip", "link", "add", bridge, "type", "bridge", namespace=self.hub)
            ip("ip", "link", "set", bridge, "up", namespace=self.hub)
        for i, name in enumerate(self.names):
            ip("ip", "link", "add", f"p{i}", "type", "veth", "peer", "name", "eth0", "netns", name, namespace=self.hub)
            ip("ip", "link", "set", f"p{i}", "master", "br0", namespace=self.hub)
            ip("ip", "link", "set", f"p{i}", "up", namespace=self.hub)
            self.up(i, "eth0")
            if self.netem:
                ip("tc", "qdisc", "add", "dev", "eth0", "root", "netem", *self.netem.split(), namespace=name)

    def part(self, minority):
        for i in minority:
            ip("ip", "link", "set", f"p{i}", "master", "br1", namespace=self.hub)

    def heal(self):
        for i in range(len(self.names)):
            ip("ip", "link", "set", f"p{i}", "master", "br0", namespace=self.hub)


class Switched(Hosts):
    """Joined by a switch that is a program: for machines whose kernel has no netem."""

    def __init__(self, count, loss, delay_seconds, early):
        super().__init__(count)
        self.conditions = (loss, delay_seconds, early)

    def connect(self):
        self.taps = []
        for i, name in enumerate(self.names):
            tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
            device = f"{self.mark}t{i}"
            fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", device.encode(), IFF_TAP | IFF_NO_PI))
            self.taps.append(tap)
            ip("ip", "link", "set", device, "netns", name)
            self.up(i, device)
        self.counts = multiprocessing.Array("l", 3, lock=False)
        arguments = (self.taps, self.counts, *self.conditions)
        self.switch = multiprocessing.Process(target=forward, args=arguments, daemon=True)
        self.switch.start()

    def report(self):
        frames, lost, early = self.counts
        return f"the switch took {frames} frames, lost {lost} of them and let {early} come early"

    def __exit__(self, kind, failure, trace):
        if getattr(self, "switch", None):
            self.switch.kill()
            self.switch.join()
        for tap in getattr(self, "taps", []):
            os.close(tap)
        self.taps = []
        return super().__exit__(kind, failure, trace)


def forward(taps, counts, loss, delay_seconds, early):
    """The switch: each frame is lost, or comes after the delay; some come early and so overtake others."""
    dice = random.Random(11)
    port_of = {}
    waiting = []  # (due, number, tap, frame)
    number = 0
    poll = select.poll()
    for tap in taps:
        poll.register(tap, select.POLLIN)
    while True:
        timeout = max(0, (waiting[0][0] - time.monotonic()) * 1000) if waiting else 1000
        ready = poll.poll(timeout)
        now = time.monotonic()
        for tap, _ in ready:
            for _ in range(64):
                try:
                    frame = os.read(tap, 65_536)
                except BlockingIOError:
                    break
                port_of[frame[6:12]] = tap
                known = port_of.get(frame[:6])
                for out in [known] if known is not None else [t for t in taps if t != tap]:
                    counts[0] += 1
                    if dice.random() < loss or len(waiting) >= MOST_WAITING:
                        counts[1] += 1
                        continue
                    overtakes = dice.random() < early
                    counts[2] += overtakes
                    delay = delay_seconds * (dice.random() if overtakes else 1)
                    number += 1
                    heapq.heappush(waiting, (now + delay, number, out, frame))
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, out, frame = heapq.heappop(waiting)
            try:
                os.write(out, frame)
            except OSError:
                pass  # the host's queue is full: lost
