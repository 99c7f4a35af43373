"""What the pages say, in both languages: key → (Chinese, English)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "site": ("dq 决算检查", "dq account checks"),
    "to_content": ("跳到正文", "Skip to content"),
    "sign_in": ("登录", "Sign in"),
    "sign_out": ("退出", "Sign out"),
    "name": ("用户名", "Name"),
    "password": ("密码", "Password"),
    "wrong": ("用户名或密码不对", "Name or password is wrong"),
    "first_start": ("第一次启动", "First start"),
    "first_account": ("建立管理员账号", "Make the administrator's account"),
    "setup_code": ("启动时终端里给出的一次性代码", "The one-time code that the terminal shows at the start"),
    "make_account": ("建立", "Make"),
    "overview": ("总览", "Overview"),
    "welcome": ("已登录", "Signed in"),
    "problem": ("出了问题", "Something is wrong"),
    "other_language": ("English", "中文"),
}


def in_language(language: str) -> Callable[[str], str]:
    """What gives the words of `language` ("zh" or "en"). Example: `in_language("en")("sign_in")` → `"Sign in"`."""
    place = 1 if language == "en" else 0
    return lambda key: WORDS[key][place]
