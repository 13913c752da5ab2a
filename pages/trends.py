"""What changed, and how sure is that?"""

from ui.guard import ensure_app

ensure_app()

from ui import reading  # noqa: E402  the guard comes first
from ui.trends import page  # noqa: E402

page.show(reading.taken())
