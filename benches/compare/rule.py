"""The rule: which gold paragraphs a tool's text holds, and the figures that follow from it.

Tools cut, join and clean text each in their own way, so their text is aligned with the page's gold paragraphs
character by character, in order, and each character of the tool's text is used once. A menu word that also stands in
the article is therefore not taken for text of the menu.
"""
import bisect
import collections
import re
import unicodedata

# Characters in a row that two texts must share to be aligned. Fewer finds chance matches in English words, more
# misses Chinese lines.
RUN = 6
# A run that could be aligned in more ways than this says nothing about where it belongs, and costs time.
MOST_WAYS = 2500
HELD_SHARE = 0.5
RIGHT, LOST = 0.95, 0.5
LABELS = ("body", "nav", "spam")

# White space and what has no width, and the marks that some tools put before list items and between cells.
LEFT_OUT = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff*|\u2022-]+")

Run = collections.namedtuple("Run", "gold tool length")


def normalise(text):
    return LEFT_OUT.sub("", unicodedata.normalize("NFKC", text).lower())


def held(gold, text):
    """For each gold paragraph (normalised), whether the tool's text holds it."""
    lines = [line for line in map(normalise, text.splitlines()) if line]
    gold_text, tool_text = "".join(gold), "".join(lines)
    runs = settle(runs_of(longest_chain(common_places(gold_text, tool_text))), gold_text, tool_text)
    in_tool, in_gold = bytearray(len(tool_text)), bytearray(len(gold_text))
    for run in runs:
        in_gold[run.gold : run.gold + run.length] = b"\1" * run.length
        in_tool[run.tool : run.tool + run.length] = b"\1" * run.length
    answer, start = [], 0
    for paragraph in gold:
        share = sum(in_gold[start : start + len(paragraph)]) / len(paragraph)
        # A stray character of a neighbour would be half of a very short paragraph.
        answer.append(share >= HELD_SHARE if len(paragraph) >= RUN else share == 1)
        start += len(paragraph)
    add_short_lines(answer, gold, lines, runs, in_tool)
    return answer


def common_places(gold_text, tool_text):
    """Pairs of places at which both texts read the same; by the gold place, and backwards by the tool's."""
    places = collections.defaultdict(list)
    for place in range(len(tool_text) - RUN, -1, -1):
        places[tool_text[place : place + RUN]].append(place)
    wanted = [gold_text[place : place + RUN] for place in range(len(gold_text) - RUN + 1)]
    times = collections.Counter(filter(places.__contains__, wanted))
    for gold_place, piece in enumerate(wanted):
        if piece in times and times[piece] * len(places[piece]) <= MOST_WAYS:
            for tool_place in places[piece]:
                yield gold_place, tool_place


def longest_chain(pairs):
    """The longest list of pairs that rises in both places.

    Patience sorting; `pairs` come with the tool's places falling for one gold place, so none is used twice.
    """
    ends, last, chosen, before = [], [], [], []
    for number, (gold_place, tool_place) in enumerate(pairs):
        length = bisect.bisect_left(ends, tool_place)
        if length == len(ends):
            ends.append(tool_place)
            last.append(number)
        else:
            ends[length], last[length] = tool_place, number
        chosen.append((gold_place, tool_place))
        before.append(last[length - 1] if length else -1)
    chain, number = [], last[-1] if last else -1
    while number >= 0:
        chain.append(chosen[number])
        number = before[number]
    return chain[::-1]


def runs_of(chain):
    """Joins neighbouring pairs of a chain to runs of equal text."""
    runs = []
    for gold_place, tool_place in chain:
        if runs and (gold_place, tool_place) == (runs[-1][1] + 1, runs[-1][2] + 1):
            runs[-1][1:] = gold_place, tool_place
        else:
            runs.append([gold_place, gold_place, tool_place])
    return [Run(first, tool - (end - first), end - first + RUN) for first, end, tool in runs]


def settle(runs, gold_text, tool_text):
    """Gives text that two runs could claim to the longer one: an article's end, not the menu word behind it."""
    taken_gold, taken_tool = bytearray(len(gold_text)), bytearray(len(tool_text))

    def free(gold, tool):
        inside = 0 <= gold < len(gold_text) and 0 <= tool < len(tool_text)
        return inside and not taken_gold[gold] and not taken_tool[tool]

    def follows(gold, tool):
        return free(gold, tool) and gold_text[gold] == tool_text[tool]

    settled = []
    for gold, tool, length in sorted(runs, key=lambda run: -run.length):
        while length and not free(gold, tool):
            gold, tool, length = gold + 1, tool + 1, length - 1
        while length and not free(gold + length - 1, tool + length - 1):
            length -= 1
        if length < RUN:
            continue
        while follows(gold - 1, tool - 1):
            gold, tool, length = gold - 1, tool - 1, length + 1
        while follows(gold + length, tool + length):
            length += 1
        taken_gold[gold : gold + length] = taken_tool[tool : tool + length] = b"\1" * length
        settled.append(Run(gold, tool, length))
    return sorted(settled)


def add_short_lines(answer, gold, lines, runs, in_tool):
    """Finds paragraphs too short for a run that are a whole line of the tool's text, between the right runs."""
    starts = collections.defaultdict(list)
    start = 0
    for line in lines:
        starts[line].append(start)
        start += len(line)
    start = 0
    for number, paragraph in enumerate(gold):
        end = start + len(paragraph)
        if not answer[number] and paragraph in starts:
            low, high = gap(runs, start, end, len(in_tool))
            for place in starts[paragraph]:
                span = slice(place, place + len(paragraph))
                if low <= place and span.stop <= high and not any(in_tool[span]):
                    in_tool[span] = b"\1" * len(paragraph)
                    answer[number] = True
                    break
        start = end


def gap(runs, start, end, tool_end):
    """The part of the tool's text between the runs that lie before `start` and after `end` in the gold text."""
    after = bisect.bisect_left(runs, (end,))
    before = bisect.bisect_left(runs, (start,)) - 1
    return (runs[before].tool if before >= 0 else 0), (runs[after].tool if after < len(runs) else tool_end)


def counted(paragraph):
    hidden_nav = paragraph.get("hidden") and paragraph["label"] == "nav"
    return paragraph["label"] in LABELS and not paragraph.get("title") and not hidden_nav


def body_f1(table, label=True):
    """F1 of body (or of what is not body), from a table of (is body, was returned as body) to weight."""
    hits = table[label, label]
    return 2 * hits / (2 * hits + table[True, False] + table[False, True]) if hits else 0.0


class Figures:
    """Sums over the pages of one language."""

    def __init__(self):
        self.paragraphs, self.page_f1, self.listed_shares = collections.Counter(), [], []
        self.spam, self.spam_returned = 0, 0

    def add_spam(self, page, returned):
        found = [said for paragraph, said in zip(page, returned) if paragraph["label"] == "spam"]
        self.spam += len(found)
        self.spam_returned += sum(found)

    def add(self, page, returned):
        """`page`: the gold paragraphs; `returned`: for each, whether the tool returned it."""
        characters = collections.Counter()
        for paragraph, said in zip(page, returned):
            if counted(paragraph):
                is_body = paragraph["label"] == "body"
                self.paragraphs[is_body, said] += 1
                characters[is_body, said] += len(paragraph["text"])
        if characters[True, True] + characters[True, False]:
            self.page_f1.append(body_f1(characters))
        elif characters:
            self.listed_shares.append(characters[False, True] / characters.total())

    def row(self):
        return {
            "macro": mean([body_f1(self.paragraphs, label) for label in (True, False)] if self.paragraphs else []),
            "cF1": mean(self.page_f1),
            "right": mean([f1 >= RIGHT for f1 in self.page_f1]),
            "lost": mean([f1 < LOST for f1 in self.page_f1]),
            "list pages": mean(self.listed_shares),
        }


def mean(values):
    return sum(values) / len(values) if values else None
