"""Random bytes, truncated and oversized frames to every open port."""

import collections
import random
import socket
import struct
import threading
import time

from processes import Failed, Run, check, free_ports, no_stack_trace, together

HEAP = {"TUTTI_JAVA_OPTS": "-Xmx64m"}
GROWTH_LIMIT_MIB = 48
LARGEST_DATAGRAM = 65_507


def resident_mib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    raise Failed(f"process {pid} is gone")


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


def frames_of_a_joiner(run, transport, group):
    """What a member sends to a seed, recorded by a seed that says no more than hello: genuine frames, to be cut and
    stretched."""
    kind = socket.SOCK_STREAM if transport == "tcp" else socket.SOCK_DGRAM
    with socket.socket(socket.AF_INET, kind) as trap:
        trap.bind(("127.0.0.1", 0))
        port = trap.getsockname()[1]
        trap.settimeout(30)
        joiner = run.start(
            "joiner",
            ["--group", group, "--preset", "local", "--transport", transport, "--seeds", f"127.0.0.1:{port}"],
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


def shout_tcp(noise, ports, until):
    sent = 0
    dice = noise.random
    open_connections = collections.deque()
    while time.monotonic() < until:
        port = ports[sent % len(ports)]
        try:
            connection = socket.create_connection(("127.0.0.1", port), timeout=2)
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


def shout_udp(noise, ports, until):
    sent = 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        while time.monotonic() < until:
            out.sendto(noise.next(), ("127.0.0.1", ports[sent % len(ports)]))
            sent += 1
            if sent % 50 == 0:
                time.sleep(0.001)
    return sent


def noise(arguments):
    seconds, transport = arguments.seconds, arguments.transport
    with Run(f"noise: bytes that are no frames to every {transport} port for {seconds:g} s", arguments.keep) as run:
        ports = free_ports(3)
        seeds = ",".join(f"127.0.0.1:{port}" for port in ports)
        common = ["--group", "hold", "--preset", "local", "--transport", transport, "--seeds", seeds, "--stats"]
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
        sent = shout(maker, ports, time.monotonic() + seconds / 4)
        before = [resident_mib(member.pid) for member in members]
        sent += shout(maker, ports, time.monotonic() + seconds * 3 / 4)
        after = [resident_mib(member.pid) for member in members]
        stop.set()
        talker.join()
        run.say(f"{sent} pieces of noise sent, {cast[0]} casts meanwhile")
        for member in members:
            member.wait("all casts", lambda m: m.from_sender["m1"] == cast[0], 30)
        changed = len(members[0].views()) - views
        if changed:
            raise Failed(f"{changed} views were installed meanwhile\n{members[0].last_words()}")
        run.say("every cast was delivered everywhere, in one view")
        sizes = ", ".join(f"{b:.0f} to {a:.0f} MiB" for b, a in zip(before, after))
        run.say(f"resident memory from a quarter of the time to its end: {sizes} (heaps of 64 MiB)")
        if any(a - b > GROWTH_LIMIT_MIB for b, a in zip(before, after)):
            raise Failed("memory grew")
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
