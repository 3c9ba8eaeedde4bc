"""A person's corrections: tagged sentences out, training data with their origin back."""
