"""A stretch of time, chosen on the lanes: everything else shows only that."""

UNITS = {"s": 1.0, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}


def own_times(page):
    """Seconds by function, as the table shows them."""
    rows = page.browser.run(
        "[...document.querySelectorAll('#function-rows tr')].map((r) => [r.querySelector('.name').textContent,"
        " r.querySelector('.time').textContent])"
    )
    return {name: float(time.split()[0]) * UNITS[time.split()[1]] for name, time in rows}


def drag(page, begin, end):
    box = page.browser.run(
        "(() => { const c = document.querySelector('.lane.thread canvas'); c.scrollIntoView({block: 'center'});"
        " const b = c.getBoundingClientRect(); return [b.x, b.y + b.height / 2, b.width]; })()"
    )
    places = [box[0] + box[2] * (begin + (end - begin) * step / 4) for step in range(5)]
    page.browser.mouse("mouseMoved", places[0], box[1])
    page.browser.mouse("mousePressed", places[0], box[1], button="left", buttons=1, clickCount=1)
    for place in places[1:]:
        page.browser.mouse("mouseMoved", place, box[1], button="left", buttons=1)
    page.browser.mouse("mouseReleased", places[-1], box[1], button="left", clickCount=1)
    page.browser.settle(50)


def chooses_a_stretch(page):
    page.open("shop")
    whole = own_times(page)
    lanes = page.picture(".lane.thread canvas")
    page.equal(page.count("#all-time"), 0, "buttons for all of the time, while it is shown")
    drag(page, 0, 0.05)
    # The program begins with its imports, while the other thread waits.
    page.equal(sorted(page.names()), ["<module>", "Event.wait", "_find_and_load"], "functions of the beginning")
    page.expect(page.said().startswith("Only 0.00 s to 0.1"), f"said: {page.said()!r}")
    page.expect(page.text("#all-time").startswith("Only 0.00 s to 0.1"), f"the button: {page.text('#all-time')!r}")
    page.expect(page.text("#sentence").startswith("From 0.00 s to 0.1"), f"the sentence: {page.text('#sentence')}")
    page.expect(page.picture(".lane.thread canvas") != lanes, "the lanes do not show what is chosen")
    page.equal(span(page)[0], 0, "where the address begins")
    fragment = page.fragment()
    seen = [page.names(), page.text("#sentence"), page.picture()]
    page.open("shop", fragment)
    page.equal([page.names(), page.text("#sentence"), page.picture()] == seen, True, "a link shows the same")
    page.browser.click_on("#all-time")
    page.equal(own_times(page), whole, "all of the time again")
    drag(page, 0.5, 0.6)
    page.equal(sorted(page.names()[:2]), ["Event.wait", "JSONDecoder.raw_decode"], "functions of the middle")
    drag(page, 0.3, 0.3)
    page.equal(own_times(page), whole, "a click on a lane shows all of the time")
    page.quiet("choosing a stretch")


def span(page):
    """What the address keeps, as two numbers."""
    kept = page.kept().get("span")
    return tuple(map(int, kept.split("-"))) if kept else None


def divides_the_time(page):
    """What two stretches show adds up to the whole, idle time as well."""
    page.open("shop")
    page.browser.key("[")
    end = span(page)[1]
    for state in ("all", "idle", "running"):
        page.open("shop", f"state={state}")
        whole = own_times(page)
        page.open("shop", f"state={state}&span=0-50")
        first = own_times(page)
        page.open("shop", f"state={state}&span=50-{end}")
        second = own_times(page)
        page.expect(first != whole != second, "a stretch shows all of the time")
        for name, time in whole.items():
            parts = first.get(name, 0) + second.get(name, 0)
            page.expect(abs(parts - time) <= 0.01 * time + 1e-6, f"{name}, {state}: {parts} of {time} s")


def is_chosen_by_keys(page):
    page.open("shop")
    whole = own_times(page)
    page.browser.key("[")
    start, end = span(page)
    length = end - start
    page.expect(end / 9 < length < end / 7, f"[ chose {start} to {end}")
    page.browser.key("y")
    for key, wanted in (("]", (0, length)), ("]", (length, 2 * length)), ("[", (0, length)), ("}", (0, 2 * length))):
        page.browser.key(key)
        page.equal(span(page), wanted, f"what {key} chose")
    page.browser.key("{")
    start, end = span(page)
    page.expect(end - start == length and start > 0, f"{{ chose {start} to {end}")
    page.browser.key("y")
    page.equal(span(page), None, "what is chosen after y")
    page.equal(own_times(page), whole, "all of the time after y")
    for nonsense in ("span=9-3", "span=0-99999", "span=x", "span=4-4", "span=-1-5"):
        page.open("shop", nonsense)
        page.equal(own_times(page), whole, f"what is shown with #{nonsense}")
    for name in ("untold", "empty"):
        page.open(name)
        for key in "[]{}y":
            page.browser.key(key)
        page.equal(page.kept().get("span", ""), "", f"a stretch of {name}, which has no time line")
    page.open("million")
    page.browser.key("]")
    page.expect(page.kept().get("span"), "no stretch of a million nodes")
    page.expect(len(page.names()) > 0, "no functions in a stretch of a million nodes")
    page.quiet("choosing by keys")


CHECKS = [chooses_a_stretch, divides_the_time, is_chosen_by_keys]
