"""Instructions on the heatmap page: the parts of a line that cost, and what the interpreter made of them."""

MARKS = """[...document.querySelectorAll('#source-rows tr[data-number="%d"] mark')].map((mark) =>
  [mark.textContent, (mark.dataset.share ?? '').replaceAll('\\u00a0', ' '), mark.title.replaceAll('\\u00a0', ' ')])"""

TABLES = """[...document.querySelectorAll('.details .instructions')].map((table) => [
  table.caption.textContent, ...[...table.tBodies[0].rows].map((row) =>
    [...row.cells].map((cell) => cell.textContent.replaceAll('\\u00a0', ' ')))])"""

TEXT = "document.querySelector('#source-rows tr[data-number=\"%d\"] code').textContent"


def marks_the_parts_that_cost(page):
    page.open("instructions")
    addition = "self 62.0 %, 620 ms; total 62.0 %, 620 ms"
    page.equal(
        page.browser.run(MARKS % 7),
        [["sum", "18.0 %", "self 18.0 %, 180 ms; total 18.0 %, 180 ms"], ["+ row", "62.0 %", addition]],
        "parts of line 7 by their own time",
    )
    page.equal(page.browser.run(TEXT % 7), "        sum = sum + row; f = lambda: row", "the text of line 7")
    own = [mark[:2] for mark in page.browser.run(MARKS % 2)]
    page.equal(own, [["cheap(rows)", "10.0 %"], ["+ dear(rows)", "5.0 %"]], "parts of line 2 by their own time")
    page.browser.key("h")
    total = [mark[:2] for mark in page.browser.run(MARKS % 2)]
    page.equal(total, [["cheap(rows)", ""], ["+", ""], ["dear(rows)", "85.0 %"]], "the same by their total")
    page.equal(page.browser.run(TEXT % 2), "    return cheap(rows) + dear(rows)", "the text of line 2")
    thickness = "parseFloat(getComputedStyle(document.querySelectorAll('[data-number=\"2\"] mark')[%d]).textDecorationThickness)"
    thin, thick = (page.browser.run(thickness % index) for index in (0, 2))
    page.expect(thick > thin > 0, f"the dear part is underlined by {thick}, the cheap one by {thin}")
    shown = page.browser.run(
        "getComputedStyle(document.querySelectorAll('[data-number=\"2\"] mark')[2], '::after').content"
    )
    page.equal(shown.replace("\u00a0", " "), '"85.0 %"', "the share behind the dear part")
    page.browser.click_on("input[value=idle] + span")
    page.equal(page.count("mark"), 0, "parts of no time")
    page.open("shop", "file=2&line=50")
    page.equal(page.browser.run("document.querySelectorAll('mark, .instructions').length"), 0, "parts without columns")
    page.quiet("parts of lines")


def marks_parts_where_columns_alone_are_told(page):
    page.open("columns", "file=0&line=7")
    marks = [mark[:2] for mark in page.browser.run(MARKS % 7)]
    page.equal(marks, [["sum", "18.0 %"], ["+ row", "62.0 %"]], "parts of line 7 by their own time")
    parts = page.text(".details .lists section:last-child")
    page.equal(parts, "Parts, as shares of the linesum + row 72.9 %sum 21.2 %", "the parts of line 7")
    page.equal(page.browser.run(TABLES), [], "instructions where none were told")
    page.quiet("columns")


def opens_a_line_into_instructions(page):
    page.open("instructions", "file=0&line=7")
    addition = ["12", "BINARY_OP", "BINARY_OP_ADD_INT", "sum + row", "60.0 %", "60.0 %", "600"]
    page.equal(
        page.browser.run(TABLES),
        [
            [
                "Instructions of dear",
                ["10", "LOAD_FAST", "", "sum", "18.0 %", "18.0 %", "180"],
                addition,
                ["12", "BINARY_OP", "", "sum + row", "2.0 %", "2.0 %", "20"],
            ],
            ["Instructions of dear.<locals>.<lambda>", ["2", "hidden", "INSTRUMENTED_LINE", "", "5.0 %", "5.0 %", "50"]],
        ],
        "the instructions of line 7",
    )
    parts = page.text(".details .lists section:last-child")
    page.equal(parts, "Parts, as shares of the linesum + row 72.9 %sum 21.2 %", "the parts of line 7")
    page.open("instructions", "file=0&line=2")
    page.equal(
        page.browser.run(TABLES),
        [
            [
                "Instructions",
                ["8", "CALL", "not known", "cheap(rows)", "10.0 %", "10.0 %", "100"],
                ["20", "CALL", "CALL_PY_EXACT_ARGS", "dear(rows)", "", "85.0 %", "0"],
                ["30", "BINARY_OP", "", "cheap(rows) + dear(rows)", "5.0 %", "5.0 %", "50"],
            ]
        ],
        "the instructions of line 2",
    )
    page.browser.click_on("input[value=running] + span")
    page.equal([row[-1] for row in page.browser.run(TABLES)[0][1:]], ["", "", ""], "samples where they are split")
    page.open("partly-told", "file=0&line=7")
    heads = page.browser.run("[...document.querySelectorAll('.instructions thead th')].map((th) => th.textContent)")
    page.equal(heads[-3:], ["Self", "Total", "Self samples"], "heads of the figures")
    rows = page.browser.run(TABLES)[0][1:]
    page.equal(rows[-1], ["–", "not told", "", "", "2.0 %", "2.0 %", "20"], "what no instruction is told of")
    page.equal(sum(int(row[-1]) for row in rows), 800, "samples of dear on line 7")
    page.open("instructions", "file=0&line=4")
    lines = page.text(".details .lists")
    page.equal(lines.count("sums.py:2"), 1, f"a line that calls from several instructions: {lines}")
    page.equal(lines.count("sums.py:7"), 1, f"a line that has several instructions: {lines}")
    page.quiet("instructions")


def is_told_to_who_listens(page):
    """Tables of instructions have names and heads, can be reached by Tab, and marked text is read as it stands."""
    page.open("instructions", "file=0&line=7")
    nodes = page.browser.send("Accessibility.getFullAXTree")["nodes"]
    names = [
        node.get("name", {}).get("value", "")
        for node in nodes
        if node.get("role", {}).get("value") in ("region", "table") and not node.get("ignored")
    ]
    for name in ("Instructions of dear", "Instructions of dear.<locals>.<lambda>"):
        page.equal(names.count(name), 2, f"a box and a table named {name!r} among {names}")
    texts = [node.get("name", {}).get("value", "") for node in nodes]
    for text in ("Became", "BINARY_OP_ADD_INT", "62.0\u00a0%"):
        page.expect(text in texts, f"{text!r} is not read")
    page.browser.run("document.querySelector('tr[aria-current] a').focus()")
    reached = set()
    for _ in range(12):
        page.browser.key("Tab")
        reached.add(page.browser.run("document.activeElement.getAttribute('aria-label')"))
    page.expect({"Instructions of dear", "Instructions of dear.<locals>.<lambda>"} <= reached, f"only {reached}")


CHECKS = [
    marks_the_parts_that_cost,
    marks_parts_where_columns_alone_are_told,
    opens_a_line_into_instructions,
    is_told_to_who_listens,
]
