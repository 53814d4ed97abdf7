"""The folder `site` of a real program: its pages open, and their links lead to the lines that they name."""

import os

from checks_heat_folder import leads, pages_of

LINKS = """[...document.querySelectorAll('#source-rows a, .details a, #sentence a, #hottest a')]
  .map((a) => a.getAttribute('href') ?? '').filter((link) => link !== '' && !link.startsWith('#'))"""

# The costliest line that calls the chosen one.
CALLER = ".details section:first-child li a[href]"


def opens_the_costliest_pages(page):
    pages = pages_of(page, "site")
    page.expect(len(pages) > 30, f"only {len(pages)} files are listed")
    folder = os.path.join(page.folder, "site/files")
    with_text = 0
    followed = 0
    for path, link in list(pages.items())[:40]:
        page.open(f"site/{link}")
        page.equal(page.title(), path, f"the file of {link}")
        page.expect(page.count("#source-rows tr.hot") > 0, f"{path} has no line with a cost")
        with_text += page.count("#source-problem") == 0
        page.browser.key("j")
        for name in page.browser.run(LINKS):
            page.expect(os.path.exists(os.path.join(folder, name.split("#")[0])), f"{link} leads to {name}")
        place = page.text(CALLER)
        if ":" not in place or followed >= 12:
            continue
        if page.attribute(CALLER, "href").startswith("#"):
            page.browser.click_on(CALLER)
        else:
            leads(page, page.browser.click_on, CALLER)
        page.equal(f"{page.title()}:{page.line()}", place, f"where a link of {link} leads")
        page.expect(page.is_seen("tr[aria-current]"), f"the line that {link} leads to is not in sight")
        followed += 1
    page.expect(with_text > 20, f"only {with_text} files have their text")
    page.expect(followed > 10, f"only {followed} links were followed")
    sizes = [os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder)]
    print(f"{len(sizes)} pages of {min(sizes) / 1000:.0f} to {max(sizes) / 1000:.0f} kB")
    page.quiet("a real program")


CHECKS = [opens_the_costliest_pages]
