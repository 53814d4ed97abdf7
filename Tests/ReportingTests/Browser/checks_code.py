"""Code that stacks have to run through: a kind of files, a module, a package."""

from checks_span import own_times


def choose(page, value, name="code"):
    """Takes an option of a list, as a user does."""
    page.browser.run(
        "(() => { const l = document.getElementById('%s'); l.value = '%s';"
        " l.dispatchEvent(new Event('change', {bubbles: true})); })()" % (name, value)
    )
    page.browser.settle(50)


def with_time(page):
    """Seconds by function, of those with time of their own."""
    return {name: time for name, time in own_times(page).items() if time > 0}


def chooses_code(page):
    page.open("shop")
    whole = own_times(page)
    options = page.browser.run("[...document.querySelectorAll('#code option')].map((o) => o.value)")
    wanted = ["", "program", "module:app", "module:importing", "library", "module:importlib", "module:json"]
    page.equal(options, wanted + ["module:threading", "packages", "module:jinja2"], "the code to choose from")
    page.equal(page.count("#itself"), 0, "buttons for the code itself while none is chosen")
    choose(page, "module:json")
    callers = ["<module>", "Importer.parse_rows_of_all_suppliers"]
    page.equal(sorted(page.names()), sorted(callers + ["JSONDecoder.raw_decode"]), "functions of stacks through json")
    page.equal(with_time(page), {"JSONDecoder.raw_decode": 1.73}, "own times in stacks through json")
    sentence = page.text("#sentence")
    page.expect(sentence.startswith("In stacks through json, JSONDecoder.raw_decode"), f"the sentence: {sentence}")
    page.expect("100.0 %" in sentence, f"its share: {sentence}")
    page.equal(page.said(), "In stacks through json", "what is said of the choice")
    fragment = page.fragment()
    page.expect("code=module%3Ajson" in fragment, f"the address does not keep the code: {fragment}")
    seen = [page.names(), page.text("#sentence"), page.picture()]
    page.open("shop", fragment)
    page.equal([page.names(), page.text("#sentence"), page.picture()] == seen, True, "a link shows the same")
    page.equal(page.browser.run("document.getElementById('code').value"), "module:json", "the list of a link")
    # What importing calls in json counts, and is not its own.
    choose(page, "module:importing")
    page.equal(sum(with_time(page).values()), 2.34, "seconds in stacks through importing")
    page.browser.click_on("#itself")
    page.equal(with_time(page), {"Importer.parse_rows_of_all_suppliers": 0.61}, "own times in importing itself")
    page.expect(page.text("#sentence").startswith("In importing itself, "), f"the sentence: {page.text('#sentence')}")
    choose(page, "")
    page.equal(own_times(page), whole, "all code again")
    page.equal(page.count("#itself"), 0, "buttons for the code itself, with all code again")
    page.quiet("choosing code")


def divides_code(page):
    """Each sample's innermost function is of one kind of files: the kinds add up to the whole."""
    page.open("shop")
    whole = with_time(page)
    parts = {}
    for kind in ("program", "library", "packages"):
        page.open("shop", f"code={kind}&itself=1")
        for name, time in with_time(page).items():
            page.expect(name not in parts, f"{name} is of two kinds of files")
            parts[name] = time
    page.equal(parts, whole, "own times of the three kinds together")
    page.open("shop", "code=library&state=running&threads=1")
    page.equal(with_time(page), {"Event.wait": 0.002}, "with the thread and the state")
    page.open("million", "code=module:part7")
    total = page.browser.run("Number(document.querySelector('#functions-title').textContent.split(' ')[0].replace(',', ''))")
    page.expect(0 < total <= 8000, f"{total} functions in stacks through one of 200 modules")
    page.quiet("dividing code")


def is_chosen_by_keys(page):
    page.open("shop", "code=module:json")
    page.browser.key("h")
    page.equal(page.attribute("#itself", "aria-pressed"), "true", "the code itself, after h")
    page.browser.key("m")
    page.equal(page.browser.run("document.activeElement.id"), "code", "the focus after m")
    page.browser.key("ArrowDown")
    page.browser.settle(50)
    page.equal(page.kept().get("code"), "module:threading", "what the arrow chose")
    page.browser.run("document.activeElement.blur()")
    page.browser.key("a")
    page.equal(page.fragment(), "", "the address after a")
    for nonsense in ("code=module:nothing", "code=constructor", "code=3", "code=module:&itself=1"):
        page.open("shop", nonsense)
        page.equal(page.count("#itself"), 0, f"code chosen with #{nonsense}")
        page.expect(len(page.names()) == 6, f"functions with #{nonsense}: {page.names()}")
    page.open("recursion")
    page.expect(page.count("#code") == 1, "no code to choose from in several modules")
    page.open("empty", "code=library")
    page.equal(page.count("#code"), 0, "code to choose from where there is none")
    page.quiet("choosing code by keys")


CHECKS = [chooses_code, divides_code, is_chosen_by_keys]
