"""The screens of the app, one a file; imported when they are first shown."""
