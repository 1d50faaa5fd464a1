"""What vocabularies mean: which predicates name a thing, which connect, which nodes are statements, times or quantities.

A *profile* says it of one vocabulary, in a file of TOML (``vocabularies/``, or a person's own). The profiles whose terms a
graph uses, a person's own before them, and what is guessed of the rest make its *interpretation*, which the index is built
with and keeps.
"""

from wenmai.profiles.interpretation import Interpretation, read_interpretation
from wenmai.profiles.profile import CONNECTING, DOMAIN, NODE_KINDS, ROLES, NodeKind, Profile, Way

__all__ = [
    "CONNECTING",
    "DOMAIN",
    "NODE_KINDS",
    "ROLES",
    "Interpretation",
    "NodeKind",
    "Profile",
    "Way",
    "read_interpretation",
]
