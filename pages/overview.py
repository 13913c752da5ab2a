"""Is each vendor delivering what was agreed, and where does it slip?"""

from ui.guard import ensure_app

ensure_app()

from ui import reading  # noqa: E402  the guard comes first
from ui.overview import page  # noqa: E402

page.show(reading.taken())
