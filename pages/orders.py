"""What is open, how much of its time is left, and what happened to this very order?"""

from ui.guard import ensure_app

ensure_app()

from ui import reading  # noqa: E402  the guard comes first
from ui.orders import page  # noqa: E402

page.show(reading.taken())
