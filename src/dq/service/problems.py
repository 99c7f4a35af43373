"""What a client is told when a request cannot be met: problem details after RFC 9457, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from pydantic import BaseModel
from starlette.exceptions import HTTPException

from dq.diagnostics import Diagnostic, Text

MEDIA_TYPE: Final = "application/problem+json"


class ProblemDocument(BaseModel):
    """Problem details after RFC 9457, as the API's description has them; `diagnostics` what `dq` said of the input."""

    type: str
    title: str
    status: int
    detail: str | None = None
    diagnostics: list[dict[str, Any]] = []


PROBLEM_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    # 422 by name: FastAPI would describe its own form of it.
    status: {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
        "model": ProblemDocument,
    }
    for status, description in {"422": "Refused", "default": "A problem"}.items()
}
"""What the description of every route says of problems."""


class Problem(HTTPException):
    """A request that cannot be met, raised by a route and told as problem details.

    Parameters: `status` of HTTP; `code` stable and short ("not-found"): its `type` is "/problems/" and the code;
    `title` what is wrong; `cause` why and what to do; `diagnostics` what `dq` said of the input; `headers` sent
    along. It is an `HTTPException` so that one raised while a body is read is not taken for a malformed body.
    """

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        title: Text,
        cause: Text | None = None,
        diagnostics: Sequence[Diagnostic] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(int(status), title.en, dict(headers or {}))
        self.status = status
        self.code = code
        self.title = title
        self.cause = cause
        self.diagnostics = tuple(diagnostics)

    def document(self, language: str) -> dict[str, Any]:
        """The problem as RFC 9457 writes it. Parameters: `language` "zh" or "en"."""
        told: dict[str, Any] = {
            "type": f"/problems/{self.code}",
            "title": self.title.in_language(language),
            "status": int(self.status),
        }
        if self.cause is not None:
            told["detail"] = self.cause.in_language(language)
        if self.diagnostics:
            told["diagnostics"] = [diagnostic_document(each, language) for each in self.diagnostics]
        return told


def diagnostic_document(diagnostic: Diagnostic, language: str) -> dict[str, Any]:
    """A diagnostic as the API tells it. Parameters: `language` "zh" or "en"; lines and columns count from 1."""
    told: dict[str, Any] = {
        "code": diagnostic.code,
        "level": diagnostic.level.value,
        "headline": diagnostic.headline.in_language(language),
        "help": None if diagnostic.help is None else diagnostic.help.in_language(language),
        "notes": [note.in_language(language) for note in diagnostic.notes],
        "line": diagnostic.span.line or None,
        "column": diagnostic.span.column or None,
        "end_line": diagnostic.span.end_line or None,
        "end_column": diagnostic.span.end_column or None,
    }
    if diagnostic.fix is not None:
        told["fix"] = {
            "text": diagnostic.fix.text.in_language(language),
            "replacement": diagnostic.fix.replacement,
            "line": diagnostic.fix.span.line,
            "column": diagnostic.fix.span.column,
            "end_line": diagnostic.fix.span.end_line,
            "end_column": diagnostic.fix.span.end_column,
        }
    return told


def not_found() -> Problem:
    """What was asked for is not there, or not this user's to see: the two are told alike."""
    return Problem(HTTPStatus.NOT_FOUND, "not-found", Text("没有这一项", "there is no such thing here"))


def sign_in_needed() -> Problem:
    """The request names no valid session or token."""
    return Problem(
        HTTPStatus.UNAUTHORIZED,
        "sign-in-needed",
        Text("请先登录", "sign in first"),
        Text("登录后重试，或在 Authorization 里给出有效的令牌", "sign in, or give a valid token in Authorization"),
        headers={"WWW-Authenticate": 'Bearer realm="dq"'},
    )


def not_allowed(permission: str) -> Problem:
    """The user's role or the token's scopes do not allow it. Parameters: `permission` what is missing."""
    return Problem(
        HTTPStatus.FORBIDDEN,
        "not-allowed",
        Text("您的角色不能做这件事", "your role does not allow this"),
        Text(f"需要权限 {permission}，请找管理员", f"it needs the permission {permission}: ask an administrator"),
    )


def forged() -> Problem:
    """The request came with a session's cookie, but not from one of its pages."""
    return Problem(
        HTTPStatus.FORBIDDEN,
        "csrf",
        Text("请求不是从本站页面发出的", "the request was not sent from a page of this site"),
        Text("请刷新页面后重试", "reload the page and try again"),
    )


def too_many(seconds: int) -> Problem:
    """More requests than one client may send. Parameters: `seconds` to wait."""
    return Problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        "too-many-requests",
        Text("请求太多", "too many requests"),
        Text(f"请在 {seconds} 秒后重试", f"try again in {seconds} seconds"),
        headers={"Retry-After": str(seconds)},
    )


def busy(seconds: int) -> Problem:
    """The database or all places for slow work are held by others for longer than a request waits.

    Parameters: `seconds` to wait.
    """
    return Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "busy",
        Text("服务正忙，没有做这件事", "the service is busy: this was not done"),
        Text(f"请在 {seconds} 秒后重试", f"try again in {seconds} seconds"),
        headers={"Retry-After": str(seconds)},
    )


def too_large(limit: int) -> Problem:
    """A body over its limit. Parameters: `limit` in bytes."""
    return Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "too-large",
        Text("内容太大", "the body is too large"),
        Text(f"最多 {limit} 字节", f"at most {limit} bytes are taken"),
    )


def too_slow(seconds: float) -> Problem:
    """A body that did not arrive in time. Parameters: `seconds` allowed."""
    return Problem(
        HTTPStatus.REQUEST_TIMEOUT,
        "too-slow",
        Text("请求没有及时送达", "the request did not arrive in time"),
        Text(f"最多等 {seconds:.0f} 秒", f"it may take {seconds:.0f} seconds"),
        headers={"Connection": "close"},
    )


def conflict(title: Text, cause: Text | None = None) -> Problem:
    """What was asked for does not fit what is there now. Parameters: `title`, `cause` what and why."""
    return Problem(HTTPStatus.CONFLICT, "conflict", title, cause)


def refused(diagnostics: Sequence[Diagnostic]) -> Problem:
    """The input is unacceptable, as `dq` says. Parameters: `diagnostics` at least one."""
    first = diagnostics[0]
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "refused", first.headline, first.help, diagnostics)


def malformed(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """A request that does not keep to the description. Parameters: `errors` as pydantic lists them."""
    places = [(".".join(map(str, each.get("loc", ()))), each) for each in errors[:20]]
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "malformed",
        Text("请求的内容不合要求", "the request is not as described"),
        Text(
            "；".join(f"{place}：{_in_chinese(each)}" for place, each in places),
            "; ".join(f"{place}: {each.get('msg', '')}" for place, each in places),
        ),
    )


_CHINESE: Final = {
    "missing": "没有给出",
    "string_too_long": "最多 {max_length} 个字符",
    "string_too_short": "至少 {min_length} 个字符",
    "too_short": "至少 {min_length} 项",
    "string_pattern_mismatch": "写法不对，应符合 {pattern}",
    "string_type": "应是文字",
    "encoding": "只收 UTF-8 的文字",
    "string_unicode": "不是有效的文字",
    "list_type": "应是列表",
    "too_long": "最多 {max_length} 项",
    "model_attributes_type": "应是 JSON 对象",
    "int_from_float": "应是整数",
    "int_parsing": "应是整数",
    "int_type": "应是整数",
    "bool_parsing": "应是 true 或 false",
    "greater_than_equal": "不小于 {ge}",
    "less_than_equal": "不大于 {le}",
    "less_than": "小于 {lt}",
    "literal_error": "应是 {expected} 之一",
    "enum": "应是 {expected} 之一",
    "json_invalid": "不是 JSON",
    "unknown_field": "没有字段 {unknown}；可用的有 {known}",
    "unknown_parameter": "没有参数 {unknown}；可用的有 {known}",
    "date_from_datetime_parsing": "应是日期，如 2026-12-31",
}
"""What pydantic complains of, by its name for it."""


def _in_chinese(error: Mapping[str, Any]) -> str:
    """What pydantic says, in its own words where there are no others. Parameters: `error` as it lists them."""
    words = _CHINESE.get(str(error.get("type")))
    return str(error.get("msg", "")) if words is None else words.format_map(error.get("ctx") or {})
