"""Fetch the base models' weights, verify them, and convert the writer's once."""

from __future__ import annotations

import sys

from pipeline.base_weights import dequantize_gguf, fetch_base_weights
from pipeline.config import load_base_weights, load_settings, project_folder
from pipeline.errors import InspectionBriefsError
from pipeline.terminal import print_message, quiet_libraries, working


def main() -> int:
    """Fetch what is missing; say nothing where all is there."""
    quiet_libraries()
    settings = load_settings()
    base = project_folder() / settings.models.base
    base.mkdir(parents=True, exist_ok=True)
    try:
        specs = load_base_weights(project_folder() / settings.models.base_weights)
        with working("checking the base weights"):
            for spec in specs.values():
                fetch_base_weights(spec, base, print_message)
            dequantize_gguf(specs["writer"], base, print_message)
    except InspectionBriefsError as error:
        print_message(f"[bold red]Error:[/] {error}")
        return int(error.exit_status)
    return 0


if __name__ == "__main__":
    sys.exit(main())
