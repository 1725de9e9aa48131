"""A real browser for the tests of pages: Debian's chromium or any Chrome, driven by Playwright."""

import shutil
from contextlib import contextmanager

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
).split()
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@contextmanager
def launched():
    """Yield a browser, or skip the test where none is installed."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no browser: install chromium (Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def opened(browser, path, hash="", size=DESKTOP, ready="html[data-ready]", **context):
    """Yield the page of a file; afterwards, no error and no request may have been seen.

    `ready` is there when the page is made: the reading page says so itself.
    """
    with browser.new_context(viewport=size, reduced_motion="reduce", **context) as made:
        page = made.new_page()
        page.set_default_timeout(30_000)  # on a machine with other work too
        seen: list[str] = []
        page.on("console", lambda message: seen.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: seen.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (seen.append("dialog"), dialog.dismiss()))
        page.on("request", lambda request: seen.append(f"request: {request.url}"))
        page.seen = seen
        page.goto(path.as_uri() + hash)
        page.wait_for_selector(ready, state="attached")
        yield page
        own = f"request: {path.as_uri()}"
        assert [line for line in seen if not line.startswith((own, "request: data:"))] == []
