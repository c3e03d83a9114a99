"""Measurements and long campaigns that anyone can run: `python -m benchmarks.<name>`."""

import os

# Installed modules are compiled once; what is measured here must not be compiled at every start either.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
