"""The table of rooms: a module imports only what its room may."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline"
FOUNDATION = {"schema", "errors"}
STAGE = FOUNDATION | {"artifacts"}
MAY_IMPORT: dict[str, set[str]] = {
    "schema": set(),
    "errors": set(),
    "sources": set(),
    "words": set(),
    "processor": set(),
    "config": FOUNDATION | {"base_weights", "sources"},
    "adapters": FOUNDATION,
    "networks": FOUNDATION,
    "artifacts": FOUNDATION,
    "base_weights": STAGE,
    "labels": FOUNDATION,
    "segmentation": FOUNDATION,
    "ingestion": FOUNDATION | {"sources"},
    "tagging": STAGE | {"adapters", "networks", "processor"},
    "inspections": STAGE,
    "briefs": STAGE | {"adapters", "labels", "networks", "processor"},
    "storage": FOUNDATION,
    "evaluation": FOUNDATION | {"labels"},
    "corrections": FOUNDATION | {"labels"},
    "operations": STAGE | {"base_weights", "briefs", "config", "storage"} | {"sources", "words"},
    "terminal": FOUNDATION | {"words"},
}
"""``runner``, ``commands`` and ``cli`` may import everything but what lies above them."""
ABOVE: dict[str, set[str]] = {
    "batch": {"cli", "commands", "terminal"},
    "runner": {"cli", "commands", "terminal"},
    "commands": {"cli"},
    "cli": set(),
}


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """Rooms of the package that a module imports when it runs."""
    return {
        name.split(".")[1]
        for node in running(ast.parse(path.read_text(encoding="utf-8")))
        for name in names_of(node)
        if name.startswith("pipeline.")
    }


def running(node: ast.AST) -> list[ast.AST]:
    """All nodes but those that only a type checker sees."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return []
    return [node, *(inner for child in ast.iter_child_nodes(node) for inner in running(child))]


def names_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        if node.module == "pipeline":
            return [f"pipeline.{alias.name}" for alias in node.names]
        return [node.module]
    return []


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    room, found = room_of(path), imported_rooms(path)
    if room in ABOVE:
        assert not found & ABOVE[room]
        return
    assert room in MAY_IMPORT, f"{room} is in no row of the table of rooms; add it"
    stray = found - MAY_IMPORT[room] - {room}
    assert not stray, f"{path.name} imports {sorted(stray)}, which its room may not"


def test_nothing_is_imported_relatively() -> None:
    for path in MODULES:
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        assert not any(isinstance(node, ast.ImportFrom) and node.level for node in nodes), path
