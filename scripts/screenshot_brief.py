"""Take a picture (PNG) of a brief's HTML page with a headless Chromium.

Example: .venv/bin/python scripts/screenshot_brief.py out/briefs/a-unit.html docs/images/brief.png
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_WAIT_S = 240


def main() -> int:
    """Take the picture; the exit status is 0 where there is one, else 3."""
    options = _options()
    try:
        take_screenshot(options.page, options.picture, options.width, options.height)
    except (OSError, subprocess.SubprocessError) as error:
        print(error, file=sys.stderr)
        return 3
    print(options.picture)
    return 0


def take_screenshot(page: Path, picture: Path, width: int, height: int) -> None:
    """Show a page in a window of so many pixels and save what is seen, at twice the resolution.

    Raises:
        FileNotFoundError: there is no such page, or no browser.
        subprocess.SubprocessError: the browser failed, or took more than four minutes.
    """
    if not page.is_file():
        raise FileNotFoundError(
            f"Found no page {page}; expected a brief's HTML file. Make one with "
            "inspection-briefs brief ARTICLE --output FOLDER."
        )
    picture.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                find_browser(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-extensions",
                "--disable-background-networking",
                "--no-first-run",
                "--hide-scrollbars",
                "--force-device-scale-factor=2",
                f"--user-data-dir={profile}",
                f"--window-size={width},{height}",
                f"--screenshot={picture.resolve()}",
                page.resolve().as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=_WAIT_S,
        )


def find_browser() -> str:
    """The browser on the search path.

    Raises:
        FileNotFoundError: there is none.
    """
    for name in _BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    raise FileNotFoundError(
        f"Found none of {', '.join(_BROWSERS)}; expected one on the search path. Install it, on "
        "Debian and Ubuntu with: apt-get update && apt-get install --yes chromium"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path, help="a brief's HTML file")
    parser.add_argument("picture", type=Path, help="the PNG to write")
    parser.add_argument("--width", type=int, default=1100, help="of the window, in pixels")
    parser.add_argument("--height", type=int, default=1560, help="of the window, in pixels")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
