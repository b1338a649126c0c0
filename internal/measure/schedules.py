"""Draws schedules with vectorised NumPy, from docs/math/chances.md, sections 2, 4 and 5.

    python3 schedules.py FOLDER

FOLDER holds network.json, words.bin and drivers.bin (chances.Schedules). Durations,
delays, risks, amounts and what never comes are drawn here, with numbers and
distributions of this file's own. Printed as JSON: the version, the seconds that the
drawing took, by event how many draws have it by some days and never, and by capability
how many bring at most some amounts.
"""
import json
import math
import os
import sys
import time
from itertools import combinations
from statistics import NormalDist

import numpy as np

folder = sys.argv[1]
net = json.load(open(os.path.join(folder, "network.json")))
NEVER, NORMAL = net["never"], NormalDist()
rng = np.random.default_rng(20251220)
compare = {"==": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}


def table(s):
    """The numbers of a spread and the chances of at most each."""
    if s["kind"] == "fixed":
        return np.array([s["low"]]), np.array([1.0])
    if s["kind"] == "three-point":
        low, likely, high = s["low"], s["likely"], s["high"]
        a, b = 1 + 4 * (likely - low) / (high - low), 1 + 4 * (high - likely) / (high - low)
        x = (np.arange(400_000) + 0.5) / 400_000
        mass = np.concatenate(([0], np.cumsum(x ** (a - 1) * (1 - x) ** (b - 1))))
        days = np.arange(low, high + 1)
        up = np.interp((days + 0.5 - low) / (high - low), np.linspace(0, 1, len(mass)), mass / mass[-1])
    elif s["kind"] == "lognormal":
        mu = math.log(s["median"])
        sigma = (math.log(s["p90"]) - mu) / NORMAL.inv_cdf(0.9)
        days = np.arange(s["longest"] + 1)
        up = np.array([NORMAL.cdf((math.log(d + 0.5) - mu) / sigma) for d in days])
    else:  # past cases at (i - 1/2)/n, straight lines between, rounded up to whole days
        cases = np.sort(s["cases"])
        days = np.arange(cases[0], cases[-1] + 1).astype(int)
        at = (np.arange(len(cases)) + 0.5) / len(cases)
        u = (np.arange(400_000) + 0.5) / 400_000
        up = np.searchsorted(np.ceil(np.interp(u, at, cases)), days, side="right") / len(u)
    up[-1] = 1
    return days, up


def scores(up):
    """Chances as places on the normal curve."""
    return np.array([-math.inf if p <= 0 else math.inf if p >= 1 else NORMAL.inv_cdf(p) for p in up])


for d in net["days"]:
    d["table"], up = table(d["spread"])
    d["table"] = d["table"].astype(np.int32)
    d["up"] = up if d["driver"] < 0 else scores(up)
for c in net["coins"]:
    if c["driver"] >= 0:
        c["at"] = float(scores([1 - c["chance"] if c["ill"] else c["chance"]])[0])
for f in net["force"]:
    f["minima"] = [l for l in f["lines"] if l["minimum"] > 0]
anything = any(f["minima"] for f in net["force"])


class Chunk:
    """Draws that are made together."""

    def __init__(self, words, drivers):
        self.words, self.n = words, words.shape[1]
        self.drivers = drivers.transpose(1, 0, 2).reshape(drivers.shape[1], self.n)
        self.coins, self.numbers = {}, {}

    def score(self, q):
        r = q["loading"]
        return r * self.drivers[q["driver"]] + math.sqrt(1 - r * r) * rng.standard_normal(self.n)

    def coin(self, i):
        if i not in self.coins:
            c = net["coins"][i]
            if c["driver"] < 0:
                self.coins[i] = rng.random(self.n) < c["chance"]
            elif c["ill"]:
                self.coins[i] = self.score(c) > c["at"]
            else:
                self.coins[i] = self.score(c) < c["at"]
        return self.coins[i]

    def number(self, i):
        if i not in self.numbers:
            d = net["days"][i]
            if len(d["table"]) == 1:
                self.numbers[i] = np.full(self.n, d["table"][0])
            else:
                u = rng.random(self.n) if d["driver"] < 0 else self.score(d)
                self.numbers[i] = d["table"][np.searchsorted(d["up"], u, side="right")]
        return self.numbers[i]

    def holds(self, c):
        op, of = c[0], c[1:]
        if op in ("true", "false"):
            return np.full(self.n, op == "true")
        if op == "word":
            return self.words[of[0]]
        if op == "not":
            return ~self.holds(of[0])
        if op in ("and", "or"):
            return (np.logical_and if op == "and" else np.logical_or).reduce([self.holds(k) for k in of])
        total = np.zeros(self.n, dtype=np.int64)
        for k in of[2:]:
            if op == "count":
                total += self.holds(k)
            else:  # of what an actor names the largest that holds
                total += np.select([self.holds(w) for w, _ in k], [x for _, x in k], 0) if k else 0
        return compare[of[0]](total, of[1])

    def bring(self, u):
        """What an actor brings, from when, and of what parts with which caveats."""
        start, none = np.zeros(self.n, dtype=np.int32), np.zeros(self.n, dtype=np.int64)
        open_, agreed = self.words[u["word"]].copy(), self.holds(u["agreed"])
        named, parts = none, []
        for o in u["offers"]:
            here = open_.copy()
            for x in [o] + o["adds"]:
                m = here & self.holds(x["when"])
                if not x["promise"]:
                    m &= ~agreed
                if x is o:
                    here = m
                named = named + x["named"] * m
                parts.append((x, here if x is o else None, x["named"] * m))
                start = np.where(m, np.maximum(start, x["from"]), start)
            open_ &= ~here
        figure = named
        if u["part"] >= 0:
            figure = named * self.number(u["part"]) // 100
        # The same part of each; what rounding leaves is of the offer that counts.
        added = [n * figure // np.maximum(named, 1) if here is None else None for _, here, n in parts]
        rest = figure - sum((n for n in added if n is not None), none)
        parts = [(np.where(here, rest, 0) if n is None else n, x["not_for"]) for (x, here, _), n in zip(parts, added)]
        if u["brought"] >= 0:
            extra = np.where(open_, self.number(u["brought"]), 0)
            figure, parts = figure + extra, parts + [(extra, [])]
        return figure, start, parts

    def enough(self, f, times):
        """When what has been committed by then meets every minimum: for every set of
        lines, what may serve one of them is as much as they need (Hall 1935)."""
        figures, at, serves = [], [], []
        for u in f["actors"]:
            _, start, parts = self.bring(u)
            if u["commit"] >= 0:
                start = np.maximum(start, times[u["commit"]])
            for figure, not_for in parts:
                figures.append(figure)
                at.append(np.where(figure > 0, start, NEVER))
                serves.append([l["task"] not in not_for and l["sector"] not in not_for for l in f["minima"]])
        latest = np.zeros(self.n, dtype=np.int32)
        demands = [l["minimum"] * self.holds(l["active"]) for l in f["minima"]]
        if not figures:
            return np.where(sum(demands) > 0, NEVER, latest)
        at = np.array(at)
        order = np.argsort(at, axis=0, kind="stable")
        at = np.take_along_axis(at, order, 0)
        # Where everybody may serve every line, all lines together need the most.
        free = all(s for of in serves for s in of)
        lines = range(len(demands))
        for size in [len(demands)] if free else range(1, len(demands) + 1):
            for some in combinations(lines, size):
                of = np.array([fig * any(s[i] for i in some) for fig, s in zip(figures, serves)])
                got = np.cumsum(np.take_along_axis(of, order, 0), axis=0)
                need = sum(demands[i] for i in some)
                met = (got >= need) & (at < NEVER)
                first = np.take_along_axis(at, met.argmax(axis=0)[None], 0)[0]
                latest = np.maximum(latest, np.where(need == 0, 0, np.where(met.any(axis=0), first, NEVER)))
        return latest

    def duration(self, e):
        d = self.number(e["takes"]).copy() if e["takes"] >= 0 else np.zeros(self.n, dtype=np.int32)
        for r in e["risks"] or []:
            risk = net["risks"][r]
            d += np.where(self.coin(risk["coin"]), self.number(risk["delay"]), 0).astype(np.int32)
        for c in (e["never"] or []) + [net["risks"][r]["coin"] for r in e["stops"] or []]:
            d[self.coin(c)] = NEVER
        if e["done"] != ["false"]:
            d[self.holds(e["done"])] = 0
        if e["may"] != ["true"]:
            d[~self.holds(e["may"])] = NEVER
        return d

    def node(self, x, times, durations):
        waits = [(times[w["node"]], w["when"]) for w in x["waits"]]
        if x["kind"] == "gate":
            t = np.where(self.holds(x["gate"]), 0, NEVER).astype(np.int32)
        elif x["kind"] == "all":
            t = np.zeros(self.n, dtype=np.int32)
            for b, when in waits:
                t = np.maximum(t, b if when == ["true"] else np.where(self.holds(when), b, 0))
        elif x["kind"] == "nth":
            k = x["k"]
            t = np.full(self.n, 0 if k <= 0 else NEVER, dtype=np.int32)
            if 0 < k <= len(waits):
                t = np.partition(np.array([b for b, _ in waits]), k - 1, axis=0)[k - 1]
        else:
            t = np.full(self.n, NEVER, dtype=np.int32)
            for b, _ in waits:
                t = np.minimum(t, b)
            if x["kind"] == "enough" and anything:
                for f in net["force"]:
                    if f["minima"]:
                        t = np.maximum(t, self.enough(f, times))
        if x["event"] >= 0:
            t = np.minimum(t + durations[x["event"]], NEVER)
        return t.astype(np.int32)

    def times(self):
        durations = [self.duration(e) for e in net["events"]]
        times = [None] * len(net["nodes"])
        if net["order"] is not None:
            for i in net["order"]:
                times[i] = self.node(net["nodes"][i], times, durations)
            return times
        # In circles: from "never" on, until nothing comes sooner. The same numbers are
        # drawn once, so this ends.
        times, again = [np.full(self.n, NEVER, dtype=np.int32)] * len(net["nodes"]), True
        while again:
            again = False
            for i, x in enumerate(net["nodes"]):
                t = self.node(x, times, durations)
                if not np.array_equal(t, times[i]):
                    times[i], again = t, True
        return times


def bools(words):
    """Blocks of words as a row of draws for each word."""
    bits = np.unpackbits(words.view(np.uint8).reshape(*words.shape, 8), axis=-1, bitorder="little")
    return np.ascontiguousarray(bits.transpose(1, 0, 2).reshape(words.shape[1], -1)).view(bool)


words = np.fromfile(os.path.join(folder, "words.bin"), dtype="<u8").reshape(net["blocks"], net["words"])
drivers = np.fromfile(os.path.join(folder, "drivers.bin"), dtype="<f8").reshape(net["blocks"], net["drivers"], 64)
came, brought = [[] for _ in net["events"]], [[] for _ in net["force"]]
spent = 0.0
for at in range(0, net["blocks"], 128):  # fits into the cache
    chunk = Chunk(bools(words[at:at + 128]), drivers[at:at + 128])
    start = time.perf_counter()
    times = chunk.times()
    spent += time.perf_counter() - start
    for got, e in zip(came, net["events"]):
        got.append(times[e["node"]])
    for got, f in zip(brought, net["force"]):
        got.append(sum((chunk.bring(u)[0] for u in f["actors"]), np.zeros(chunk.n, dtype=np.int64)))


def shares(got, most):
    """How many draws have at most the value that a tenth, half and four fifths have."""
    got, by = np.sort(np.concatenate(got)), []
    for q in (0.1, 0.5, 0.8):
        v = int(got[math.ceil(q * len(got)) - 1])
        if v < most:
            by.append({"at": v, "draws": int(np.searchsorted(got, v, side="right"))})
    return by


events = [{"name": e["name"], "never": sum(int((t >= NEVER).sum()) for t in got), "by": shares(got, NEVER)} for got, e in zip(came, net["events"])]
force = [{"name": f["id"], "by": shares(got, math.inf)} for got, f in zip(brought, net["force"])]
json.dump({"numpy": np.__version__, "seconds": spent, "draws": net["blocks"] * 64, "events": events, "force": force}, sys.stdout)
