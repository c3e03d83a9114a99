"""Dealing the articles of a project out to its annotators."""
