"""A stored report written out as a publisher would: the inverse of ingestion, in every form that is read."""

from dq.synthesis.rendering.formats import form_named, forms
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.rendered import render
from dq.synthesis.rendering.sayings import Amounts, amounts
from dq.synthesis.rendering.text_faults import put_text_fault
from dq.synthesis.rendering.told import Told

__all__ = ["Amounts", "Noise", "Told", "amounts", "form_named", "forms", "put_text_fault", "render"]
