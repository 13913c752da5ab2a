"""Who is unusual among comparable vendors, and who is not?"""

from ui.guard import ensure_app

ensure_app()

from ui import reading  # noqa: E402  the guard comes first
from ui.compare import page  # noqa: E402

page.show(reading.taken())
