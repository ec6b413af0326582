#!/usr/bin/env python3
"""Makes `order` anew: the functions that the linker puts side by side in the program.

The kernel maps a program's code in pieces of 64 KiB. Many pieces, mostly of Swift's library, hold
only a few functions that the screen ever calls. Those few are listed here; placed together, they
leave the pieces to functions that nobody calls, and 2 MiB less is resident.

The list need not be exact: a name that is gone does nothing. Make it anew after a new toolchain, or
when Resources/link/order.py finds much more to gain than the list has (it prints both):

    swift build -c release --static-swift-stdlib --product topss --scratch-path /tmp/order \\
      -Xlinker --symbol-ordering-file=/dev/null -Xlinker -Map=/tmp/order.map
    Resources/link/order.py /tmp/order/release/topss /tmp/order.map

Needs valgrind, nm and strip; takes half a minute.
"""

import bisect
import collections
import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import time

PIECE = 65536
# Pieces with more sections in use than this would make the list long and gain little.
MOST = 30
KEYS = b"jk\t\t\t\t\t\t1"


def watch(master, seconds, wanted=None):
    """Reads the screen for a while, or until it shows `wanted`."""
    end, seen = time.monotonic() + seconds, b""
    while time.monotonic() < end and not (wanted and wanted in seen):
        if not select.select([master], [], [], 0.2)[0]:
            continue
        try:
            seen += os.read(master, 65536)
        except OSError:
            return


def called(program, folder):
    """The names of the functions that a session of some seconds calls."""
    plain, counts = folder + "/topss", folder + "/counts"
    subprocess.run(["strip", "-g", "-o", plain, program], check=True)
    child, master = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", LANG="C.UTF-8")
        tool = ["valgrind", "--tool=callgrind", "--demangle=no", "--callgrind-out-file=" + counts]
        os.execvp(tool[0], tool + [plain, "--no-config"])
    watch(master, 60, b"Total")
    watch(master, 8)
    for key in KEYS:
        os.write(master, bytes([key]))
        watch(master, 1)
    os.write(master, b"q")
    watch(master, 20)
    os.waitpid(child, 0)
    with open(counts) as file:
        return set(re.findall(r"^c?fn=\(\d+\) (\S+?)(?:'\d+)?$", file.read(), re.MULTILINE))


def sections(map_file):
    """Start and size of each input section of the code, ascending."""
    found, is_code = [], False
    line = re.compile(r"\s*([0-9a-f]+)\s+[0-9a-f]+\s+([0-9a-f]+)\s+\d+ (\s*)(.*)$")
    with open(map_file) as file:
        for text in file:
            match = line.match(text)
            if match and not match[3]:
                is_code = match[4] == ".text"
            elif match and is_code and len(match[3]) == 8:
                found.append((int(match[1], 16), int(match[2], 16)))
    return sorted(found)


def main(program, map_file):
    parts = sections(map_file)
    starts = [start for start, _ in parts]
    with tempfile.TemporaryDirectory() as folder:
        names = called(program, folder)
    # A section moves as a whole, by the name of any function in it.
    used = {}
    table = subprocess.run(["nm", "-S", program], capture_output=True, text=True, check=True)
    for line in table.stdout.splitlines():
        words = line.split(None, 3)
        if len(words) == 4 and words[2] in "tTwW" and words[3] in names:
            place = bisect.bisect(starts, int(words[0], 16)) - 1
            used[place] = min(words[3], used.get(place, words[3]))
    pieces = collections.defaultdict(set)
    for place in used:
        start, size = parts[place]
        for piece in range(start // PIECE, (start + max(size, 1) - 1) // PIECE + 1):
            pieces[piece].add(place)
    chosen = [
        part for part in pieces.values()
        if len(part) <= MOST and all(parts[place][1] <= PIECE for place in part)
    ]
    lines = sorted({used[place] for part in chosen for place in part})
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "order"), "w") as file:
        file.write("\n".join(lines) + "\n")
    print(f"{len(lines)} names free {len(chosen)} of {len(pieces)} pieces")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
