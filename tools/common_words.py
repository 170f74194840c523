#!/usr/bin/env python3
"""Counts how many pieces of software documentation hold each word, and prints the commonest in four tiers.

    tools/common_words.py /usr/share/doc /usr/share/man/man1 <folder of README files> … > counted.txt

CommonTrace.Core/Words/common.txt was made from its output and from a list of everyday words written by hand. Only the
counts of single words are kept, nothing of the texts. A changed list changes the local embedding model: it needs a new version.
"""
import collections
import gzip
import os
import re
import sys

WORD = re.compile(r"[a-z]{3,16}")
PIECE, MOST = 1500, 40_000
SKIPPED = ("copyright", "changelog", "gcloud", "gsutil")
TIERS = (("everywhere", 0.06), ("usual", 0.02), ("frequent", 0.006), ("known", 0.002))


def read(path):
    opener = gzip.open if path.endswith(".gz") else open
    try:
        with opener(path, "rt", errors="ignore") as file:
            return file.read(MOST).lower()
    except (OSError, EOFError):
        return ""


def pieces(roots):
    for root in roots:
        for folder, folders, names in os.walk(root):
            folders.sort()
            for name in sorted(names):
                if not name.lower().startswith(SKIPPED):
                    text = read(os.path.join(folder, name))
                    yield from (text[at:at + PIECE] for at in range(0, len(text) - PIECE // 4, PIECE))


def main(roots):
    counts, total = collections.Counter(), 0
    for piece in pieces(roots):
        counts.update(set(WORD.findall(piece)))
        total += 1
    last = 1
    for name, share in TIERS:
        words = sorted(word for word, count in counts.items() if share <= count / total < last)
        print(f"{name}: {' '.join(words)}")
        last = share


main(sys.argv[1:])
