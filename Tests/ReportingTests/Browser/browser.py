"""A headless Chromium, driven through a pair of pipes: the DevTools protocol without any library.

Source: https://chromedevtools.github.io/devtools-protocol/, and `--remote-debugging-pipe` (messages end in NUL;
Chromium reads from descriptor 3 and writes to 4).
"""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time


class Browser:
    """One tab. Errors that a page reports are kept in `errors`; they are what a test must find empty."""

    def __init__(self, width=1280, height=900):
        self.folder = tempfile.mkdtemp(prefix="seriema-browser-")
        self.errors = []
        self._next_id = 0
        self._received = b""
        to_browser_out, self._to_browser = os.pipe()
        self._from_browser, from_browser_in = os.pipe()
        program = shutil.which("chromium")
        if program is None:
            raise SystemExit("chromium is missing: Tests/setup.sh installs it")

        def place_pipes():
            # By way of high numbers, so that neither lands on the other.
            high_in, high_out = os.dup(to_browser_out), os.dup(from_browser_in)
            os.dup2(high_in, 3)
            os.dup2(high_out, 4)

        self._process = subprocess.Popen(
            [
                program,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-extensions",
                "--remote-debugging-pipe",
                f"--user-data-dir={self.folder}",
                f"--window-size={width},{height}",
                "about:blank",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            close_fds=False,
            preexec_fn=place_pipes,
        )
        os.close(to_browser_out)
        os.close(from_browser_in)
        self._session = None
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        self.resize(width, height)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self._session = None
            self.send("Browser.close", timeout=10)
        except Exception:
            self._process.kill()
        os.close(self._to_browser)
        os.close(self._from_browser)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def send(self, method, timeout=60, **parameters):
        """Sends a command and waits for its result."""
        self._next_id += 1
        message = {"id": self._next_id, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._to_browser, data) :]
        deadline = time.monotonic() + timeout
        while True:
            answer = self._receive(deadline)
            if answer.get("id") == self._next_id:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def _receive(self, deadline):
        while b"\0" not in self._received:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._from_browser], [], [], left)[0]:
                raise TimeoutError("the browser does not answer")
            piece = os.read(self._from_browser, 1 << 20)
            if not piece:
                raise EOFError("the browser has ended")
            self._received += piece
        text, self._received = self._received.split(b"\0", 1)
        message = json.loads(text)
        self._note(message)
        return message

    def _note(self, message):
        method, parameters = message.get("method"), message.get("params", {})
        if method == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description") or details["text"])
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
            self.errors.append(" ".join(str(a.get("value", a.get("description"))) for a in parameters["args"]))
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self.errors.append(parameters["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            url = parameters["request"]["url"]
            if not url.startswith(("file:", "about:", "blob:", "data:")):
                self.errors.append(f"asked the network for {url}")
        elif method == "Page.javascriptDialogOpening":
            self.errors.append(f"opened a dialog: {parameters['message']}")

    def resize(self, width, height, scale=1, mobile=False):
        self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=mobile
        )

    def media(self, **features):
        """Such as prefers_color_scheme="dark"; `media` is "print" or ""."""
        kind = features.pop("media", "")
        self.send(
            "Emulation.setEmulatedMedia",
            media=kind,
            features=[{"name": name.replace("_", "-"), "value": value} for name, value in features.items()],
        )

    def open(self, path, fragment="", timeout=60):
        """Opens a file and waits until it has loaded; a fragment alone would not load it again."""
        self.send("Page.navigate", url="about:blank")
        url = f"file://{path}" + (f"#{fragment}" if fragment else "")
        self.send("Page.navigate", url=url, timeout=timeout)
        self.wait("location.protocol === 'file:' && document.readyState === 'complete'", timeout)
        self.settle()

    def run(self, expression, timeout=60):
        """The value of an expression in the page; promises are waited for."""
        answer = self.send(
            "Runtime.evaluate", timeout=timeout, expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description") or details["text"])
        return answer["result"].get("value")

    def settle(self, milliseconds=0):
        """Waits until the page has been painted, and longer where it waits by itself; the next one, where it is left."""
        wait = "new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), %d))"
        self._run_where_it_leads(wait % milliseconds)

    def choose(self, fragment):
        """Changes the address's fragment, and waits until the page was told of it."""
        self.run(
            "new Promise((done) => { const before = location.hash; location.hash = %s;"
            " if (location.hash === before) done(); else addEventListener('hashchange', () => done(), {once: true}); })"
            % json.dumps(fragment)
        )

    def wait(self, condition, timeout=60):
        """Waits until a condition holds, in this page or in one that it leads to."""
        deadline = time.monotonic() + timeout
        while not self._run_where_it_leads(condition):
            if time.monotonic() > deadline:
                raise TimeoutError(f"it does not become true: {condition}")
            time.sleep(0.02)

    def _run_where_it_leads(self, expression):
        """As `run`, and again where the page is left meanwhile."""
        for left in range(100, 0, -1):
            try:
                return self.run(expression)
            except RuntimeError as error:
                if left == 1 or not any(word in str(error) for word in ("navigated", "context", "collected")):
                    raise
                time.sleep(0.02)

    def key(self, key, text=None, modifiers=0):
        """Presses a key by its name as in `KeyboardEvent.key`."""
        text = key if text is None and len(key) == 1 else text
        codes = {
            "Enter": 13,
            "Escape": 27,
            "Backspace": 8,
            "ArrowLeft": 37,
            "ArrowUp": 38,
            "ArrowRight": 39,
            "ArrowDown": 40,
            "Tab": 9,
            "Home": 36,
            "PageUp": 33,
            "PageDown": 34,
        }
        if key == "Enter":
            text = "\r"
        common = {"key": key, "modifiers": modifiers, "windowsVirtualKeyCode": codes.get(key, 0)}
        self.send("Input.dispatchKeyEvent", type="keyDown", **common, **({"text": text} if text else {}))
        self.send("Input.dispatchKeyEvent", type="keyUp", **common)
        self.settle()

    def mouse(self, kind, x, y, **more):
        self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def click(self, x, y, modifiers=0):
        for kind, buttons in (("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)):
            self.mouse(
                kind,
                x,
                y,
                button="none" if kind == "mouseMoved" else "left",
                buttons=buttons,
                clickCount=1,
                modifiers=modifiers,
            )
        self.settle()

    def click_on(self, selector, modifiers=0):
        """Clicks into the middle of an element, or of its first line, as a user would: it has to be visible."""
        box = self.run(
            "(() => { const e = document.querySelector(%s); if (!e) return null; e.scrollIntoView({block: 'center'});"
            " const b = e.getClientRects()[0]; return b && [b.x + b.width / 2, b.y + b.height / 2, b.width]; })()"
            % json.dumps(selector)
        )
        if not box or box[2] == 0:
            raise RuntimeError(f"nothing to click on: {selector}")
        self.click(box[0], box[1], modifiers)

    def screenshot(self, path, full=False):
        options = {"format": "png"}
        if full:
            size = self.send("Page.getLayoutMetrics")["cssContentSize"]
            options["clip"] = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
            options["captureBeyondViewport"] = True
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.send("Page.captureScreenshot", **options)["data"]))
