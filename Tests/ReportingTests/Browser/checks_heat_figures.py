"""Figures of the heatmap page: those of the collapsed stacks and of the table, for every line."""

import json


def shows_every_sample(page):
    """Own and total samples of every line are those of the collapsed stacks, and nothing else has any."""
    for name in ("shop", "recursion", "random1", "random2", "random3"):
        wanted = page.figures(name)
        page.open(name)
        found, texts = {}, {}
        paths = page.browser.run(
            "[...document.querySelectorAll('#file-rows a')].map((a) => [a.dataset.file, a.textContent])"
        )
        for file, path in paths:
            page.browser.choose(f"file={file}")
            page.browser.settle(20)
            page.equal(page.title(), path, f"{name}: the file that is open")
            for number, own, own_time, own_title, total, total_time, total_title in page.rows():
                place = path if number == "0" else f"{path}:{number}"
                counts = [count(title, wanted["count"], page) for title in (own_title, total_title)]
                found[place], texts[place] = counts, [own, own_time, total, total_time]
        page.equal(found, wanted["samples"], f"{name}: samples of lines")
        for place, times in wanted["seconds"].items():
            shown = texts.get(place, ["", "", "", ""])
            for time, share_text, time_text in zip(times, shown[0::2], shown[1::2]):
                page.expect(
                    abs(seconds(time_text) - time) <= 0.005 * time + 1e-6
                    and abs(percent(share_text) - 100 * time / wanted["total"]) < 0.0505,
                    f"{name}: {place} shows {share_text} and {time_text} for {time} s",
                )
        if name in ("shop", "recursion"):
            found = {place: texts.get(place) for place in wanted["texts"]}
            page.equal(found, wanted["texts"], f"{name}: shares and times of lines")
    page.quiet("figures")


def seconds(text):
    if text == "":
        return 0
    value, unit = text.split(" ")
    return float(value) * {"s": 1, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}[unit]


def percent(text):
    return 0 if text == "" else 0.025 if text.startswith("<") else float(text.split(" ")[0])


def count(title, all_samples, page):
    """Of `427 ms, 1,730 of 5,906 samples`, the first; there is no title where there are none."""
    if title == "":
        return 0
    part, whole = title.split(", ", 1)[1].split(" of ")
    page.equal(whole, f"{all_samples:,} sample" + ("" if all_samples == 1 else "s"), "all samples")
    return int(part.replace(",", ""))


def answers(page):
    page.open("shop")
    sentence = page.text("#sentence")
    for part in ("threading.py:655 in Event.wait costs most by itself: 50.0 % ±1.3 (2.95 s)",):
        page.expect(part in sentence, f"the sentence does not say {part!r}: {sentence}")
    page.expect("add(rows[655]" in page.text("#subject-source"), "the line's text does not stand below the sentence")
    page.browser.click_on("input[value=lines] + span")
    page.browser.click_on("#line-rows tr:nth-child(2) a")
    sentence = page.text("#sentence")
    for part in (
        "json/decoder.py:353 in JSONDecoder.raw_decode costs by itself 29.3 %",
        "number 2 of 9 lines",
        "Its function is called from importing/suppliers/reader.py:50 (100.0 % of the line’s time)",
    ):
        page.expect(part in sentence, f"the sentence does not say {part!r}: {sentence}")
    page.browser.click_on("#answer #sentence a:last-of-type")
    page.expect("It spends most in JSONDecoder.raw_decode (100.0 %)" in page.text("#sentence"), page.text("#sentence"))
    page.equal(page.title(), "importing/suppliers/reader.py", "the file of the caller")
    page.equal(page.line(), "50", "the line of the caller")
    page.browser.click_on("#deselect")
    page.equal(page.subject(), "threading.py:655", "back to the costliest")
    page.open("shop")
    page.browser.click_on("#copy")
    page.browser.settle(100)
    page.equal(
        page.said(),
        "Copied: seriema time -t threading.py:Event.wait app.py --day 'two words'",
        "what is said of copying",
    )
    for part in ("Python 3.13.1", "5.91 s", "2 threads"):
        page.expect(part in page.text("#circumstances"), f"the head does not say {part!r}")


def leads_to_the_right_line(page):
    """Callers and callees, there and back, and the browser's way back."""
    page.open("shop", "file=0&line=30")
    page.equal(page.title(), "app.py", "the file of a link")
    lists = page.text(".details .lists")
    for part in (
        "nothing in Python",
        "Importer.parse_rows_of_all_suppliers",
        "mostly at importing/suppliers/reader.py:50",
    ):
        page.expect(part in lists, f"line 30 does not tell {part!r}: {lists}")
    page.browser.click_on(".details section:nth-child(2) li a")
    page.equal([page.title(), page.line()], ["importing/suppliers/reader.py", "41"], "where the callee begins")
    page.expect(
        "All of Importer.parse_rows_of_all_suppliers: self 10.3 %" in page.text(".details"), page.text(".details")
    )
    page.browser.click_on(".details section:nth-child(1) li a")
    page.equal([page.title(), page.line()], ["app.py", "30"], "who calls the function")
    page.browser.click_on(".details section:nth-child(2) li .place a")
    page.equal([page.title(), page.line()], ["importing/suppliers/reader.py", "50"], "the costliest line of the callee")
    page.expect(page.is_seen("tr[aria-current]"), "the line is not in sight")
    page.expect(page.is_seen(".details"), "what is told of it is not in sight")
    page.browser.click_on(".details section:nth-child(1) li a")
    page.equal([page.title(), page.line()], ["app.py", "30"], "the caller of line 50")
    for wanted in (["importing/suppliers/reader.py", "50"], ["app.py", "30"], ["importing/suppliers/reader.py", "41"]):
        before = page.browser.run("location.hash")
        page.browser.run("history.back()")
        page.browser.wait(f"location.hash !== {json.dumps(before)}")
        page.browser.settle(50)
        page.equal([page.title(), page.line()], wanted, "the browser's way back")
    page.open("recursion")
    page.browser.key("n")
    page.browser.key("n")
    page.quiet("links")


def finds_and_sorts(page):
    page.open("shop")
    files = page.names()
    page.equal(
        files,
        [
            "threading.py",
            "json/decoder.py",
            "importing/suppliers/reader.py",
            "jinja2/__init__.py",
            "<frozen importlib._bootstrap>",
            "app.py",
        ],
        "files by their own time",
    )
    page.browser.click_on("#file-columns th:nth-child(3) button")
    page.equal(page.names()[:2], ["threading.py", "app.py"], "files by their total")
    page.equal(page.attribute("#file-columns th:nth-child(3)", "aria-sort"), "descending", "aria-sort")
    page.browser.click_on("#file-columns th:nth-child(1) button")
    page.equal(page.names(), sorted(files), "files by name")
    page.browser.click_on("#file-columns th:nth-child(1) button")
    page.equal(page.names(), sorted(files, reverse=True), "files by name, backwards")
    page.search("DECO")
    page.equal(page.names(), ["json/decoder.py"], "files that are found")
    page.equal(page.text("#found"), "self 29.3 % of the time", "the share of what is found")
    page.equal(page.text("#index-title"), "1 of 6 files", "how many are found")
    page.browser.key("Escape")
    page.equal(page.text("#query"), "", "the search after Escape")
    page.equal(len(page.names()), 6, "files after the search")
    page.browser.click_on("input[value=lines] + span")
    page.equal(len(page.names()), 9, "lines")
    page.search("raw_dec")
    page.equal(page.names(), ["json/decoder.py:353"], "lines found by their function")
    page.browser.key("Escape")
    page.search("rows[44]")
    page.equal(page.names(), ["importing/suppliers/reader.py:44"], "lines found by their text")
    page.browser.key("Escape")
    page.browser.click_on("[data-toggle=pattern]")
    page.search("^app.*3[01]$")
    page.equal(sorted(page.names()), ["app.py:30", "app.py:31"], "lines that an expression finds")
    page.browser.send("Input.insertText", text="(")
    page.browser.settle(250)
    page.equal(page.attribute("#found", "class"), "wrong", "a wrong expression is not marked")
    page.quiet("searching")


def filters(page):
    page.open("shop")
    origins = page.browser.run(
        "[...document.querySelectorAll('#origins button')].filter((b) => !b.hidden).map((b) => b.textContent)"
    )
    page.equal(
        [text.replace("\u00a0", " ") for text in origins],
        ["Program 10.3 %", "Standard library 82.8 %", "Packages 6.8 %"],
        "whose code there is",
    )
    page.browser.click_on("#origins button:nth-child(2)")
    page.equal(page.names(), ["importing/suppliers/reader.py", "jinja2/__init__.py", "app.py"], "without the library")
    page.equal(page.subject(), "importing/suppliers/reader.py:44", "the costliest line without the library")
    page.equal(page.title(), "importing/suppliers/reader.py", "the file that is open without the library")
    page.browser.click_on("#origins button:nth-child(1)")
    page.equal(page.names(), ["jinja2/__init__.py"], "packages alone")
    page.equal(page.kept(), {"origins": "2.3"}, "what the address keeps of it")
    for key in "12":
        page.browser.key(key)
    page.equal(page.kept(), {}, "all of it again")
    page.browser.click_on("input[value=idle] + span")
    page.equal(page.names(), ["threading.py", "importing/suppliers/reader.py", "app.py"], "what is idle")
    page.equal(page.rows()[0][3], "2.95 s", "a title without samples where they are split")
    page.browser.click_on("input[value=running] + span")
    page.expect("runs longest by itself" in page.text("#sentence"), page.text("#sentence"))
    page.browser.key("a")
    page.browser.run(
        "(() => { const s = document.getElementById('threads'); s.value = '1'; s.dispatchEvent(new Event('change')); })()"
    )
    page.browser.settle()
    page.equal(page.names(), ["threading.py"], "files of a thread")
    page.expect(page.text("#sentence").startswith("In the chosen threads"), page.text("#sentence"))
    page.equal(page.rows()[0][6], "2.95 s, 2,953 of 2,953 samples", "samples of a thread")
    page.browser.key("t")
    page.equal(len(page.names()), 6, "behind the last thread come all")
    page.open("tree")
    page.equal(page.count("#threads"), 1, "no choice of threads")
    page.equal(page.browser.run("document.getElementById('threads').options.length"), 12, "processes and threads")
    page.quiet("filtering")


CHECKS = [shows_every_sample, answers, leads_to_the_right_line, finds_and_sorts, filters]
