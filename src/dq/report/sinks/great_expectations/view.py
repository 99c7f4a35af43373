"""How the pages become HTML: everything is escaped here, once, and nothing outside the site is asked for.

Jinja's own escaping is switched on and every filter gives `Markup`: text that is marked as HTML is never escaped
again, text that is not marked always is. The templates beside this file replace those of Great Expectations that load
scripts and styles from elsewhere; a content security policy forbids every script and every foreign address besides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any, Final

from jinja2 import ChoiceLoader, FileSystemLoader, pass_context
from markupsafe import Markup, escape

from dq.report.sinks.great_expectations.private_api import DefaultJinjaPageView
from dq.report.sinks.great_expectations.words import Words

_TEMPLATES: Final = Path(__file__).with_name("templates")
_TAG: Final = re.compile(r"[a-z][a-z0-9]*\Z")
_LEVELS: Final = {"ValidationResultsPageRenderer": 4, "ExpectationSuitePageRenderer": 1}


class SafePageView(DefaultJinjaPageView):
    """A page of results or of a suite. Parameters: `language` "zh" or "en"."""

    _template = "page.j2"

    def __init__(self, *args: Any, language: str = "zh", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._root = ""
        self.env.globals["say"] = Words(language).say
        self.env.loader = ChoiceLoader([FileSystemLoader(_TEMPLATES), self.env.loader])
        self.env.autoescape = True

    def render(self, document: Any, template: Any = None, **kwargs: Any) -> str:
        """The page as HTML, told how deep in the site it stands."""
        levels = _LEVELS.get(document.renderer_type, 0)
        suite = document.expectation_suite_name or ""
        self._root = "../" * (levels + suite.count(".")) if levels else ""
        html: str = super().render(document, template, root=self._root, **kwargs)
        return html

    @pass_context
    def render_content_block(
        self,
        jinja_context: Any,
        content_block: Any,
        index: Any = None,
        content_block_id: Any = None,
        render_to_markdown: bool = False,  # noqa: FBT001, FBT002 - the library's signature
    ) -> Markup:
        """A piece of content as HTML: a block by its own template, everything else as escaped text."""
        if isinstance(content_block, list):
            identities = [
                f"{content_block_id}-{place}" if content_block_id else None for place in range(len(content_block))
            ]
            return Markup().join(
                self.render_content_block(jinja_context, block, place, identities[place])
                for place, block in enumerate(content_block)
            )
        if not isinstance(content_block, Mapping) or "content_block_type" not in content_block:
            return escape("" if content_block is None else content_block)
        if content_block["content_block_type"] == "string_template":  # the library's template does just this, slowly
            return self.render_string_template(content_block["string_template"])
        return Markup(  # noqa: S704 - a template rendered with escaping on
            super().render_content_block(jinja_context, content_block, index, content_block_id)
        )

    def render_string_template(self, template: Any) -> Markup:
        """Text with named places: text, values and attributes are escaped; only tags and classes are markup."""
        if not isinstance(template, Mapping):
            return escape(template)
        styling = template.get("styling") or {}
        places = styling.get("params") or {}
        params = {
            name: self._element(places.get(name) or styling.get("default"), escape(value))
            for name, value in (template.get("params") or {}).items()
        }
        text = str(escape(template.get("template") or "")).replace("\n", "<br>")
        whole = {key: value for key, value in styling.items() if key not in ("params", "default")}
        if (tooltip := template.get("tooltip")) is not None:
            attributes = {**(whole.get("attributes") or {}), "title": tooltip.get("content", "")}
            whole["attributes"] = attributes
        content = Markup(Template(text).safe_substitute(params))  # noqa: S704 - both parts are escaped above
        return self._element({**whole, "tag": template.get("tag")}, content)

    def render_styling(self, styling: Mapping[str, Any]) -> Markup:
        """Classes, attributes and styles as HTML attributes, escaped."""
        attributes: dict[str, object] = {}
        if classes := styling.get("classes"):
            attributes["class"] = " ".join(map(str, classes))
        attributes.update(styling.get("attributes") or {})
        if styles := styling.get("styles"):
            attributes["style"] = " ".join(f"{name}: {value};" for name, value in styles.items())
        return self.attributes_dict_to_html_string(attributes)

    def render_styling_from_string_template(self, template: Any) -> Markup:
        """The styling of a block as HTML attributes."""
        styling = template.get("styling") if isinstance(template, Mapping) else None
        return self.render_styling(styling or {})

    def attributes_dict_to_html_string(self, attributes_dict: Mapping[str, Any], prefix: str = "") -> Markup:
        """Attributes of a tag, escaped; a name that is not one is left out.

        `site-href` is a link to a place of the site, told from its root; "" for none.
        """
        start = f"{prefix}-" if prefix else ""
        attributes_dict = dict(attributes_dict)
        if address := attributes_dict.pop("site-href", ""):
            attributes_dict["href"] = f"{self._root}{address}"
        pairs = [(f"{start}{name}", value) for name, value in attributes_dict.items() if _NAME.match(str(name))]
        written = " ".join(f'{escape(name)}="{escape(value)}"' for name, value in pairs)
        return Markup(written)  # noqa: S704 - escaped part by part, as below: Markup.format takes several times as long

    def render_markdown(self, markdown: object) -> Markup:
        """Notes are shown as plain text: markup in them is not ours."""
        return escape(markdown)

    def _element(self, styling: Mapping[str, Any] | None, content: Markup) -> Markup:
        styling = styling or {}
        tag = str(styling.get("tag") or "span")
        if not _TAG.match(tag) or tag in _FORBIDDEN_TAGS:
            tag = "span"
        written = f"<{tag} {escape(self.render_styling(styling))}>{escape(content)}</{tag}>"
        return Markup(written)  # noqa: S704 - the tag is one of ours, the rest is escaped here where it is no markup


_NAME: Final = re.compile(r"(?!on)[a-z][a-z0-9-]*\Z")
_FORBIDDEN_TAGS: Final = frozenset({"script", "style", "iframe", "object", "embed", "link", "meta", "base"})


class SafeIndexView(SafePageView):
    """The first page."""

    _template = "index_page.j2"
