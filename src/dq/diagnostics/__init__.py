"""What is said about unacceptable input: a rule, a template, a document, an archive, a request."""

from dq.diagnostics.compose import did_you_mean, nearest, refused, replace, warned
from dq.diagnostics.environment import refusal
from dq.diagnostics.model import Diagnostic, Fix, Label, Level, Span, Text
from dq.diagnostics.render import render, render_all
from dq.diagnostics.source import SourceText, decoded

__all__ = [
    "Diagnostic",
    "Fix",
    "Label",
    "Level",
    "SourceText",
    "Span",
    "Text",
    "decoded",
    "did_you_mean",
    "nearest",
    "refusal",
    "refused",
    "render",
    "render_all",
    "replace",
    "warned",
]
