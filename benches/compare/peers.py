"""Runs one peer over pages: `peers.py TOOL`, in the virtual environment that compare.py makes.

Reads JSON lines {"html": decoded text, "language": "zh" or "en"}, writes {"text": ...} or {"error": ...} for each, in
order. Each tool runs as its documentation says for "the main text".
"""
import json
import sys


def trafilatura():
    from trafilatura import extract

    return lambda html, language: extract(html)


def resiliparse():
    from resiliparse.extract.html2text import extract_plain_text

    return lambda html, language: extract_plain_text(html, main_content=True)


def readability_lxml():
    import lxml.html
    from readability import Document

    def extract(html, language):
        # It answers with HTML only: a line for each piece of text in it.
        return "\n".join(lxml.html.fromstring(Document(html).summary()).itertext())

    return extract


def justext():
    from justext import get_stoplist, justext as paragraphs_of

    english = get_stoplist("English")

    def extract(html, language):
        if language == "en":
            paragraphs = paragraphs_of(html, english)
        else:
            # No stop list for Chinese: its language-independent mode.
            paragraphs = paragraphs_of(html, frozenset(), stopwords_low=0, stopwords_high=0)
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return extract


def gne():
    from gne import GeneralNewsExtractor

    return lambda html, language: GeneralNewsExtractor().extract(html)["content"]


def newspaper4k():
    from newspaper import Article

    def extract(html, language):
        # Nothing is fetched: the class asks for an address, and would measure the images at theirs.
        article = Article("https://example.org/page.html", language=language, fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return article.text

    return extract


TOOLS = {
    "trafilatura": trafilatura,
    "resiliparse": resiliparse,
    "readability-lxml": readability_lxml,
    "jusText": justext,
    "gne": gne,
    "newspaper4k": newspaper4k,
}


def main():
    extract = TOOLS[sys.argv[1]]()
    # Tools that print would break the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        page = json.loads(line)
        try:
            answer = {"text": extract(page["html"], page["language"]) or ""}
        except Exception as error:  # whatever a page makes a tool raise is this page's answer
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)


main()
