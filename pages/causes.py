"""Why did it change, where is it concentrated, what goes along with it?"""

from ui.guard import ensure_app

ensure_app()

from ui import reading  # noqa: E402  the guard comes first
from ui.causes import page  # noqa: E402

page.show(reading.taken())
