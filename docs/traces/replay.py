#!/usr/bin/env python3
"""Replays a Cloakwork trace in JSON from docs/traces.md alone: no library, no cleverness.

    python3 replay.py TRACE.json          exit code 0 if every output has its hash

Written to be read beside the format, and to be the first version of somebody's simulator; it is slow
(seconds for rings of a few dozen coefficients, hours for a network). Side files are not read.
"""

import hashlib
import json
import struct
import sys

MASK32 = 0xFFFFFFFF


def chacha20(key, nonce):
    """The key stream of RFC 8439, section 2.4, from block 0 on, as little-endian 64-bit words."""
    fixed = struct.unpack("<4I", b"expand 32-byte k") + struct.unpack("<8I", key)
    counter = 0
    while True:
        start = list(fixed + (counter,) + struct.unpack("<3I", nonce))
        state = list(start)
        for _ in range(10):
            for a, b, c, d in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                               (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
                for x, y, z, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                    state[x] = (state[x] + state[y]) & MASK32
                    word = state[z] ^ state[x]
                    state[z] = (word << turn | word >> 32 - turn) & MASK32
        block = struct.pack("<16I", *((s + t) & MASK32 for s, t in zip(state, start)))
        yield from struct.unpack("<8Q", block)
        counter += 1


def seeded_row(seed, stream, polynomial, limb, q, n):
    """n residues modulo q: masked words of the key stream, those below q."""
    mask = (1 << q.bit_length()) - 1
    row = []
    for word in chacha20(seed, struct.pack("<3I", stream, polynomial, limb)):
        if word & mask < q:
            row.append(word & mask)
            if len(row) == n:
                return row


ROOTS = {}


def psi(q, n):
    """The smallest primitive 2n-th root of unity modulo q."""
    if (q, n) not in ROOTS:
        g = next(g for g in range(2, q) if pow(g, (q - 1) // 2, q) == q - 1)
        root = pow(g, (q - 1) // (2 * n), q)
        ROOTS[q, n] = min(pow(root, e, q) for e in range(1, 2 * n, 2))
    return ROOTS[q, n]


def ntt(a, q):
    """Values at psi^(2*rev(i)+1): a modulo X^m - psi^e, halved until m is 1."""
    n, root = len(a), psi(q, len(a))

    def split(a, e):
        if len(a) == 1:
            return a
        half, s = len(a) // 2, pow(root, e // 2, q)
        low, high = a[:half], a[half:]
        return (split([(x + s * y) % q for x, y in zip(low, high)], e // 2)
                + split([(x - s * y) % q for x, y in zip(low, high)], e // 2 + n))

    return split(a, n)


def intt(a, q):
    n, root, halve = len(a), psi(q, len(a)), pow(2, -1, q)

    def merge(a, e):
        if len(a) == 1:
            return a
        half, s = len(a) // 2, pow(root, -(e // 2), q)
        left, right = merge(a[:half], e // 2), merge(a[half:], e // 2 + n)
        return ([(x + y) * halve % q for x, y in zip(left, right)]
                + [(x - y) * halve * s % q for x, y in zip(left, right)])

    return merge(a, n)


def automorphism(a, g, domain, q):
    n = len(a)
    if domain == "EVAL":  # the value at a root comes from the root's g-th power
        bits = n.bit_length() - 1
        rev = [int(format(i, "0%db" % bits)[::-1], 2) for i in range(n)]
        return [a[rev[((2 * rev[i] + 1) * g % (2 * n) - 1) // 2]] for i in range(n)]
    out = [0] * n
    for i in range(n):
        target = i * g % (2 * n)
        out[target % n] = a[i] if target < n else -a[i] % q  # X^n = -1
    return out


def product(primes):
    result = 1
    for q in primes:
        result *= q
    return result


def base_convert(rows, source, target):
    """Rows of coefficients modulo the primes of source, to those of target."""
    whole = product(source)
    out = [[] for _ in target]
    for k in range(len(rows[0])):
        y = [row[k] * pow(whole // q, -1, q) % q for row, q in zip(rows, source)]
        total = sum(y_i * (whole // q) for y_i, q in zip(y, source))
        for j, p in enumerate(target):
            out[j].append(total % p)
    return out


def mod_down(rows, primes, kept):
    divisor = primes[kept:]
    whole = product(divisor)
    half = whole // 2
    t = [[(x + half) % q for x in intt(row, q)] for row, q in zip(rows[kept:], divisor)]
    converted = base_convert(t, divisor, primes[:kept])
    out = []
    for row, q, c in zip(rows, primes[:kept], converted):
        centred = ntt([(x - half) % q for x in c], q)
        out.append([(x - y) * pow(whole, -1, q) % q for x, y in zip(row, centred)])
    return out


class View:
    """Some rows of a storage, which is a dictionary from (item, polynomial, limb) to a row."""

    def __init__(self, view, values, storages, moduli):
        index = view.get("value", 0)
        self.storage, self.shape = storages[index], values[index]["shape"]
        self.first, self.polys = view.get("firstPoly", 0), view["polys"]
        self.limbs = view["limbs"]
        self.primes = [moduli[self.shape["moduli"][limb]] for limb in self.limbs]

    def place(self, item, poly, limb):
        item = 0 if self.shape["batch"] == 1 else item
        poly = self.first + (0 if self.polys == 1 else poly)
        return item, poly, self.limbs[limb]

    def row(self, item, poly, limb):
        return self.storage[self.place(item, poly, limb)]

    def rows(self, item, poly):
        return [self.row(item, poly, limb) for limb in range(len(self.limbs))]


def combination(matrix, r, t, group, operand, item, limb, q):
    """Polynomial r*group + t of a matrix times a vector of ciphertexts."""
    offset = int(matrix["offsets"][r]["residues"][limb]) if matrix.get("offsets") and t == 0 else 0
    out = None
    for e in range(matrix["rowStarts"][r], matrix["rowStarts"][r + 1]):
        row = operand.row(item, matrix["columnOf"][e] * group + t, limb)
        weight = int(matrix["weights"][e])
        out = [(x + weight * y) % q for x, y in zip(out or [0] * len(row), row)]
    n = 1 << operand.shape["logN"]
    return [(x + offset) % q for x in (out or [0] * n)]


def execute(command, view):
    out = view(command["out"])
    reads = [view(read) for read in command.get("reads", [])]
    scalars = [int(s) for s in command.get("scalars", [])]
    op, n = command["op"], 1 << out.shape["logN"]
    for item in range(out.shape["batch"]):
        for poly in range(out.polys):
            if op == "BASE_CONVERT":
                rows = base_convert(reads[0].rows(item, poly), reads[0].primes, out.primes)
            elif op in ("MOD_DOWN", "RESCALE"):
                rows = mod_down(reads[0].rows(item, poly), reads[0].primes, len(out.limbs))
            else:
                rows = [limb_row(command, op, out, reads, scalars, item, poly, limb, n)
                        for limb in range(len(out.limbs))]
            for limb, row in enumerate(rows):
                out.storage[out.place(item, poly, limb)] = row


def limb_row(command, op, out, reads, scalars, item, poly, limb, n):
    q = out.primes[limb]
    if op == "LINEAR_COMBINATION":
        matrix = command["matrix"]
        group = reads[0].polys // matrix["columns"]
        return combination(matrix, poly // group, poly % group, group, reads[0], item, limb, q)
    rows = [read.row(item, poly, limb) for read in reads]
    pairs = len(rows) // 2
    return {
        "NTT": lambda: ntt(rows[0], q),
        "INTT": lambda: intt(rows[0], q),
        "ADD": lambda: [(x + y) % q for x, y in zip(*rows)],
        "SUB": lambda: [(x - y) % q for x, y in zip(*rows)],
        "NEG": lambda: [-x % q for x in rows[0]],
        "MUL": lambda: [x * y % q for x, y in zip(*rows)],
        "MUL_ADD": lambda: [(x * y + z) % q for x, y, z in zip(*rows)],
        "MUL_SCALAR": lambda: [x * scalars[limb] % q for x in rows[0]],
        "AUTOMORPHISM": lambda: automorphism(
            rows[0], command["galoisElement"], out.shape["domain"], q),
        "INNER_PRODUCT": lambda: [sum(x * y for x, y in zip(words[:pairs], words[pairs:])) % q
                                  for words in zip(*rows)],
        "COPY": lambda: list(rows[0]),
        "FILL": lambda: [scalars[limb]] * n,
    }[op]()


def places(shape):
    return [(item, poly, limb) for item in range(shape["batch"]) for poly in range(shape["polys"])
            for limb in range(len(shape["moduli"]))]


def fill(buffer, moduli):
    shape, seeded = buffer["shape"], buffer["seeded"]
    seed = bytes.fromhex(seeded["seed"])
    return {(item, poly, limb): seeded_row(
        seed, seeded.get("stream", 0), item * shape["polys"] + poly, limb,
        moduli[shape["moduli"][limb]], 1 << shape["logN"])
        for item, poly, limb in places(shape)}


def bound(storage, buffer, value):
    """The rows of a buffer in the places of a value: the same rows in the same order."""
    rows = [storage[place] for place in places(buffer["shape"])]
    return dict(zip(places(value["shape"]), rows))


def sha256(storage, shape):
    digest = hashlib.sha256()
    for place in places(shape):
        digest.update(struct.pack("<%dQ" % len(storage[place]), *storage[place]))
    return digest.hexdigest()


def replay(trace):
    """Yields (run, buffer, whether its words are as the trace says)."""
    assert trace["format"] == "cloakwork-trace" and trace["version"] == 1
    moduli = [int(q) for q in trace["moduli"]]
    buffers = trace["buffers"]
    words = [fill(buffer, moduli) if "seeded" in buffer else None for buffer in buffers]
    for run in trace["runs"]:
        graph = trace["graphs"][run.get("graph", 0)]
        values = graph["values"]
        storages = [{} for _ in values]
        for binding in run["bindings"]:
            v, b = binding.get("value", 0), binding.get("buffer", 0)
            if values[v]["role"] != "OUTPUT":
                storages[v] = bound(words[b], buffers[b], values[v])
        for command in graph["commands"]:
            execute(command, lambda view: View(view, values, storages, moduli))
        for binding in run["bindings"]:
            v, b = binding.get("value", 0), binding.get("buffer", 0)
            if values[v]["role"] == "OUTPUT":
                rows = [storages[v][place] for place in places(values[v]["shape"])]
                words[b] = dict(zip(places(buffers[b]["shape"]), rows))
                yield run, buffers[b], sha256(words[b], buffers[b]["shape"]) == binding["sha256"]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        trace = json.load(file)
    results = list(replay(trace))
    for run, buffer, same in results:
        print("%-8s %s: %s" % ("the same" if same else "DIFFERS", run["name"], buffer["name"]))
    sys.exit(0 if all(same for _, _, same in results) else 1)


if __name__ == "__main__":
    main()
