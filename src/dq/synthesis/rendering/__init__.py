"""A stored report written out as a publisher would: the inverse of ingestion, in every form that is read."""

from dq.synthesis.rendering.formats import form_named, forms
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.rendered import render

__all__ = ["Noise", "form_named", "forms", "render"]
