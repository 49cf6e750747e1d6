"""A policy language and rules engine for Indonesian regional social-security regulations.

Text of a regulation goes in; who is covered, which programmes, which months, how much, who pays
and under which article comes out.
"""

from importlib.metadata import version

__all__ = ["__version__"]

__version__: str = version("policy-engine")
