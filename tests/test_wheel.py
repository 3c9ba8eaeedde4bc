"""The built package, installed by itself, answers without what only development needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ONLY_FOR_DEVELOPMENT = (
    "accelerate aiosmtpd datasets hypothesis matplotlib mypy pyarrow pytest ruff".split()
)


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, built from a copy and installed into a folder, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "pipeline", source / "pipeline", ignore=ignored)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source)
    pip = (sys.executable, "-m", "pip", "-qq")
    offline = ("--no-deps", "--no-index")
    run(*pip, "wheel", *offline, "--no-build-isolation", "-w", folder, source, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    run(*pip, "install", *offline, "--no-compile", "--target", folder / "site", wheel, cwd=folder)
    return folder / "site"


def test_help_is_shown_without_the_packages_of_development(installed: Path) -> None:
    program = (
        "import sys\n"
        f"sys.modules.update(dict.fromkeys({ONLY_FOR_DEVELOPMENT!r}))\n"
        "import pipeline.cli\n"
        f"assert pipeline.cli.__file__.startswith({str(installed)!r}), pipeline.cli.__file__\n"
        "pipeline.cli.main()\n"
    )
    shown = run(
        sys.executable, "-c", program, "--help", cwd=installed.parent, PYTHONPATH=str(installed)
    )
    assert "Usage:" in shown


def test_every_file_of_the_package_is_in_the_wheel(installed: Path) -> None:
    def files(folder: Path) -> set[str]:
        return {
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }

    assert files(ROOT / "pipeline") == files(installed / "pipeline")
    assert (installed / "bin" / "inspection-briefs").is_file()
