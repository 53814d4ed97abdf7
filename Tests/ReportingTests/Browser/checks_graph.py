"""Looking at the graph: zooming, the other views, fingers."""

from page import CONTROL, SHIFT


def zooms(page):
    page.open("shop", "groups=0")
    whole = page.picture()
    page.equal(page.crumbs(), ["all"], "crumbs of the whole")
    page.click_row(2, 0.1)
    zoomed = page.crumbs()
    page.expect(len(zoomed) == 3, f"crumbs after a click: {zoomed}")
    page.equal(page.subject(), zoomed[-1], "the function selected by a click")
    page.expect(page.picture() != whole, "a click did not zoom")
    page.expect(page.kept().get("zoom", "0") != "0", "the address does not keep the zoom")
    page.browser.key("Escape")
    page.browser.settle(260)
    page.expect(len(page.crumbs()) < 3, "Escape does not lead out")
    page.browser.key("0")
    page.browser.settle(260)
    page.equal(page.crumbs(), ["all"], "crumbs after 0")
    page.click_row(2, 0.1)
    page.browser.click_on("#crumbs button")
    page.browser.settle(260)
    page.equal(page.crumbs(), ["all"], "crumbs after a click on the first")
    box = page.browser.run(
        "(() => { const b = document.querySelector('#flame canvas').getBoundingClientRect();"
        " return [b.x + b.width / 4, b.y + 50]; })()"
    )
    before = page.picture()
    page.browser.mouse("mouseWheel", *box, deltaX=0, deltaY=-240, modifiers=CONTROL)
    wheeled = page.picture()
    page.expect(wheeled != before, "the wheel with Ctrl does not zoom")
    page.expect("part" in page.kept(), "the address does not keep a stretch between rows")
    page.browser.mouse("mouseWheel", *box, deltaX=0, deltaY=100, modifiers=SHIFT)
    page.expect(page.picture() != wheeled, "the wheel with Shift does not move")
    moved = page.picture()
    page.browser.mouse("mousePressed", *box, button="left", buttons=1, clickCount=1)
    for step in range(1, 6):
        page.browser.mouse("mouseMoved", box[0] + 12 * step, box[1], button="left", buttons=1)
    page.browser.mouse("mouseReleased", box[0] + 60, box[1], button="left", clickCount=1)
    page.expect(page.picture() != moved, "dragging does not move")
    page.browser.mouse("mouseMoved", box[0], box[1] - 20)
    page.browser.settle()
    page.equal(page.count("#tooltip"), 1, "tooltips over a row")
    page.expect("%" in page.text("#tooltip"), "the tooltip has no share")
    page.quiet("zooming")


def shows_views(page):
    page.open("shop", "groups=0")
    pictures = {"plain": page.picture()}
    for name in ("upward", "lines", "groups"):
        page.browser.click_on(f"[data-toggle={name}]")
        pictures[name] = page.picture()
        page.browser.click_on(f"[data-toggle={name}]")
    page.browser.click_on("input[value=callers] + span")
    pictures["callers"] = page.picture()
    page.browser.click_on("input[value=sandwich] + span")
    page.equal(page.count("#callers-flame"), 1, "graphs of callers")
    page.equal(page.text("#sandwich-subject"), page.subject(), "the function of the sandwich")
    pictures["sandwich"] = page.picture()
    page.expect(len(set(pictures.values())) == len(pictures), "two views look the same")
    first = page.subject()
    page.browser.key("j")
    page.expect(page.text("#sandwich-subject") == page.subject() != first, "the sandwich does not follow the selection")
    page.browser.click_on("#show-sandwich")
    page.open("recursion")
    deep = page.browser.run("document.querySelector('#flame .space').offsetHeight")
    page.browser.click_on("[data-toggle=fold]")
    page.expect(deep > 100000, f"50,000 frames are {deep} pixels high")
    page.equal(
        page.browser.run("document.querySelector('#flame .space').offsetHeight"), 0, "height below folded recursion"
    )
    page.browser.click_on("[data-toggle=fold]")
    page.browser.run("document.querySelector('#flame').scrollTop = 600000")
    page.browser.settle()
    for view in ("callers", "sandwich", "callees"):
        page.browser.click_on(f"input[value={view}] + span")
    page.click_row(5, 0.2)
    page.browser.key("g")
    page.browser.key("PageDown")
    page.quiet("views")


def takes_fingers(page):
    page.browser.send("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=2)
    page.browser.resize(360, 780, mobile=True)
    page.open("shop")
    page.browser.run("document.querySelector('#flame').scrollIntoView({block: 'center'})")
    box = page.browser.run(
        "(() => { const b = document.querySelector('#flame canvas').getBoundingClientRect();"
        " return [b.x, b.y, b.width, b.height]; })()"
    )
    middle = [box[0] + box[2] / 2, box[1] + box[3] / 2]
    before = page.picture()

    def touch(kind, *distances):
        points = [{"x": middle[0] + distance, "y": middle[1], "id": index} for index, distance in enumerate(distances)]
        page.browser.send("Input.dispatchTouchEvent", type=kind, touchPoints=points)

    touch("touchStart", -30)
    touch("touchStart", -30, 30)
    for step in range(1, 9):
        touch("touchMove", -30 - 8 * step, 30 + 8 * step)
    touch("touchEnd")
    page.expect(page.picture() != before, "two fingers do not zoom")
    page.expect("part=" in page.fragment(), "two fingers choose a row instead of zooming")
    page.quiet("touching")


CHECKS = [zooms, shows_views, takes_fingers]
