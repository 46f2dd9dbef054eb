"""kubernetes-validate as it is, except that it reads each schema once and not again for every object, and that a warning counts: it only
warns of kinds that it does not know."""

import contextlib
import functools
import io
import sys

import yaml
from kubernetes_validate import utils
from kubernetes_validate.__main__ import main

utils.schema_contents = functools.lru_cache(maxsize=None)(utils.schema_contents)
# The parser in C, where PyYAML has it.
yaml.SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# As a value, `<<` is a text to everybody but PyYAML; kustomize prints it without quotes.
yaml.SafeLoader.add_constructor("tag:yaml.org,2002:merge", yaml.SafeLoader.construct_yaml_str)

said = io.StringIO()
with contextlib.redirect_stdout(said):
    status = main()
print(said.getvalue(), end="")
sys.exit(status or ("WARN" in said.getvalue()))
