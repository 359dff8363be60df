"""Ways in which a file gets spoilt: by a slip of the hand, a spreadsheet, a transfer, or malice."""

from __future__ import annotations

import random
from collections.abc import Callable

ODD_CELLS = (
    "",
    "0",
    "-1",
    "nan",
    "inf",
    "-inf",
    "1e308",
    "1e-320",
    "99999999999999999999",
    "NO",
    "null",
    "true",
    "2022-02-30",
    "0000-01-01",
    "9999-12-31",
    "=1+1",
    "'",
    '"',
    "{",
    "[1, 2",
    "*a",
    "&a",
    "!!python/object",
    "\u202e",
    "é\u0301",
    "💥",
    "a" * 5000,
    "../../etc/passwd",
    "ARM ARM",
    "-",
    "::",
)


def drop_line(text: str, dice: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        del lines[dice.randrange(len(lines))]
    return "".join(lines)


def repeat_line(text: str, dice: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        at = dice.randrange(len(lines))
        lines.insert(dice.randrange(len(lines)), lines[at])
    return "".join(lines)


def swap_lines(text: str, dice: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        a, b = dice.randrange(len(lines)), dice.randrange(len(lines))
        lines[a], lines[b] = lines[b], lines[a]
    return "".join(lines)


def odd_cell(text: str, dice: random.Random) -> str:
    """Put something odd where a comma-separated cell or a YAML value stands."""
    lines = text.splitlines(keepends=True)
    if not lines:
        return dice.choice(ODD_CELLS)
    at = dice.randrange(len(lines))
    odd = dice.choice(ODD_CELLS)
    line = lines[at].rstrip("\n")
    if ": " in line and dice.random() < 0.7:
        lines[at] = line.partition(": ")[0] + ": " + odd + "\n"
    else:
        cells = line.split(",")
        cells[dice.randrange(len(cells))] = odd
        lines[at] = ",".join(cells) + "\n"
    return "".join(lines)


def cut_short(text: str, dice: random.Random) -> str:
    return text[: dice.randrange(len(text) + 1)]


def change_characters(text: str, dice: random.Random) -> str:
    letters = list(text)
    for _ in range(dice.randint(1, 8)):
        if letters:
            letters[dice.randrange(len(letters))] = chr(
                dice.choice([0, 9, 32, 44, 58, 255, 0x2028])
            )
    return "".join(letters)


def move_indent(text: str, dice: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        at = dice.randrange(len(lines))
        lines[at] = " " * dice.randint(0, 9) + lines[at].lstrip(" ")
    return "".join(lines)


def rename_key(text: str, dice: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    keyed = [i for i, line in enumerate(lines) if ":" in line]
    if keyed:
        at = dice.choice(keyed)
        lines[at] = lines[at].replace(":", "x:", 1)
    return "".join(lines)


def whole_file(text: str, dice: random.Random) -> str:
    return dice.choice(["", "\n", "[]", "{}", "null", "a,b\n1,2\n", "\ufeff" + text, text * 2])


MUTATIONS: tuple[Callable[[str, random.Random], str], ...] = (
    drop_line,
    repeat_line,
    swap_lines,
    odd_cell,
    odd_cell,
    odd_cell,
    cut_short,
    change_characters,
    move_indent,
    rename_key,
    whole_file,
)


def spoilt(content: bytes, dice: random.Random) -> bytes:
    """The content after one to three mutations; sometimes no longer UTF-8."""
    text = content.decode("utf-8", errors="replace")
    for _ in range(dice.randint(1, 3)):
        text = dice.choice(MUTATIONS)(text, dice)
    out = text.encode("utf-8", errors="surrogatepass")
    if dice.random() < 0.05:
        out = bytes(dice.randrange(256) for _ in range(200)) + out
    return out
