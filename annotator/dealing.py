"""Dealing articles out: who annotates which, balanced, the same for the same seed."""
