"""A result in, sentences out, in the language asked for: page, chart, report and notebook say the same."""
