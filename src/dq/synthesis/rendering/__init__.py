"""A stored report written out as a publisher would: the inverse of ingestion, in every form that is read."""

from dq.synthesis.rendering.formats import form_named, forms
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.rendered import render
from dq.synthesis.rendering.sayings import Amounts, amounts

__all__ = ["Amounts", "Noise", "amounts", "form_named", "forms", "render"]
