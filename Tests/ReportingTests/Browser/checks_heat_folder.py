"""Heatmaps as folders of pages: the figures of the single page, and links from page to page."""

import json
import os
import shutil
import tempfile

# Of every line with a cost, how strongly it is coloured.
HEATS = "[...document.querySelectorAll('#source-rows tr.hot')].map((row) => row.style.getPropertyValue('--heat'))"
# The parts of lines that cost, and what is told of each.
MARKS = "[...document.querySelectorAll('#source-rows mark')].map((mark) => [mark.textContent, mark.title])"
# The number of the line that is chosen.
LINE = "#source-rows tr[aria-current] th"
INDEX = "[...document.querySelectorAll('#file-rows tr')].map((row) => row.innerText.replaceAll('\\u00a0', ' '))"
LINKS = """[...document.querySelectorAll('#file-rows td:first-child > a')]
  .map((a) => [a.textContent, a.getAttribute('href')])"""


def pages_of(page, name):
    """The pages of a folder, by the files that its index lists."""
    page.open(f"{name}/index")
    return {path: link.split("#")[0].removesuffix(".html") for path, link in page.browser.run(LINKS) if link and link[0] != "#"}


def address(page):
    """Which page is open, without its folder, and what its address keeps."""
    page.browser.settle(450)
    path, fragment = page.browser.run("[location.pathname, location.hash.slice(1)]")
    return "/".join(path.split("/")[-2:]), fragment


def leads(page, act, *parameters):
    """Does what leads to another page, and waits until that is shown."""
    before = page.browser.run("performance.timeOrigin")
    act(*parameters)
    page.browser.wait(f"performance.timeOrigin !== {before} && !!document.querySelector('#main:not([hidden])')")
    page.browser.settle(50)


def choose(page, fragment, selector, text):
    """Chooses by the address, and waits until an element says so; what is in no file has a line 0, which none is."""
    page.browser.choose(fragment)
    if text != "0":
        page.browser.wait(f"document.querySelector({json.dumps(selector)})?.textContent === {json.dumps(text)}")
    page.browser.settle()


def told(page):
    """What is told of the chosen line."""
    return page.browser.run(
        "[...document.querySelectorAll('.details p, .details section')].map((part) => part.textContent)"
    )


def shows_what_the_single_page_shows(page):
    """Of each file under each filter: its lines, their colours, and what is told of them."""
    compared = 0
    for name in ("shop", "tree", "recursion", "random1", "random2", "instructions"):
        for choice in ("", "threads=0", "state=idle"):
            page.open(name, choice)
            index = page.browser.run(INDEX)
            single = {}
            for file, path in page.browser.run(
                "[...document.querySelectorAll('#file-rows a')].map((a) => [a.dataset.file, a.textContent])"
            ):
                choose(page, f"{choice}&file={file}", "#source-title", path)
                numbers = [row[0] for row in page.rows()][:4]
                lines = {}
                for number in numbers:
                    choose(page, f"{choice}&file={file}&line={number}", LINE, number)
                    lines[number] = told(page)
                costs = page.text("#source-costs")
                marks = page.browser.run(MARKS)
                page.expect(choice or name != "instructions" or marks, "no part of a line is marked")
                single[path] = [page.rows(), page.browser.run(HEATS), lines, costs, marks]
            pages = pages_of(page, name)
            page.open(f"{name}/index", choice)
            page.equal(page.browser.run(INDEX), index, f"{name}, {choice}: the index")
            for path, link in pages.items():
                if path not in single:
                    continue
                page.open(f"{name}/{link}", choice)
                rows, heats, lines, costs, marks = single[path]
                page.equal(page.title(), path, f"{name}, {choice}: the file of {link}")
                page.equal(page.rows(), rows, f"{name}, {choice}: lines of {path}")
                page.equal(page.text("#source-costs"), costs, f"{name}, {choice}: costs of {path}")
                page.equal(page.browser.run(MARKS), marks, f"{name}, {choice}: marks of {path}")
                if choice == "":
                    page.equal(page.browser.run(HEATS), heats, f"{name}: colours of {path}")
                for number, texts in lines.items():
                    choose(page, f"{choice}&line={number}", LINE, number)
                    page.equal(told(page), texts, f"{name}, {choice}: what is told of {path}:{number}")
                    compared += 1
    page.expect(compared > 100, f"only {compared} lines were compared")
    page.quiet("folders")


def leads_from_page_to_page(page):
    """Links, keys and the browser's way back lead to the right line, with what was chosen."""
    page.open("shop/index", "list=lines&heat=total")
    page.equal(page.count("#source"), 0, "a source in the index")
    page.equal(page.subject(), "threading.py:655", "the costliest line")
    leads(page, page.browser.click_on, "#line-rows tr:nth-child(2) a")
    page.equal([page.title(), page.line()], ["json/decoder.py", "353"], "where the second line of the index leads")
    page.expect(page.is_seen("tr[aria-current]"), "the line is not in sight")
    at, fragment = address(page)
    page.expect(at.startswith("files/2-decoder.py.html"), f"the page of the line: {at}")
    page.expect("heat=total" in fragment and "line=353" in fragment, f"what is kept: {fragment}")
    leads(page, page.browser.click_on, ".details section:nth-child(1) li a")
    page.equal([page.title(), page.line()], ["importing/suppliers/reader.py", "50"], "the line that calls it")
    page.expect(page.is_seen("tr[aria-current]"), "the caller's line is not in sight")
    leads(page, page.browser.run, "void setTimeout(() => history.back())")
    page.equal([page.title(), page.line()], ["json/decoder.py", "353"], "the browser's way back")
    page.browser.key("j")
    leads(page, page.browser.key, "u")
    at, fragment = address(page)
    page.equal(at, "shop/index.html", "the way to the index")
    page.expect("list=lines" in fragment and "heat=total" in fragment, f"what the index keeps: {fragment}")
    page.browser.key("v")
    page.browser.key("/")
    page.browser.send("Input.insertText", text="reader")
    page.browser.settle(250)
    page.equal(page.names(), ["importing/suppliers/reader.py"], "files that are found")
    page.browser.key("Enter")
    leads(page, page.browser.key, "Enter")
    page.equal(page.title(), "importing/suppliers/reader.py", "where Enter leads")
    leads(page, page.browser.click_on, "#to-index")
    page.equal(page.names(), ["importing/suppliers/reader.py"], "the search, back in the index")
    page.quiet("links")


def shows_what_is_in_no_file(page):
    """The index of a folder opens what has no page, as the single page does; elsewhere it is no link."""
    told = {}
    for name in ("tree", "tree/index"):
        page.open(name, "list=files")
        page.equal(page.count("#source:not([hidden])"), int(name == "tree"), f"a source in {name}")
        names = page.names()
        page.expect("<cut>" in names, f"nothing is cut among {names}")
        page.browser.click_on(f"#file-rows tr:nth-child({names.index('<cut>') + 1}) td:first-child > a")
        page.browser.settle(50)
        told[name] = [page.title(), page.count("#source:not([hidden])"), page.rows()]
    page.equal(told["tree/index"], told["tree"], "what is in no file")


def has_no_keys_of_the_index(page):
    """What cannot be seen on a file's page cannot be changed there."""
    page.open("shop/" + next(iter(pages_of(page, "shop").values())))
    before = address(page)
    for key in "1234ov/x":
        page.browser.key(key)
    page.equal(address(page), before, "the address after keys of the index")
    page.browser.key("?")
    keys = page.browser.run("[...document.querySelectorAll('#help-body kbd')].map((key) => key.textContent)")
    page.expect("j, k" in keys and not {"v", "o", "/", "x", "1 2 3 4"} & set(keys), f"keys in the help: {keys}")
    page.expect("in all files" not in page.text("#help-body section"), "the help of a file speaks of all files")
    page.quiet("keys of the index")


def steps_through_files(page):
    """From file to file in the order of the index, and no further than the last one."""
    names = list(pages_of(page, "shop"))
    leads(page, page.browser.click_on, "#file-rows tr:nth-child(1) .bar")
    seen = [page.title()]
    for _ in names[1:]:
        leads(page, page.browser.key, "]")
        seen.append(page.title())
    page.equal(seen, names, "files in the order of the keys")
    page.browser.key("]")
    page.browser.settle(250)
    page.equal(page.title(), names[-1], "no file after the last")
    leads(page, page.browser.key, "[")
    page.equal(page.title(), names[-2], "the file before")
    for key in "123lhjknNgvtwcao":
        page.browser.key(key)
    page.browser.key("Escape")
    leads(page, page.browser.key, "b")
    page.equal(address(page)[0], "shop/index.html", "b on a file's page")
    for key in "123lhjkgvtwcao[]":
        page.browser.key(key)
        page.browser.settle(150)
    page.quiet("keys")


def says_what_it_lacks(page):
    """A file's page that was copied out of its folder has no script that could say so."""
    link = next(iter(pages_of(page, "shop").values()))
    with tempfile.TemporaryDirectory() as alone:
        copied = shutil.copy(os.path.join(page.folder, "shop", f"{link}.html"), alone)
        page.browser.open(copied, "")
        said = page.text("#circumstances")
        page.expect("../heatmap.js is missing" in said, f"a page without its folder says: {said}")
        page.browser.errors.clear()
    page.open(f"shop/{link}")
    page.expect("missing" not in page.text("header"), "a page in its folder lacks something")


def shows_hostile_text_in_folders(page):
    pages = pages_of(page, "hostile")
    page.expect(len(pages) > 10, f"only {len(pages)} files")
    for path, link in pages.items():
        page.open(f"hostile/{link}", "whole=1")
        page.equal(page.title(), path, "the file of a page")
        page.browser.key("j")
        page.expect(page.count(".details li") > 0, f"nothing is told of {path}")
        made = page.browser.run("document.querySelectorAll('b, img, iframe, svg, main script').length")
        page.equal(made, 0, "elements made of names or source")
    policy = page.attribute("meta[http-equiv='Content-Security-Policy']", "content")
    page.expect(policy.startswith("default-src 'none'") and "unsafe" not in policy, f"a weak policy: {policy}")
    page.quiet("hostile folders")


def fits_in_folders(page):
    """At three widths, light and dark: nothing sticks out, and contrast is enough."""
    from measures import BLENDED_CONTRASTS, OVERLAPS

    link = next(iter(pages_of(page, "shop").values()))
    for width in (360, 1280, 3000):
        page.browser.resize(width, 900)
        for theme in ("light", "dark"):
            page.browser.media(prefers_color_scheme=theme)
            for name in ("shop/index", f"shop/{link}"):
                page.open(name)
                page.equal(page.browser.run("document.documentElement.dataset.theme"), theme, "the theme of the system")
                beyond = page.browser.run("document.documentElement.scrollWidth - innerWidth")
                page.expect(beyond <= 0, f"{name} at {width}: {beyond} pixels too wide")
                page.equal(page.browser.run(OVERLAPS), [], f"{name} at {width}: overlapping")
                page.equal(page.browser.run(BLENDED_CONTRASTS), [], f"{name} in {theme}: contrast below 4.5")
                folder = os.environ.get("SERIEMA_SCREENSHOTS")
                if folder:
                    shot = f"folder-{name.split('/')[-1]}-{width}-{theme}.png"
                    page.browser.screenshot(os.path.join(folder, shot), full=width == 360)


CHECKS = [
    shows_what_the_single_page_shows,
    leads_from_page_to_page,
    shows_what_is_in_no_file,
    has_no_keys_of_the_index,
    steps_through_files,
    says_what_it_lacks,
    shows_hostile_text_in_folders,
    fits_in_folders,
]
