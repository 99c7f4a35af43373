"""Rule files of every construct of the grammar, with every spelling, remarks anywhere and any layout."""

from __future__ import annotations

from itertools import chain

from hypothesis import strategies as st

from dq.syntax import keywords, parser

BLANKS = st.sampled_from(
    [" ", " ", " ", "  ", "\n", "\n\n\n", "\t", "　", " # 说明\n", "\n＃ remark  \n  ", "\n# a\n\n# b\n"]
)
NAMES = st.sampled_from(
    [
        "r",
        "total",
        "summary",
        "非税收入",
        "或有负债",
        "【本年 收入】",
        "【rule】",
        "amount",
        "一般公共预算财政拨款支出决算表",
    ]
)
NUMBERS = st.sampled_from(["1", "5万元", "14085.13", "5%", "2015", "0．5％", "100"])
STRINGS = st.sampled_from(
    ['"合计"', "“年末“结转”和结余”", "「其中」", '"# 不是注释 {"', "＂a＂", '"' + "长" * 30 + '"']
)


def word(kind):
    """A keyword in one of its spellings."""
    return st.sampled_from(keywords(parser())[kind])


def flat(lists):
    return list(chain.from_iterable(lists))


def sign(*spellings):
    return st.sampled_from(spellings)


COMMA = sign(",", "，")
OPEN, CLOSE = sign("(", "（"), sign(")", "）")
SEMICOLON = sign(";", "；")


@st.composite
def joined(draw, *parts):
    """Parts one after another, each a strategy of lists of tokens or a token."""
    found = []
    for part in parts:
        each = draw(part) if isinstance(part, st.SearchStrategy) else part
        found += each if isinstance(each, list) else [each]
    return found


@st.composite
def listed(draw, member, most=3):
    """Members with commas between them."""
    found = draw(joined(member))
    for _ in range(draw(st.integers(0, most - 1))):
        found += [draw(COMMA), *draw(joined(member))]
    return found


def bracketed(inner):
    return joined(OPEN, inner, CLOSE)


def maybe(part):
    return st.one_of(st.just([]), joined(part))


LEAVES = st.one_of(NAMES, NUMBERS, STRINGS).map(lambda token: [token])
RELATIONS = sign("=", "＝", "!=", "≠", "<>", "<", "《", "<=", "≤", ">", ">=", "＞＝")


def larger(inner):
    name, number = joined(NAMES), joined(NUMBERS)
    reference = st.one_of(name, joined(name, sign(".", "．"), NAMES))
    simple = st.one_of(reference, number, bracketed(inner))
    argument = st.one_of(inner, joined(inner, word("WHERE"), inner))
    call = joined(NAMES, bracketed(maybe(listed(argument))))
    picked = joined(
        reference, sign("[", "［"), st.one_of(joined(STRINGS, sign("/", "÷"), STRINGS), inner), sign("]", "］")
    )
    branch = joined(bracketed(inner), sign("=>", "→", "＝＞"), bracketed(inner), SEMICOLON)
    case = joined(
        word("CASE"), sign("{", "｛"), st.lists(branch, max_size=2).map(flat),
        word("ELSE"), "=>", inner, maybe(SEMICOLON), sign("}", "｝"),
    )  # fmt: skip
    value = st.one_of(simple, call, picked, case, joined(simple, word("MISSING_AS_ZERO")))
    arithmetic = joined(value, sign("+", "-", "－", "*", "×", "÷", "/"), maybe(sign("+", "-")), value)
    compared = joined(st.one_of(value, arithmetic), RELATIONS, st.one_of(value, arithmetic))
    negated = maybe(word("NOT"))
    tests = st.one_of(
        joined(value, negated, word("BETWEEN"), value, word("AND"), value),
        joined(value, negated, word("IN"), bracketed(listed(value))),
        joined(value, negated, word("IN"), call),
        joined(value, negated, word("MATCHES"), STRINGS),
        joined(value, negated, word("STARTS_WITH"), value),
        joined(value, st.one_of(word("IS"), word("IS_NOT")), NAMES),
        joined(word("EXISTS"), reference, maybe(joined(word("WHERE"), bracketed(inner)))),
    )
    condition = st.one_of(compared, tests)
    connective = st.one_of(word("AND"), word("OR"), word("IMPLIES"))
    return st.one_of(
        value, arithmetic, condition, joined(word("NOT"), condition), joined(condition, connective, condition)
    )


EXPRESSIONS = st.recursive(LEAVES, larger, max_leaves=6)
COLUMNS = joined(word("COLUMN"), word("AS"), NAMES, word("IN"), bracketed(listed(NAMES)))
MORE_COLUMNS = maybe(joined(COMMA, COLUMNS))
CLAUSES = st.one_of(
    joined(word("TITLE"), maybe(st.one_of(NAMES, word("ENGLISH"))), STRINGS),
    joined(word("BASIS"), STRINGS),
    joined(word("EXPLAIN"), maybe(NAMES), STRINGS),
    joined(word("MESSAGE"), maybe(NAMES), sign('"共 {r.total + 1} 元"', "“无”")),
    joined(word("META"), NAMES, STRINGS),
    joined(word("SEVERITY"), NAMES),
    joined(word("SINCE"), NUMBERS),
    joined(word("UNTIL"), NUMBERS),
    joined(word("APPLIES"), EXPRESSIONS),
    joined(word("FOR_EACH"), NAMES, word("AS"), NAMES, maybe(joined(word("WHERE"), EXPRESSIONS)), MORE_COLUMNS),
    joined(word("FOR_EACH"), COLUMNS, MORE_COLUMNS),
    joined(word("CHECK"), EXPRESSIONS, maybe(joined(word("TOLERANCE"), st.one_of(NAMES, NUMBERS))),
           maybe(word("MISSING_AS_VIOLATION"))),
    joined(word("NEEDS"), listed(NAMES)),
)  # fmt: skip
BLOCKS = joined(
    sign("{", "｛"),
    st.lists(joined(CLAUSES, maybe(SEMICOLON)), max_size=4).map(flat),
    sign("}", "｝"),
)
ROWS = st.lists(sign("| 项目 | 决算数 |\n", "｜ # 1 ｜ 2,345.00 ｜ {\n", "|\n"), max_size=3)
PLACES = st.one_of(joined(NAMES), joined(NAMES, "[", STRINGS, "]"), joined(NAMES, "[", STRINGS, "]", ".", NAMES))
CASES = st.one_of(
    joined(word("FORM"), NAMES),
    joined(word("YEAR"), NUMBERS),
    joined(word("FROM"), maybe(word("SAMPLE")), STRINGS),
    joined(st.one_of(word("PRIOR"), word("UNIT")), STRINGS),
    joined(word("GIVEN"), NAMES, maybe(joined(word("UNIT"), NAMES)), sign("{", "｛"), ROWS, sign("}", "｝")),
    joined(word("CHANGE"), PLACES, word("TO"), STRINGS),
    joined(word("REMOVE"), PLACES),
    joined(word("EXPECT"), listed(PLACES), NAMES, maybe(NAMES), maybe(joined(word("HINT"), NAMES))),
    joined(word("EXPECT"), PLACES, NAMES, joined(word("DIFFERENCE"), STRINGS)),
    joined(word("EXPECT"), word("NOTHING_ELSE"), listed(NAMES)),
)
TESTS = joined(sign("{", "｛"), st.lists(joined(CASES, maybe(SEMICOLON)), max_size=4).map(flat), sign("}", "｝"))
HEADINGS = maybe(joined(STRINGS, maybe(joined(word("ENGLISH"), STRINGS))))
DECLARATIONS = st.one_of(
    joined(st.one_of(word("TEST"), word("FIXTURE")), STRINGS, TESTS),
    joined(word("RULE"), NAMES, HEADINGS, BLOCKS),
    joined(word("RULE"), NAMES, HEADINGS, word("FROM"), NAMES, bracketed(listed(EXPRESSIONS)), maybe(BLOCKS)),
    joined(word("DEFINE"), NAMES, maybe(bracketed(listed(NAMES))), "=", EXPRESSIONS, maybe(SEMICOLON)),
    joined(word("TEMPLATE"), NAMES, bracketed(listed(NAMES)), BLOCKS),
    joined(word("IMPORT"), STRINGS, maybe(SEMICOLON)),
)


@st.composite
def rule_files(draw):
    """The text of a rule file: its tokens apart from each other by anything that may stand there."""
    parts = []
    for declaration in draw(st.lists(DECLARATIONS, max_size=3)):
        parts.append("\n")
        for token in declaration:
            parts += [token, draw(BLANKS)]
    return "".join([draw(sign("", "\ufeff", "# 文件\n\n")), *parts, draw(sign("", "# 末尾", "\n\n# 末尾\n"))])
