"""What comes from the web: saved pages, web archives, mail and feeds; any HTML goes one and the same way."""
