"""A page in a real browser: chromium without a window, at the width of a telephone or of a desk.

The page stands in a frame of that width, so that what it holds can be measured from outside; it fetches nothing.
"""

import html
import json
import shutil
import subprocess
from pathlib import Path

PHONE, DESK = 390, 1280
_CSP = '<meta http-equiv="Content-Security-Policy"'
_FRAME = """<!DOCTYPE html><html><head><meta charset="utf-8"><style>body {{ margin: 0; background: #888; }}
iframe {{ border: 0; width: {width}px; height: {height}px; background: #fff; }}</style></head><body>
<iframe id="page" srcdoc="{page}"></iframe><pre id="result"></pre>
<script>{script}</script></body></html>
"""
_MEASURE = """
document.getElementById("page").addEventListener("load", () => {
  const page = document.getElementById("page").contentDocument;
  const width = page.documentElement.clientWidth;
  const inside = (e) => e.closest(".scroll") !== null && !e.classList.contains("scroll");
  const wide = [...page.body.querySelectorAll("*")].filter(
    (e) => !inside(e) && !e.closest("svg") && e.getBoundingClientRect().right > width + 1
      && getComputedStyle(e).position !== "absolute");
  document.getElementById("result").textContent = JSON.stringify({
    width: width,
    scroll: page.documentElement.scrollWidth,
    wide: wide.map((e) => e.outerHTML.slice(0, 120)),
    text: page.body.innerText,
  });
});
"""
_AXE = """
document.getElementById("page").addEventListener("load", async () => {
  const page = document.getElementById("page");
  page.contentWindow.eval(AXE);
  const found = await page.contentWindow.axe.run(page.contentDocument, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  });
  document.getElementById("result").textContent = JSON.stringify(found.violations.map(
    (v) => [v.id, v.help, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160))]));
});
"""


def measured(page: str, width: int, folder: Path) -> dict[str, object]:
    """Give how wide a page is at a width, what sticks out, and the text a reader sees."""
    found = json.loads(_result(page, width, _MEASURE, folder))
    assert isinstance(found, dict)
    return found


def problems(page: str, axe: Path, folder: Path) -> list[object]:
    """Give what axe-core finds wrong with a page for those who do not see it or use no mouse."""
    script = f"const AXE = {json.dumps(axe.read_text('utf-8'))};\n".replace("</", "<\\/") + _AXE
    found = json.loads(_result(page, DESK, script, folder))
    assert isinstance(found, list)
    return found


def picture(page: str, width: int, height: int, folder: Path) -> Path:
    """Take a picture of the top of a page."""
    source, out = folder / "page.html", folder / "page.png"
    source.write_text(_framed(page, width, height, ""), "utf-8")
    _chromium(folder, f"--screenshot={out}", f"--window-size={max(width, 500)},{height}", source.as_uri())
    return out


def _result(page: str, width: int, script: str, folder: Path) -> str:
    source = folder / "page.html"
    source.write_text(_framed(page, width, 4000, script), "utf-8")
    seen = _chromium(folder, "--virtual-time-budget=20000", "--dump-dom", source.as_uri())
    found = seen.partition('<pre id="result">')[2].partition("</pre>")[0]
    assert found, "the browser measured nothing"
    return html.unescape(found)


def _framed(page: str, width: int, height: int, script: str) -> str:
    # The page forbids every script, which is right for readers; what measures it is none of the page's.
    open_ = page.replace(_CSP, '<meta name="csp"')
    return _FRAME.format(width=width, height=height, page=html.escape(open_, quote=True), script=script)


def _chromium(folder: Path, *arguments: str) -> str:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
    options = (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--user-data-dir={folder}/p",
    )
    done = subprocess.run(
        [program, *options, *arguments], capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout
