"""Rules engine and policy language for Indonesian regional social-security regulations."""

__version__ = "0.1.0"
