"""Run with `python3 -m unittest discover benches/compare`."""
import unittest

from rule import Figures, held, normalise

ARTICLE = ["Two bridges open this month, the city says.", "News of the opening came on Friday.", "Steps are next."]
MENU = ["Home", "News", "About the bridges"]


def returned(gold, text):
    return held([normalise(paragraph) for paragraph in gold], text)


class Held(unittest.TestCase):
    def test_lines(self):
        self.assertEqual(returned(MENU + ARTICLE, "\n".join(ARTICLE)), [False] * 3 + [True] * 3)

    def test_joined_text_is_found_in_it(self):
        self.assertEqual(returned(MENU + ARTICLE, "".join(ARTICLE)), [False] * 3 + [True] * 3)

    def test_a_menu_word_that_the_article_has_is_not_returned(self):
        self.assertEqual(returned(ARTICLE + ["News"] + MENU, " ".join(ARTICLE)), [True] * 3 + [False] * 4)

    def test_a_phrase_at_the_edge_belongs_to_the_article(self):
        gold = ["the city says.", "Two bridges open, the city says.", "the city says."]
        self.assertEqual(returned(gold, "Two bridges open, the city says."), [False, True, False])

    def test_cut_paragraphs_count_from_half(self):
        self.assertEqual(returned(["0123456789abcdefghij"], "0123456789"), [True])
        self.assertEqual(returned(["0123456789abcdefghij"], "012345678"), [False])

    def test_short_lines_count_where_they_stand(self):
        gold = ["14:10", ARTICLE[0], "14:10", ARTICLE[1]]
        text = f"{ARTICLE[0]}\n- 14:10\nsome caption\n{ARTICLE[1]}"
        self.assertEqual(returned(gold, text), [False, True, True, True])

    def test_width_case_and_space_do_not_matter(self):
        self.assertEqual(returned(["ＡＢＣ 测试\u200b文字"], "abc测 试文字"), [True])

    def test_nothing(self):
        self.assertEqual(returned(MENU, ""), [False] * 3)
        self.assertEqual(held([], "text"), [])


class Sums(unittest.TestCase):
    def test_page_with_and_page_without_body(self):
        body, menu = {"text": "0123456789", "label": "body"}, {"text": "01234", "label": "nav"}
        figures = Figures()
        figures.add([body, menu, menu | {"title": True}, menu | {"hidden": True}, menu | {"label": "unk"}], [True] * 5)
        figures.add([menu, menu], [True, False])
        row = figures.row()
        self.assertAlmostEqual(row["cF1"], 20 / 25)
        self.assertAlmostEqual(row["macro"], (1 / 2 + 1 / 2) / 2)
        self.assertEqual([row["right"], row["lost"], row["list pages"]], [0, 0, 0.5])

    def test_no_pages_have_no_figures(self):
        self.assertEqual(set(Figures().row().values()), {None})


if __name__ == "__main__":
    unittest.main()
