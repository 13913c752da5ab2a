"""What came in, what was refused and why, and how far do the data reach?"""

from ui.guard import ensure_app

ensure_app()

from ui import reading  # noqa: E402  the guard comes first
from ui.data import page  # noqa: E402

page.show(reading.taken())
