#!/usr/bin/env python3
"""Compares parasift with other extractors on labelled pages and prints a Markdown table. See README.md."""
import argparse
import collections
import pathlib

import corpus
import rule
import runs
import tools

PROJECT = tools.HERE.parent.parent
# Doorway pages are spam as a whole: what their article is, is moot, so they count for the spam column only.
SPAM_ONLY_SETS = {"zh-hacked"}
LANGUAGES = ("zh", "en")
PERCENT, FRACTION = "{:.0%}", "{:.3f}"
# Heading, language, figure, format.
COLUMNS = [
    ("zh macro-F1", "zh", "macro", FRACTION),
    ("zh cF1", "zh", "cF1", FRACTION),
    ("zh right", "zh", "right", PERCENT),
    ("zh lost", "zh", "lost", PERCENT),
    ("zh list pages returned", "zh", "list pages", PERCENT),
    ("en macro-F1", "en", "macro", FRACTION),
    ("en cF1", "en", "cF1", FRACTION),
    ("en right", "en", "right", PERCENT),
    ("en lost", "en", "lost", PERCENT),
]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parasift", type=pathlib.Path, default=PROJECT / "target/release/parasift", metavar="PROGRAM")
    parser.add_argument("--model", type=pathlib.Path, help="for a program without a built-in model")
    parser.add_argument("--data", action="append", metavar="FOLDER", help="default: ../shared/corpus/dev")
    parser.add_argument("--leave-out", action="append", default=[], metavar="SET", help="do not score this set's pages")
    parser.add_argument("--fresh", action="store_true", help="run every tool again, whatever is cached")
    chosen = parser.parse_args()
    chosen.data = chosen.data or [PROJECT.parent / "shared/corpus/dev"]
    # A bare name would be looked up in PATH.
    chosen.parasift = chosen.parasift.resolve()
    return chosen


def figures_of(pages, texts, left_out):
    """The figures of each language."""
    figures = {language: rule.Figures() for language in LANGUAGES}
    for page, text in zip(pages, texts):
        if page.source in left_out:
            continue
        returned = rule.held(page.normalised, text)
        figures[page.language].add_spam(page.paragraphs, returned)
        if page.source not in SPAM_ONLY_SETS:
            figures[page.language].add(page.paragraphs, returned)
    return figures


def cell(value, form):
    return "–" if value is None else form.format(value)


def row_of(tool, figures, seconds, parasift_seconds):
    rows = {language: figures[language].row() for language in LANGUAGES}
    cells = [cell(rows[language][figure], form) for _, language, figure, form in COLUMNS]
    spam = sum(figures[language].spam for language in LANGUAGES)
    through = sum(figures[language].spam_returned for language in LANGUAGES)
    time = seconds / parasift_seconds if parasift_seconds else None
    return [f"{tool.name} {tool.version}", *cells, f"{through} of {spam}", cell(time, "{:.1f}")]


def print_table(rows, reasons):
    heads = ["tool", *(head for head, *_ in COLUMNS), "spam let through", "CPU time, parasift = 1"]
    print("\n|", " | ".join(heads), "|")
    print("|---" * len(heads) + "|")
    for row in rows:
        print("|", " | ".join(row), "|")
    for name, reason in reasons.items():
        print("|", name, "|", reason.replace("|", "/"), "|" * (len(heads) - 1))


def print_notes(pages, outcomes, left_out):
    sets = collections.Counter(page.source for page in pages)
    remarks = {name: " (not scored)" if name in left_out else "" for name in sets}
    print("\nPages:", ", ".join(f"{name} {count}{remarks[name]}" for name, count in sets.items()) + ".")
    for name, found in outcomes.items():
        for message, count in collections.Counter(found.errors).most_common():
            print(f"{name} failed on {count} of {len(found.texts)} pages, which count as empty: {message[:120]}")


def main():
    chosen = arguments()
    pages = corpus.read_all(chosen.data)
    if not pages:
        raise SystemExit("no pages to compare on")
    folder = PROJECT / "target/compare"
    folder.mkdir(parents=True, exist_ok=True)
    usable, reasons = tools.available(chosen.parasift, chosen.model, folder)
    data_digest, outcomes, scored = corpus.digest_of(pages), {}, []
    for tool in usable:
        try:
            outcomes[tool.name] = runs.outcome(tool, pages, data_digest, folder, chosen.fresh)
        except (tools.Unavailable, OSError) as error:
            reasons[tool.name] = str(error)
            continue
        scored.append((tool, figures_of(pages, outcomes[tool.name].texts, chosen.leave_out)))
    # Best first, by the figure that says most about a page's article; Chinese before English.
    scored.sort(key=lambda pair: [-(pair[1][language].row()["cF1"] or 0) for language in LANGUAGES])
    parasift_seconds = outcomes["parasift"].cpu_seconds if "parasift" in outcomes else None
    rows = [row_of(tool, figures, outcomes[tool.name].cpu_seconds, parasift_seconds) for tool, figures in scored]
    print_table(rows, reasons)
    print_notes(pages, outcomes, chosen.leave_out)


main()
