"""Evaluation: pure metrics, checks of the corpus, reports and plots."""
