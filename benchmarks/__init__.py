"""Measurements and long campaigns that anyone can run: `python -m benchmarks.<name>`."""
