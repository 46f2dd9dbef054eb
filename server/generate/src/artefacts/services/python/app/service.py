"""What this service is, as the design says: name, paths, needed variables, dependencies."""

import json
from pathlib import Path

SERVICE = json.loads((Path(__file__).parent.parent / "service.json").read_text(encoding="utf-8"))
