"""Writes the words that telephones put into dates and times, in every language of Unicode CLDR.

cldr.py NODE_MODULES > src/source/whatsapp/cldr.tsv

NODE_MODULES holds the JSON of Unicode CLDR as npm has it: cldr-core and cldr-dates-full 48.2.0,
older ones of the latter as cldr-dates-full-45 and so on, and cldr-cal-buddhist-full,
cldr-cal-japanese-full 39.0.0, and cldr-cal-roc-full 28.0.0 (`.ci/cldr` installs them and compares). Old versions count too: an
export of 2015 has the words that telephones had then.
"""

import json
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

HEAD = """\
# The words that telephones put into dates and times, in every language of Unicode CLDR.
# Made by .ci/cldr.py from cldr-dates-full 28 to 48.2.0, cldr-core 48.2.0 and, for the names of
# eras, cldr-cal-buddhist-full and cldr-cal-japanese-full 39.0.0 and cldr-cal-roc-full 28.0.0. Not to be
# edited by hand.
#
# Copyright © 1991-2025 Unicode, Inc. The data are Unicode Data Files, used under the
# Unicode License V3 (SPDX: Unicode-3.0, and Unicode-DFS-2016 for the older versions),
# https://www.unicode.org/license.txt
#
# Words are folded: small letters, and nothing but letters, marks and numbers.
#   half   word  hours from-before, in 24ths of a day: languages; ...
#   month  word  month: languages; ...
#   day    word  (a name of a day of the week)
#   glue   word  (a word between the parts of a date and a time)
#   era    word  the year that the year 1 of the era is, in the common era
"""


DATES = ("cldr-dates-full", *(f"cldr-dates-full-{version}" for version in (28, 36, 39, 42, 45)))
# Calendars with the months of this one: the key of an era, and its first year in the common era.
ERAS = (("buddhist", "0", -542), ("japanese", "235", 1989), ("japanese", "236", 2019), ("roc", "1", 1912))
PATTERNS = ("dateFormats", "timeFormats", "dateTimeFormats")


def folded(text: str) -> str:
    """Returns what the reader makes of a word before it looks it up."""
    kept = (c for c in text if unicodedata.category(c)[0] in "LMN")
    return "".join(c.lower() for c in kept)


def calendar(root: Path, package: str, locale: str, name: str) -> dict:
    path = root / package / "main" / locale / f"ca-{name}.json"
    if not path.exists():
        return {}
    dates = json.loads(path.read_text())["main"][locale]["dates"]
    return dates["calendars"][name]


def hour(time: str) -> int:
    return int(time.split(":")[0])


def periods(rules: dict, locale: str) -> dict:
    """Returns from when to when each period of the day lasts in a locale, in whole hours."""
    hours = {"am": (0, 12), "pm": (12, 24), "noon": (12, 13), "midnight": (0, 1)}
    own = rules.get(locale) or rules.get(locale.split("-")[0]) or {}
    for period, rule in own.items():
        if "_at" not in rule:
            hours[period] = (hour(rule["_from"]), hour(rule["_before"]))
    return hours


def strings(tree) -> list:
    """Returns every string of a tree."""
    if isinstance(tree, str):
        return [tree]
    return [text for child in tree.values() if child for text in strings(child)]


def named(tree: dict, key: str) -> list:
    """Returns what stands under `key`, or a variant of it, at any width."""
    return [
        word
        for width in tree.values()
        for names in width.values()
        for name, word in names.items()
        if name.split("-alt-")[0] == key
    ]


def literals(pattern: str) -> list:
    """Returns the words of a pattern that stand for nothing but themselves."""
    quoted = " ".join(re.findall(r"'([^']+)'", pattern))
    bare = re.sub(r"'[^']*'", " ", pattern)
    return quoted.split() + re.findall(r"[^\x00-\x7f]+", bare)


def main() -> None:
    root = Path(sys.argv[1])
    core = root / "cldr-core" / "supplemental" / "dayPeriods.json"
    rules = json.loads(core.read_text())["supplemental"]["dayPeriodRuleSet"]
    halves, months = defaultdict(lambda: defaultdict(set)), defaultdict(lambda: defaultdict(set))
    days, glue, eras, earlier = set(), set(), {}, set()
    folders = [folder for dates in DATES for folder in sorted((root / dates / "main").iterdir())]
    for folder in folders:
        locale, language = folder.name, folder.name.split("-")[0]
        gregorian = calendar(root, folder.parts[-3], locale, "gregorian")
        if language == "root":
            continue
        for period, (start, before) in periods(rules, locale).items():
            for word in named(gregorian["dayPeriods"], period):
                halves[folded(word)][f"{start}-{before}"].add(language)
        for month in range(1, 13):
            for word in named(gregorian["months"], str(month)):
                months[folded(word)][str(month)].add(language)
                # `3월`: the number stands for itself, and what follows only joins.
                if numbered := re.fullmatch(f"{month}(\\D+)", folded(word)):
                    glue.add(numbered[1])
        days |= {folded(word) for word in strings(gregorian["days"])}
        at_time = gregorian.get("dateTimeFormats-atTime", {}).get("standard", {})
        for formats in (*(gregorian[name] for name in PATTERNS), at_time):
            for width in ("full", "long", "medium", "short"):
                for pattern in strings(formats.get(width, "")):
                    glue |= {folded(word) for word in literals(pattern)}
        for word in named({"eras": gregorian["eras"]}, "1"):
            eras.setdefault(folded(word), 1)
        earlier |= {folded(word) for word in named({"eras": gregorian["eras"]}, "0")}
        for name, key, first in ERAS:
            found = calendar(root, f"cldr-cal-{name}-full", locale, name)
            for word in named({"eras": found.get("eras", {})}, key):
                eras[folded(word)] = first
    print(HEAD, end="")
    for kind, table in (("half", halves), ("month", months)):
        for word, meanings in sorted(table.items()):
            # A number is no name, and one letter begins several months.
            lone = kind == "month" and (len(word) < 2 or len(meanings) > 2)
            if word and not word.isnumeric() and not lone:
                means = ";".join(f"{m}:{' '.join(sorted(l))}" for m, l in sorted(meanings.items()))
                print(kind, word, means, sep="\t")
    for kind, words in (("day", {day for day in days if len(day) > 1}), ("glue", glue)):
        for word in sorted(words - {""}):
            print(kind, word, sep="\t")
    for word, first in sorted(eras.items()):
        # Where a name of the Buddhist era is lacking, that of the time before the common era stands.
        if word and (first > 1 or word not in earlier):
            print("era", word, first, sep="\t")


main()
