"""What came in, what was refused and why, and how far do the data reach?"""

from ui.guard import ensure_app

ensure_app()

from ui import data_page, reading  # noqa: E402  the guard comes first

data_page.show(reading.taken())
