"""The web page in a real browser: nothing hangs over at any width, paper holds it all, and axe-core finds nothing to object to."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import reference
from zbreport import tally
from zbreport.forms import form_for
from zbreport.manuscript import read
from zbreport.model import Channel, Report
from zbreport.outputs import html
from zbreport.settings import Settings
from zbreport.tabulation.tally import Tally

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-core is not installed"
)

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, TABLET, DESK = 360, 768, 1280
A4 = round(178 / 25.4 * 96)
"""Width of the text on paper, 210 mm less the margins, in pixels."""
HOSTILE = '"><script>window.struck = 1</script><img src=x onerror="window.struck = 1">'
MARKDOWN = """## 监督保障

一是**加强培训**，见下表；

1. 集中学习
   - 县区
2. 交流

### 考核

| 项目 | 次数 | 说明 |
|---|---|---|
| 培训 | 2 | 参加七十余人次，覆盖全部业务科室和所属单位，并通报结果 |
"""


def clean(folder):
    text = folder / "一.md"
    text.write_text(MARKDOWN, encoding="utf-8")
    outcome = tally([ROOT / "examples" / "2021-clean"])
    return replace(
        outcome,
        previous=tally([ROOT / "examples" / "2020-clean"]).report,
        manuscript=read([text])[0],
    )


def longest(_):
    """Everything as long as it gets."""
    months = (12345,) * 12
    channels = (
        Channel("website", "网" * 60, 148140, months),
        Channel("other:x", "W" * 60, 148140, months),
    )
    form = form_for(2024)
    most = {"disclosure": 39857580, "requests": 1234567, "proceedings": 12345}
    report = Report(
        2024, "2021", "某" * 60, {key: most[key.partition(".")[0]] for key in form.cells}, channels
    )
    last = Report(2023, "2021", None, dict.fromkeys(form.cells, 1))
    return Tally(report, (), (), (), {}, Settings(email="x" * 80), previous=last)


def empty(_):
    return Tally(
        Report(2022, "2021", None, dict.fromkeys(form_for(2022).cells)), (), (), (), {}, Settings()
    )


def zero(_):
    channels = (Channel("website", "网站", 0, (0,) * 12),)
    return Tally(
        Report(2020, "2019", "某局", dict.fromkeys(form_for(2020).cells, 0), channels),
        (),
        (),
        (),
        {},
        Settings(),
    )


def hostile(_):
    report = Report(
        2024,
        "2021",
        HOSTILE,
        dict.fromkeys(form_for(2024).cells, 1),
        (Channel("other:x", HOSTILE, 12, (1,) * 12),),
    )
    return Tally(report, (), (), (), {}, Settings(contact=HOSTILE))


MADE = {
    "clean": clean,
    "longest": longest,
    "empty": empty,
    "zero": zero,
    "hostile": hostile,
    "city": lambda _: tally([reference.city()]),
    "bureau": lambda _: tally([reference.bureau()]),
}


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture(scope="module", params=MADE)
def address(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    path = folder / "年报.html"
    path.write_bytes(html.render(MADE[request.param](folder)))
    return path.as_uri()


@pytest.fixture(scope="module")
def page(browser, address):
    """The page, opened once; what it asks the network for and complains of is kept."""
    page = browser.new_page(viewport={"width": DESK, "height": 800})
    page.asked, page.said = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(address)
    yield page
    page.close()


@pytest.fixture
def opened(page):
    """Gives the page at a width, on a screen or on paper."""

    def open_at(width, media="screen"):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(media=media)
        return page

    return open_at


OVERHANGING = """() => [...document.querySelectorAll('main *')]
  .filter(one => !one.closest('.table > table') && one.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
  .map(one => one.tagName + '.' + one.getAttribute('class'))"""
BOXES = "() => [...document.querySelectorAll('.table')].map(box => [box.className, box.scrollWidth, box.clientWidth])"


@pytest.mark.parametrize("width", [PHONE, TABLET, DESK])
def test_nothing_hangs_over_the_edge(opened, width):
    page = opened(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERHANGING) == []
    assert page.asked == [page.url]
    assert page.said == []
    assert page.evaluate("window.struck") is None


def test_wide_tables_scroll_inside_their_own_box_on_a_phone(opened):
    boxes = {name: (inside, outside) for name, inside, outside in opened(PHONE).evaluate(BOXES)}
    for name in ("table requests", "table proceedings"):
        assert boxes[name][0] > boxes[name][1]
        assert boxes[name][1] <= PHONE


CAPTIONS = """() => [...document.querySelectorAll('.table > table > caption')].map(one =>
  one.getBoundingClientRect().right - one.closest('.table').getBoundingClientRect().right)"""


def test_captions_can_be_read_on_a_phone_without_scrolling(opened):
    assert all(over <= 0.5 for over in opened(PHONE).evaluate(CAPTIONS))


def test_a_long_title_is_broken_behind_the_name_of_the_office(browser, tmp_path):
    path = tmp_path / "年报.html"
    path.write_bytes(html.render(clean(tmp_path)))
    page = browser.new_page(viewport={"width": PHONE, "height": 800})
    page.goto(path.as_uri())
    office, title = page.evaluate(
        "() => [...document.querySelectorAll('h1 span')].map(one => one.getBoundingClientRect().toJSON())"
    )
    assert (
        page.inner_text("h1").replace("\n", "")
        == "云岫市商务和投资促进局2021年政府信息公开工作年度报告"
    )
    page.close()
    assert title["top"] >= office["bottom"] - 1


def test_paper_holds_the_tables_whole(opened):
    page = opened(A4, "print")
    assert page.evaluate("document.documentElement.scrollWidth") <= A4
    assert page.evaluate(OVERHANGING) == []
    assert [box for box in page.evaluate(BOXES) if box[1] > box[2]] == []


def test_text_in_charts_can_be_read_and_selected(opened):
    page = opened(PHONE)
    heights = page.evaluate(
        "() => [...document.querySelectorAll('svg text')].map(one => one.getBoundingClientRect().height)"
    )
    assert all(height >= 9 for height in heights)
    chosen = page.evaluate("""() => [...document.querySelectorAll('svg')].map(one => {
        getSelection().selectAllChildren(one); return getSelection().toString().trim() })""")
    assert all(chosen)


def test_texts_in_charts_do_not_touch(opened):
    page = opened(PHONE)
    touching = page.evaluate("""() => [...document.querySelectorAll('svg')].flatMap(picture => {
        const boxes = [...picture.querySelectorAll('text')].map(one => one.getBoundingClientRect()).filter(box => box.width)
        const edge = picture.getBoundingClientRect()
        return boxes.flatMap((one, index) => [
          ...(one.left < edge.left - 1 || one.right > edge.right + 1 ? ['outside'] : []),
          ...boxes.slice(index + 1).filter(two => Math.min(one.right, two.right) - Math.max(one.left, two.left) > 1 &&
            Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top) > 4)])})""")
    assert touching == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_axe_finds_nothing(opened, width):
    found = axe.Axe().run(opened(width))
    assert [
        (rule["id"], [node["html"][:120] for node in rule["nodes"]])
        for rule in found.response["violations"]
    ] == []


def test_the_two_years_are_told_apart_without_colour(browser, tmp_path):
    path = tmp_path / "年报.html"
    path.write_bytes(html.render(clean(tmp_path)))
    page = browser.new_page()
    page.goto(path.as_uri())
    page.emulate_media(media="print")
    last, now = (
        page.eval_on_selector(
            f"figure.years .series-{index} rect", "one => getComputedStyle(one).fill"
        )
        for index in (0, 1)
    )
    lighter, darker = sorted((luminance(last), luminance(now)), reverse=True)
    page.close()
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def luminance(colour):
    """Relative luminance, as WCAG computes it: what is left of a colour in grey."""
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_printed_pages_lose_nothing(browser, tmp_path):
    pdfplumber = pytest.importorskip("pdfplumber")
    path = tmp_path / "年报.html"
    path.write_bytes(html.render(clean(tmp_path)))
    page = browser.new_page()
    page.goto(path.as_uri())
    page.pdf(path=tmp_path / "年报.pdf", prefer_css_page_size=True)
    page.close()
    with pdfplumber.open(tmp_path / "年报.pdf") as paper:
        assert [(round(sheet.width), round(sheet.height)) for sheet in paper.pages] == [
            (595, 842)
        ] * len(paper.pages)
        text = (
            "".join((sheet.extract_text() or "") for sheet in paper.pages)
            .replace("\n", "")
            .replace(" ", "")
        )
        inside = all(
            word["x0"] >= 56 * 0.7 and word["x1"] <= 595 - 56 * 0.7
            for sheet in paper.pages
            for word in sheet.extract_words()
        )
    assert inside
    assert "四、结转下年度继续办理1100002" in text
    assert "其他需要报告的事项" in text
