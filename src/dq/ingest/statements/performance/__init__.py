"""Performance forms: what they print, read from documents whose tables have cells and from running text."""
