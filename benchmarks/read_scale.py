"""Reads ten thousand made-up reports in one command; time, and memory of the whole tree.

python benchmarks/read_scale.py FOLDER [--reports 10000] [--jobs N] [--seed 1] [--stop-at 5000]

With `--stop-at` the reading is stopped as by Ctrl-C when so many are read, and then resumed.

The reports are made of invented people and happenings: many tell of one happening, some with
another number, place or day, some deny it; twenty files are bad in the ways that files are bad.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path


def several(text: str, mark: str | None = None) -> list[str]:
    """Words or phrases of a text."""
    return text.split(mark)


STATES = several(
    "Norway Sweden Chile Peru Ghana Togo Kenya Uganda Portugal Ireland Uruguay Paraguay Armenia "
    "Kazakhstan Tajikistan Kyrgyzstan Belarus Russia Uzbekistan Azerbaijan Serbia Georgia Moldova "
    "Mongolia Vietnam Laos Oman Jordan Morocco Tunisia"
)
BODIES = ("the CSTO", "NATO", "the OSCE", "the United Nations", "the African Union")
GIVEN = several("Ola Kari Pablo Ines Kofi Ama Tomas Maeve Rui Lena Arman Dilnoza Marek Sofia Emil")
HEADS = several("Bran Dal Ves Kor Tir Mol Ran Sel Had Pel Gar Lun Fos Wex Yar Zim Nol Bex Cor Dro")
TAILS = several("dt berg ova eno quist mann idze yan ski ev ora ulu ez otti sen wick ford allen")
POSTS = ("President", "Prime Minister", "Foreign Minister", "Defence Minister")
CUES = ("said", "warned", "insisted", "told reporters", "noted", "argued", "promised", "added")
THINGS = several(
    "harbour railway border pipeline election budget drought river treaty airport dam harvest "
    "currency grid ferry corridor reservoir customs tariff visa island lighthouse mine refinery "
    "vaccine school archive satellite radar helicopter convoy checkpoint garrison depot runway"
)
KINDS = several(
    "northern southern joint new old costly secret disputed civilian military regional digital "
    "flooded frozen idle modern rural central unsafe shared empty delayed foreign local"
)
DEEDS = several(
    "needs repair|needs more money|is ready|cannot be closed|should be opened again|"
    "must be guarded|will be rebuilt|has been neglected|could be sold|ought to be studied|"
    "would be defended|is no threat to anybody|serves both countries|was a mistake",
    "|",
)
MONTHS = several(
    "January February March April May June July August September October November December"
)
BAD = 20


@dataclass(frozen=True)
class Person:
    """Somebody invented."""

    name: str
    state: str
    post: str


@dataclass(frozen=True)
class Happening:
    """Something invented that several reports tell of."""

    kind: int
    actor: str
    target: str
    day: int
    month: int
    year: int
    number: int

    @property
    def date(self) -> str:
        return f"{self.day} {MONTHS[self.month]} {self.year}"


def people(luck: random.Random, count: int) -> list[Person]:
    names: dict[str, Person] = {}
    while len(names) < count:
        name = f"{luck.choice(GIVEN)} {luck.choice(HEADS)}{luck.choice(TAILS)}"
        if luck.random() < 0.5:
            name += luck.choice(("a", "o", "i", "ar"))
        names.setdefault(name, Person(name, luck.choice(STATES), luck.choice(POSTS)))
    return list(names.values())


def happening(luck: random.Random) -> Happening:
    actor, target = luck.sample(STATES, 2)
    day, month, year = luck.randint(1, 28), luck.randrange(12), luck.randint(2014, 2024)
    return Happening(luck.randrange(6), actor, target, day, month, year, luck.randint(2, 90) * 50)


def told(one: Happening, luck: random.Random) -> str:
    """Sentence that tells of a happening, now and then with another number, or denied."""
    number = one.number if luck.random() < 0.8 else luck.randint(2, 90) * 50
    if luck.random() < 0.05:
        return f"On {one.date} {one.actor} did not attack {one.target}, officials said."
    a, b, when, count = one.actor, one.target, one.date, f"{number:,}"
    return (
        f"On {when} {a} sent {count} soldiers to {b}.",
        f"{a} attacked {b} on {when}, and {count} people fled.",
        f"On {when} {a} and {b} held the exercise “{b[:4].title()} Shield-{one.year}” "
        f"with {count} troops.",
        f"The presidents of {a} and {b} met on {when} for talks.",
        f"{a} imposed sanctions on {b} on {when}.",
        f"Protests broke out in {a} on {when}; {count} people took part.",
    )[one.kind]


def utterance(luck: random.Random) -> str:
    thing = f"{luck.choice(KINDS)} {luck.choice(THINGS)}"
    where = f"{luck.choice(HEADS)}{luck.choice(TAILS)}"
    return f"the {thing} near {where} {luck.choice(DEEDS)}"


def spoken(who: Person, luck: random.Random) -> str:
    words, cue = utterance(luck), luck.choice(CUES)
    both = f"{words}, and that {utterance(luck)}"
    first = words[0].upper() + words[1:]
    return luck.choices(
        (
            f"{who.post} {who.name} of {who.state} {cue} that {both}.",
            f"“{first},” {who.name} {cue.replace('told reporters', 'said')}.",
            f"According to {who.name}, {words}.",
            f"If {words}, {who.name} {cue} that {luck.choice(BODIES)} will dissolve.",
            f"{who.name} believes that {luck.choice(BODIES)} will survive, because {words}.",
            f"{luck.choice(STATES)} is a member of {luck.choice(BODIES)}, {who.name} said.",
        ),
        (30, 30, 20, 3, 3, 3),
    )[0]


def plain(luck: random.Random) -> str:
    parts = ["Nobody knows whether", "For years", "In the capital", "Since then"]
    return (
        f"{luck.choice(parts)} {utterance(luck)}, while {utterance(luck)} and "
        f"{luck.randint(2, 99)} {luck.choice(THINGS)}s were counted."
    )


def report(number: int, cast: list[Person], known: list[Happening], luck: random.Random) -> str:
    who = luck.sample(cast, 3)
    mine = [known[luck.randrange(len(known))] for _one in range(luck.randint(1, 3))]
    title = f"{who[0].state} and the {luck.choice(KINDS)} {luck.choice(THINGS)} of {number}"
    lines = [title, mine[0].date]
    size = luck.randint(2000, 4000)
    while sum(map(len, lines)) < size:
        sentences = [spoken(luck.choice(who), luck), plain(luck)]
        if len(lines) - 2 < len(mine):
            sentences.insert(0, told(mine[len(lines) - 2], luck))
        if luck.random() < 0.5:
            sentences.append(spoken(luck.choice(who), luck))
        lines.append(" ".join(sentences))
    return "\n\n".join(lines) + "\n"


def spoilt(luck: random.Random, number: int) -> tuple[str, bytes]:
    return (
        (".txt", b""),
        (".txt", bytes(range(256)) * 9),
        (".txt", f"Le pr\xe9sident {number} a dit oui et encore oui.".encode("latin-1")),
        (".txt", f"Президент {number} сказал, что всё хорошо. ".encode() * 9),
        (".html", b"<html>" + b"<div>" * 900 + b"x" * number + b"</div>" * 900),
        (".pdf", b"%PDF-1.4 nothing of the kind" + b"." * number),
    )[number % 6]


def make(folder: Path, count: int, seed: int) -> None:
    """Write the reports, a thousand to a folder."""
    luck = random.Random(seed)
    cast = people(luck, min(1200, max(20, count // 8)))
    known = [happening(luck) for _one in range(max(5, count // 12))]
    for number in range(count):
        place = folder / f"{number // 1000:02}"
        place.mkdir(parents=True, exist_ok=True)
        text = report(number, cast, known, luck)
        (place / f"r{number:05}.txt").write_text(text, encoding="utf-8")
    for number in range(min(BAD, count // 10)):
        ending, content = spoilt(luck, number)
        (folder / f"bad{number:02}{ending}").write_bytes(content)


def tree(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def share(pid: int) -> float:
    """Proportional share of memory of a process, MB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def used(pid: int) -> float:
    """Processor seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Watch(threading.Thread):
    """Looks at the memory and the processor time of a tree of processes until it ends."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak, self.largest = 0.0, 0.0
        self.spent: dict[int, float] = {}
        self.course: list[tuple[int, int, int]] = []
        self.ended = threading.Event()

    def run(self) -> None:
        begun = time.monotonic()
        while not self.ended.wait(1.0):
            total = 0.0
            for pid in tree(self.pid):
                try:
                    own = share(pid)
                    self.spent[pid] = used(pid)
                except OSError:
                    continue
                total += own
                self.largest = max(self.largest, own)
            self.peak = max(self.peak, total)
            passed = round(time.monotonic() - begun)
            self.course.append((passed, round(sum(self.spent.values())), round(total)))


def read(folder: Path, jobs: int, resume: bool, stop_at: int) -> int:
    """Read the reports in one command and print what it took; the exit code."""
    out = folder / "out"
    command = [sys.executable, "-m", "foedus.cli", "read", str(folder / "reports")]
    command += ["--out", str(out), "--json", *(["--jobs", str(jobs)] if jobs else [])]
    command += ["--resume"] if resume else []
    begun = time.monotonic()
    with (folder / "errors.txt").open("w") as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, start_new_session=True
        )
    watch = Watch(process.pid)
    watch.start()
    while stop_at and process.poll() is None:
        time.sleep(0.5)
        if sum(1 for _part in (out / "parts").glob("*.gz")) >= stop_at:
            stop_at, stopped = 0, time.monotonic()
            os.killpg(process.pid, signal.SIGINT)
            process.wait()
            print(f"stopped within {time.monotonic() - stopped:.1f} s of Ctrl-C")
    output, _error = process.communicate()
    took = time.monotonic() - begun
    watch.ended.set()
    content = json.loads(output or b"{}")
    content.pop("failures", None)
    print(f"exit code {process.returncode}; {json.dumps(content)}")
    print(f"{took:.0f} s, processor {sum(watch.spent.values()):.0f} s in all processes")
    print(
        f"peak of the whole tree {watch.peak:.0f} MB, of one process {watch.largest:.0f} MB (PSS)"
    )
    step = max(1, len(watch.course) // 40)
    print("course (s, processor s, MB):", *watch.course[::step], flush=True)
    return process.returncode


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("folder", type=Path)
    ask.add_argument("--reports", type=int, default=10_000)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--jobs", type=int, default=0)
    ask.add_argument("--stop-at", type=int, default=0)
    given = ask.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where it was ignored
    if not (given.folder / "reports").is_dir():
        make(given.folder / "reports", given.reports, given.seed)
    code = read(given.folder, given.jobs, False, given.stop_at)
    if given.stop_at:
        code = read(given.folder, given.jobs, True, 0)
    sys.exit(code)


if __name__ == "__main__":
    main()
