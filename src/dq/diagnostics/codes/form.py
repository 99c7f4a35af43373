"""Pages of DQ-L0xx: the form of a rule file."""

from __future__ import annotations

from typing import Final

from dq.diagnostics.codes.model import Page
from dq.diagnostics.model import Text

PAGES: Final = (
    Page(
        "DQ-L001",
        Text("这里不应当是这个词", "something that cannot stand here"),
        Text(
            "规则的写法是固定的：某处之后只能跟某些词。建议一行列出此处可以写什么。",
            "A rule has a fixed form: only certain words can follow a place. The help line lists them.",
        ),
        Text("按建议补上或改掉标出的词。", "Add or change what is underlined, as the help line says."),
        'rule A "总计相等" {\n  check summary["收入总计"].amount =\n}',
        'rule A "总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}',
    ),
    Page(
        "DQ-L002",
        Text("文字的引号不成对", "quotation marks that do not pair"),
        Text(
            "文字写在一对引号之间，用开头引号的另一半结束，不能跨行；“ ”可以嵌套。",
            "A text stands between a pair of quotation marks, on one line; “ ” may nest.",
        ),
        Text("在同一行补上缺少的那一半。", "Add the missing half on the same line."),
        'rule A "总计相等 {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}',
        'rule A "总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}',
    ),
    Page(
        "DQ-L003",
        Text("规则里没有这个符号", "a sign without meaning"),
        Text(
            "这个符号在规则里没有意义；列名、表名里含有它时要写成【…】。",
            "The sign means nothing in a rule; a name that contains it is written 【…】.",
        ),
        Text("去掉它，或把整个名称放进【】。", "Drop it, or put the whole name between 【 and 】."),
        'rule A "检查" {\n  check summary["收入总计"].amount ~ summary["支出总计"].amount\n}',
        'rule A "检查" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}',
    ),
    Page(
        "DQ-L004",
        Text("括号没有结束", "a bracket that does not close"),
        Text(
            "每个 ( [ { 都要有对应的 ) ] }；全角与半角可以混用。",
            "Every ( [ { needs its ) ] }; full-width and half-width brackets may be mixed.",
        ),
        Text("在指出的地方补上缺少的括号。", "Put the missing bracket where the help line says."),
        'rule A "收入" {\n  check summary["本年收入合计"].amount = sum(summary.amount where role = "item"\n}',
        'rule A "收入" {\n  check summary["本年收入合计"].amount = sum(summary.amount where role = "item")\n}',
    ),
    Page(
        "DQ-L005",
        Text("等于写成了 ==", "== instead of ="),
        Text(
            "等于只写一个 =；规则里没有赋值，不会混淆。",
            "Equality is one =; there is no assignment to confuse it with.",
        ),
        Text("把 == 改成 =（可自动改正）。", "Write = (a certain fix)."),
        'rule A "总计相等" {\n  check summary["收入总计"].amount == summary["支出总计"].amount\n}',
        'rule A "总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}',
    ),
    Page(
        "DQ-L006",
        Text("数字中有分节的逗号", "commas between digits"),
        Text(
            "逗号在规则里分隔几个值，14,085.13 会被读成两个数。",
            "Commas separate values in a rule: 14,085.13 could be read as two figures.",
        ),
        Text(
            "去掉逗号（可自动改正）；确是几个数时，逗号后空一格。",
            "Drop the commas; put a blank behind one that separates.",
        ),
        'rule A "上限" {\n  check summary["收入总计"].amount <= 14,085.13万元\n}',
        'rule A "上限" {\n  check summary["收入总计"].amount <= 14085.13万元\n}',
    ),
    Page(
        "DQ-L007",
        Text("比较连写", "chained comparisons"),
        Text(
            "a <= b <= c 在不同的语言里意思不同，所以不能连写。",
            "a <= b <= c means different things in different languages, so it is not allowed.",
        ),
        Text("写成两个条件，用 and 连接，或用 between。", "Write two conditions joined by and, or use between."),
        'rule A "范围" {\n  check 0 <= summary["收入总计"].amount <= 5亿元\n}',
        'rule A "范围" {\n  check summary["收入总计"].amount between 0 and 5亿元\n}',
    ),
    Page(
        "DQ-L008",
        Text("嵌套太深", "nested too deep"),
        Text(
            "括号、正负号和连写的项（a + b + c …）合起来最多 64 层：更深的规则没有人读得懂，也可能是恶意的。",
            "Brackets, signs and chained terms (a + b + c …) may be 64 levels deep: nobody can read more.",
        ),
        Text(
            "许多行相加用 sum(… where …)，取几个值之一用 in (…)。", "Use sum(… where …) over rows, in (…) over values."
        ),
        'rule A "检查" {\n  check ' + "not " * 65 + 'summary["收入总计"].amount = 0\n}',
        'rule A "检查" {\n  check not summary["收入总计"].amount = 0\n}',
    ),
    Page(
        "DQ-L009",
        Text("规则文件太大", "a rule file that is too large"),
        Text("一个文件最多 100 万个字符、5000 条规则。", "A file has at most a million characters and 5,000 rules."),
        Text("把规则分到几个文件里。", "Divide the rules among several files."),
    ),
    Page(
        "DQ-L010",
        Text("规则文件读不了", "a rule file that cannot be read"),
        Text(
            "路径不存在、没有权限、不是纯文本（UTF-8、GB18030、UTF-16），或文件夹里没有 *.dq 文件。其他文件照常载入。",
            "The path is missing, not permitted, no plain text (UTF-8, GB18030, UTF-16), or a folder without *.dq."
            " Other files still load.",
        ),
        Text("核对路径；用 UTF-8 编码保存。", "Check the path; save the file in UTF-8."),
    ),
    Page(
        "DQ-L011",
        Text("不认识的子句", "an unknown clause"),
        Text(
            "规则由固定的几种子句组成，每个子句以自己的词开头。",
            "A rule consists of a few clauses, each beginning with its word.",
        ),
        Text("改正拼写；建议一行给出最接近的词。", "Mend the spelling; the help line names the nearest word."),
        'rule A "总计相等" {\n  chekc summary["收入总计"].amount = summary["支出总计"].amount\n}',
        'rule A "总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}',
    ),
    Page(
        "DQ-L012",
        Text("别的语言的符号", "a sign of another language"),
        Text(
            "并且、或者、不写成词：and or not（并且 或者 不）；小于等于写 <= 或 ≤；没有求余数。"
            "行写在 [ ] 或 ［ ］ 里，【】里是名称；状态写成 是 有数。",
            "and, or, not are words; at most is <= or ≤; there is no modulo. A row stands in [ ], a name in 【】; "
            "a state is written is present.",
        ),
        Text("改成建议的写法（可自动改正）。", "Write what the fix says."),
        'rule A "非负" {\n  check summary["收入总计"].amount >= 0 && summary["支出总计"].amount >= 0\n}',
        'rule A "非负" {\n  check summary["收入总计"].amount >= 0 and summary["支出总计"].amount >= 0\n}',
    ),
    Page(
        "DQ-L013",
        Text("注释的开头不对", "a remark that begins wrongly"),
        Text(
            "注释以 # 或 ＃ 开头。-- 会与减号和负号混淆，—— 是破折号。",
            "A comment begins with # or ＃. A double dash would be mistaken for a minus and a sign.",
        ),
        Text("改用 #。", "Use #."),
        'rule A "总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount // 两栏相等\n}',
        'rule A "总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount # 两栏相等\n}',
    ),
    Page(
        "DQ-L014",
        Text("数字与单位之间有空格", "a blank between figure and unit"),
        Text("5万元 是一个词；分开写就成了两个。", "5万元 is one word; with a blank it is two."),
        Text("去掉空格（可自动改正）。", "Drop the blank (a certain fix)."),
        'rule A "下限" {\n  check summary["收入总计"].amount >= 5 万元\n}',
        'rule A "下限" {\n  check summary["收入总计"].amount >= 5万元\n}',
    ),
    Page(
        "DQ-L015",
        Text("规则之外的内容", "text outside every rule"),
        Text("规则文件里只有规则和注释。", "A rule file holds rules and comments only."),
        Text("说明文字前加 #；规则以 rule 开头。", "Put # before remarks; begin a rule with rule."),
        '以下是总表的规则\nrule A "总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}',
        '# 以下是总表的规则\nrule A "总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}',
    ),
    Page(
        "DQ-L016",
        Text("值写漏了", "a value that was left out"),
        Text(
            "运算符或 check、where 之后要有一个值，接着写的却是语言自己的词。",
            "A value must follow an operator, check or where; a word of the language follows instead.",
        ),
        Text(
            "补上漏写的值；那个词确是名称时写成【…】。",
            "Write the value; where the word is meant as a name, write it 【…】.",
        ),
        'rule A "总计相等" {\n  check summary["收入总计"].amount =\n  severity error\n}',
        'rule A "总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n  severity error\n}',
    ),
    Page(
        "DQ-L017",
        Text("提示里的花括号", "braces within a message"),
        Text(
            "message 的文字里，{…} 之间是一个算式，其值代入文字；花括号成对，不能嵌套，一条提示最多二十个。",
            "Within the text of a message, {…} holds one expression whose value is put in. Braces pair and do not "
            "nest; a message has at most twenty.",
        ),
        Text("补上缺少的一半，或去掉多余的。", "Add the missing half or drop the other."),
        'rule A "总计" {\n  check summary["收入总计"].amount > 0\n  message "收入总计有误}"\n}',
        'rule A "总计" {\n  check summary["收入总计"].amount > 0\n'
        '  message “收入总计为 {summary["收入总计"].amount}”\n}',
    ),
)
