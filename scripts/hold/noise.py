"""Random bytes, truncated and oversized frames to every open port, that of the multicast group included."""

import collections
import os
import random
import re
import socket
import struct
import subprocess
import threading
import time

from processes import Failed, Run, check, free_ports, no_stack_trace, together

# The whole heap is resident from the start, and the compiler that takes some 30 MiB for itself when it likes is off: so what
# grows is the network's buffers, threads, classes. What is inside the heap is measured by itself, after a full collection.
HEAP = {"TUTTI_JAVA_OPTS": "-Xms64m -Xmx64m -XX:+AlwaysPreTouch -XX:TieredStopAtLevel=1"}
# Classes loaded and methods compiled on the way; 1 MiB was seen. A quarter of the noise, if it were kept, would be more.
OUTSIDE_LIMIT_MIB = 8
# What is under way at one moment and not at another: some casts, some connections.
INSIDE_LIMIT_MIB = 1
LARGEST_DATAGRAM = 65_507


def resident_mib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    raise Failed(f"process {pid} is gone")


def live_mib(pid):
    """What is reachable in the heap. Asks the JVM's own JDK, which collects all garbage first."""
    jcmd = os.path.join(os.path.dirname(os.path.realpath(f"/proc/{pid}/exe")), "jcmd")
    words = [jcmd, str(pid), "GC.class_histogram"]
    said = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    total = re.search(r"^Total\s+\d+\s+(\d+)", said.stdout, re.MULTILINE)
    if not total:
        raise Failed(f"{' '.join(words)} says nothing of the heap: {(said.stdout + said.stderr)[:400]}")
    return int(total.group(1)) / (1 << 20)


def memory(members):
    return [(live_mib(member.pid), resident_mib(member.pid)) for member in members]


def hello(kind, port, node):
    """What each side of a TCP connection says first; see docs/wire.md."""
    host = b"127.0.0.1"
    rest = struct.pack(">QQHH", 0, node, port, len(host)) + host
    return b"TUTI" + struct.pack(">BBH", 1, kind, len(rest)) + rest


def exactly(connection, length):
    received = b""
    while len(received) < length:
        part = connection.recv(length - len(received))
        if not part:
            raise ConnectionError("closed")
        received += part
    return received


def free_multicast_address():
    """A group of this machine's own, so that other runs neither hear nor disturb this one."""
    dice = random.SystemRandom()
    return f"239.255.{dice.randrange(256)}.{dice.randrange(1, 255)}:{free_ports(1)[0]}"


def listen_to(address):
    """A socket in a multicast group on loopback."""
    host, port = address.rsplit(":", 1)
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, int(port)))
    membership = socket.inet_aton(host) + socket.inet_aton("127.0.0.1")
    listener.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
    return listener


def multicast(transport, address):
    return ["--set", f"multicastAddress={address}"] if transport == "multicast" else []


def frames_of_a_joiner(run, transport, group):
    """What a member sends to a seed, recorded by a seed that says no more than hello: genuine frames, to be cut and
    stretched."""
    kind = socket.SOCK_STREAM if transport == "tcp" else socket.SOCK_DGRAM
    # Another multicast group than that of the members: it is to be recorded, and not to join.
    address = free_multicast_address()
    with listen_to(address) if transport == "multicast" else socket.socket(socket.AF_INET, kind) as trap:
        seeds = []
        if transport != "multicast":
            trap.bind(("127.0.0.1", 0))
            port = trap.getsockname()[1]
            seeds = ["--seeds", f"127.0.0.1:{port}"]
        trap.settimeout(30)
        joiner = run.start(
            "joiner",
            ["--group", group, "--preset", "local", "--transport", transport, *seeds, *multicast(transport, address)],
            label=f"joiner-{group}",
        )
        frames = []
        try:
            if transport == "tcp":
                trap.listen()
                connection, _ = trap.accept()
                with connection:
                    connection.settimeout(3)
                    (rest,) = struct.unpack(">6xH", exactly(connection, 8))
                    exactly(connection, rest)
                    connection.sendall(hello(2, port, 1))
                    while len(frames) < 10:
                        (length,) = struct.unpack(">I", exactly(connection, 4))
                        frames.append(exactly(connection, length))
            else:
                while len(frames) < 10:
                    frames.append(trap.recvfrom(65_535)[0])
        except (TimeoutError, ConnectionError):
            pass
        joiner.kill()
    if not frames:
        raise Failed(f"a joiner of {group} sent no frame to its seed\n{joiner.last_words()}")
    return frames


class Noise:
    """Makes bytes that are no proper frames. What belongs to the members' own group is only cut and stretched, since a
    frame with a few bits changed may be a proper one: nothing is signed here."""

    def __init__(self, own, foreign, largest):
        self.random = random.Random(7)
        self.own = own
        self.foreign = foreign
        self.largest = largest

    def next(self):
        roll = self.random.random()
        if roll < 0.3:
            return self.random.randbytes(self.random.randint(1, 2_000))
        if roll < 0.35:
            return self.random.randbytes(self.random.randint(2_000, self.largest))
        if roll < 0.55:
            frame = self.random.choice(self.own)
            return frame[: self.random.randint(0, len(frame) - 1)] or b"\0"
        if roll < 0.65:
            frame = self.random.choice(self.own)
            stretched = frame + self.random.randbytes(self.random.randint(1, 3_000))
            return stretched[: self.largest]
        if roll < 0.75:
            # Wherever a length may stand, it says too much.
            frame = bytearray(self.random.choice(self.foreign))
            at = self.random.randrange(min(32, len(frame)))
            frame[at : at + 4] = self.random.choice([b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x00\x10\x00\x00"])
            return bytes(frame)
        frame = bytearray(self.random.choice(self.foreign))
        for _ in range(self.random.randint(1, 8)):
            frame[self.random.randrange(len(frame))] = self.random.randrange(256)
        return bytes(frame)


def pieces(noise, dice):
    """What one connection carries: a proper hello or none, then frames with their length, a wrong one, or none."""
    if dice.random() < 0.8:
        yield hello(1, dice.randint(1, 65_535), dice.getrandbits(64))
    for _ in range(dice.randint(1, 8)):
        piece = noise.next()
        roll = dice.random()
        if roll < 0.7:
            yield struct.pack(">I", len(piece)) + piece
        elif roll < 0.85:
            yield struct.pack(">I", dice.choice([0, 1, 13, 65_537, 0x7FFFFFFF, 0xFFFFFFFF])) + piece
        else:
            yield piece


def shout_tcp(noise, addresses, until):
    sent = 0
    dice = noise.random
    open_connections = collections.deque()
    while time.monotonic() < until:
        address = addresses[sent % len(addresses)]
        try:
            connection = socket.create_connection(address, timeout=2)
            connection.settimeout(2)
            for piece in pieces(noise, dice):
                connection.sendall(piece)
                sent += 1
            if dice.random() < 0.2:
                open_connections.append(connection)  # then silence
            else:
                connection.close()
        except OSError:
            sent += 1  # the member hung up, as it may
        if len(open_connections) > 50:
            open_connections.popleft().close()
    for connection in open_connections:
        connection.close()
    return sent


def shout_udp(noise, addresses, until):
    sent = 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
        while time.monotonic() < until:
            out.sendto(noise.next(), addresses[sent % len(addresses)])
            sent += 1
            if sent % 50 == 0:
                time.sleep(0.001)
    return sent


def sizes(before, after):
    return f"heap {before[0]:.1f} to {after[0]:.1f}, resident {before[1]:.0f} to {after[1]:.0f} MiB"


def noise(arguments):
    seconds, transport = arguments.seconds, arguments.transport
    with Run(f"noise: bytes that are no frames to every {transport} port for {seconds:g} s", arguments.keep) as run:
        ports = free_ports(3)
        seeds = ",".join(f"127.0.0.1:{port}" for port in ports)
        common = ["--group", "hold", "--preset", "local", "--transport", transport, "--seeds", seeds, "--stats"]
        addresses = [("127.0.0.1", port) for port in ports]
        if transport == "multicast":
            group = free_multicast_address()
            common += multicast(transport, group)
            host, port = group.rsplit(":", 1)
            addresses.append((host, int(port)))
        members = [
            run.start(f"m{i + 1}", [*common, *arguments.extra, "--bind", f"127.0.0.1:{ports[i]}"], environment=HEAP)
            for i in range(3)
        ]
        together(members, ["m1", "m2", "m3"])
        own = frames_of_a_joiner(run, transport, "hold")
        foreign = frames_of_a_joiner(run, transport, "other")
        maker = Noise(own, foreign, LARGEST_DATAGRAM)
        views = len(members[0].views())

        stop = threading.Event()
        cast = [0]

        def chatter():
            while not stop.is_set():
                cast[0] += 1
                members[0].write(f"m1 {cast[0]}")
                time.sleep(0.005)

        talker = threading.Thread(target=chatter, daemon=True)
        talker.start()
        shout = shout_tcp if transport == "tcp" else shout_udp
        sent = shout(maker, addresses, time.monotonic() + seconds / 4)
        before = memory(members)
        sent += shout(maker, addresses, time.monotonic() + seconds * 3 / 4)
        after = memory(members)
        stop.set()
        talker.join()
        run.say(f"{sent} pieces of noise sent, {cast[0]} casts meanwhile")
        for member in members:
            member.wait("all casts", lambda m: m.from_sender["m1"] == cast[0], 30)
        changed = len(members[0].views()) - views
        if changed:
            raise Failed(f"{changed} views were installed meanwhile\n{members[0].last_words()}")
        run.say("every cast was delivered everywhere, in one view")
        run.say("memory from a quarter of the time to its end: " + "; ".join(map(sizes, before, after)))
        for (live, resident), (live_after, resident_after) in zip(before, after):
            if live_after - live > INSIDE_LIMIT_MIB or resident_after - resident > OUTSIDE_LIMIT_MIB:
                limits = f"{INSIDE_LIMIT_MIB} MiB in the heap and {OUTSIDE_LIMIT_MIB} MiB resident"
                raise Failed(f"memory grew by more than {limits}")
        for member in members:
            member.end_input()
        for member in members:
            code = member.exit_code()
            if code:
                raise Failed(f"{member.name} ended with exit code {code}\n{member.last_words()}")
        for member in members:
            counters = next(e for _, e in member.events if e["event"] == "stats")["counters"]
            if counters.get("node.failures"):
                raise Failed(f"{counters['node.failures']} exceptions escaped in {member.name}")
        counters = next(e for _, e in members[0].events if e["event"] == "stats")["counters"]
        counted = [f"{name} {n}" for name, n in counters.items() if n and name.startswith("node")]
        run.say(f"counted at m1: {', '.join(counted)}")
        check(run, members)
        no_stack_trace(members)
