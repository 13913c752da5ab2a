"""What does an executive have to know of this month?"""

from ui.guard import ensure_app

ensure_app()

from ui import reading  # noqa: E402  the guard comes first
from ui.summary import page  # noqa: E402

page.show(reading.taken())
