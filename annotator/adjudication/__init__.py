"""Settling disagreements: the queue of units that annotators label differently, and the gold labels."""
