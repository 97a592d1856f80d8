"""Pages in a browser, as tests open them: what they ask for and say is noted, and axe-core looks at them."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Browser, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Visit:
    """Opens pages, each in a context of its own, and notes what they ask for and what they say."""

    def __init__(self, chromium: Browser, places: Mapping[str, str]) -> None:
        self.chromium, self.places = chromium, places
        self.contexts: list[Any] = []
        self.requests: list[str] = []
        self.said: list[str] = []

    def __call__(self, name: str, width: int = 1280, **options: Any) -> Page:
        context = self.chromium.new_context(viewport={"width": width, "height": 900}, **options)
        self.contexts.append(context)
        page: Page = context.new_page()
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("dialog", lambda dialog: self.said.append(dialog.message))
        page.goto(self.places[name])
        return page


def violations(page: Page) -> list[tuple[str, str]]:
    """Return what axe-core finds against WCAG 2.2 AA, with all parts of the page unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [(rule["id"], node["html"][:120]) for rule in found for node in rule["nodes"][:3]]
