"""What a link keeps."""

from page import CONTROL


def keeps_its_state_in_the_address(page):
    page.open("shop")
    for control in (
        "[data-toggle=upward]",
        "[data-toggle=lines]",
        "#lanes .thread:nth-child(2) button",
        "input[value=running] + span",
        "#function-columns th:nth-child(3) button",
        "#function-rows tr:nth-child(2)",
    ):
        page.browser.click_on(control)
    page.browser.run("document.getElementById('query').value = 'raw'")
    page.browser.run("document.getElementById('query').dispatchEvent(new Event('input'))")
    page.browser.settle(250)
    page.browser.key("d")
    box = page.browser.run(
        "(() => { const b = document.querySelector('#flame canvas').getBoundingClientRect();"
        " return [b.x + b.width / 2, b.y + 30]; })()"
    )
    page.browser.mouse("mouseWheel", *box, deltaX=0, deltaY=-120, modifiers=CONTROL)
    page.browser.mouse("mouseMoved", 2, 2)
    fragment = page.fragment()
    for name in ("upward", "lines", "threads", "state", "sort", "selected", "query", "theme", "part"):
        page.expect(f"{name}=" in fragment, f"the address does not keep {name}: {fragment}")
    seen = [page.text("#sentence"), page.names(), page.crumbs(), page.picture()]
    page.open("shop", fragment)
    again = [page.text("#sentence"), page.names(), page.crumbs(), page.picture()]
    for what, one, other in zip(("sentence", "table", "crumbs", "picture"), seen, again):
        page.expect(
            one == other, f"a link shows another {what}" + (f": {one} and {other}" if what != "picture" else "")
        )
    page.equal(page.fragment(), fragment, "the address of a link that was opened")
    for nonsense in (
        "selected=999999&zoom=88888888",
        "threads=7.x&view=nothing&state=0",
        "part=9-1&zoom=3",
        "%%%=&q",
        "theme=<b>",
        "sort=constructor&query=%F0%9F",
        "__proto__=1",
    ):
        page.open("shop", nonsense)
        page.expect(page.subject() != "", f"nothing is shown with #{nonsense}")


def follows_the_address(page):
    page.open("shop")
    page.browser.choose("view=callers&query=wait")
    page.browser.settle(200)
    page.equal(
        page.browser.run("document.querySelector('#view-choice input:checked').value"),
        "callers",
        "the view of a new address",
    )
    page.equal(page.names(), ["Event.wait"], "the search of a new address")
    page.browser.choose("")
    page.browser.settle(200)
    page.equal(
        page.browser.run("document.querySelector('#view-choice input:checked').value"),
        "callees",
        "the view without one",
    )
    page.quiet("new addresses")


def follows_an_address_that_comes_as_one_is_written(page):
    """The page writes its own address a moment after a change: one that the user has given meanwhile stays."""
    page.open("shop")
    for view in ("callers", "callees", "callers"):
        page.browser.run(
            """new Promise((done) => {
              location.hash = 'query=raw';
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => {
                location.hash = 'view=%s';
                addEventListener('hashchange', () => done(), { once: true });
              };
              addEventListener('hashchange', () => {
                // What writes the address becomes due, and runs behind the message.
                port2.postMessage(0);
                const end = performance.now() + 300;
                while (performance.now() < end);
              }, { once: true });
            })"""
            % view
        )
        shown = page.browser.run("document.querySelector('#view-choice input:checked').value")
        page.equal(shown, view, "the view of an address that came as another was written")
        page.browser.settle(200)


CHECKS = [
    keeps_its_state_in_the_address,
    follows_the_address,
    follows_an_address_that_comes_as_one_is_written,
]
