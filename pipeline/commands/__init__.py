"""The commands, a module for each family; ``cli.py`` gathers them."""
