"""Benchmarks, a module with a ``main`` for each topic of ``scripts/benchmark.py``."""
