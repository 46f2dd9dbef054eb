"""Lints a chart and renders it with Helm's own code, for the Kubernetes it is asked for. Prints the objects.
    helm-check.py CHART KUBERNETES [VALUES]
"""

import sys
from pathlib import Path

from helm_python import HelmError, lint
from helm_python.chart import Chart, values_from_yaml

LEVELS = ("unknown", "info", "warning", "error")


def main() -> int:
    chart, version = sys.argv[1], f"v{sys.argv[2]}.0"
    values = values_from_yaml(Path(sys.argv[3]).read_text()) if len(sys.argv) > 3 else None
    report = lint(chart, values, strict=True, kube_version=version)
    problems = [f"{LEVELS[m['severity']]}: {m['path']}: {m['error']}" for m in report["messages"] if m["severity"] > 1]
    problems += [str(error) for error in report["errors"]]
    try:
        with Chart.load(chart) as loaded:
            loaded.validate_schema(values)
            rendered = loaded.render(values, name="test", namespace="test")
    except HelmError as error:
        problems.append(str(error))
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    for path, text in sorted(rendered.items()):
        if path.endswith("NOTES.txt"):
            if not text.strip():
                print(f"{path} is empty", file=sys.stderr)
                return 1
        elif text.strip():
            print(f"---\n{text.strip()}")
    return 0


sys.exit(main())
