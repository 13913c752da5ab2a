"""Files as they come: which they are, how they are written, their rows as text."""
