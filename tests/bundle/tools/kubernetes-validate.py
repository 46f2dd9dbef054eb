"""kubernetes-validate as it is, except that it reads each schema once and not again for every object."""

import functools
import sys

import yaml
from kubernetes_validate import utils
from kubernetes_validate.__main__ import main

utils.schema_contents = functools.lru_cache(maxsize=None)(utils.schema_contents)
# The parser in C, where PyYAML has it.
yaml.SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

sys.exit(main())
