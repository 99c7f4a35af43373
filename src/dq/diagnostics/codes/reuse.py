"""Pages of DQ-L112 to DQ-L119: definitions, templates, imports and the years of a rule."""

from __future__ import annotations

from typing import Final

from dq.diagnostics.codes.model import Page
from dq.diagnostics.model import Text

_CHECK: Final = 'rule A "下限" {\n  check summary["收入总计"].amount >= limit\n}'

PAGES: Final = (
    Page(
        "DQ-L112",
        Text("名称已经用过", "a name that is taken"),
        Text(
            "同一个文件（连同它引用的文件）里，定义和模板各有自己的名称，也不能与函数、表同名。",
            "Definitions and templates of a file and of what it imports have names of their own, and do not hide a "
            "function or table.",
        ),
        Text("另取一个名称。", "Choose another name."),
        f"define limit = 1万元\ndefine limit = 2万元\n{_CHECK}",
        f"define limit = 1万元\n{_CHECK}",
    ),
    Page(
        "DQ-L113",
        Text("定义用到了自己", "a definition that uses itself"),
        Text(
            "定义是代入的缩写，不能直接或间接用到自己，所以每条规则都有尽头。",
            "A definition is put in where it is used; it cannot use itself, directly or not, so every rule ends.",
        ),
        Text("逐级的关系用 children、parent。", "Use children and parent for what goes level by level."),
        f"define limit = limit + 1万元\n{_CHECK}",
        f"define limit = 1万元\n{_CHECK}",
    ),
    Page(
        "DQ-L114",
        Text("代入后规则过大", "a rule too large once everything is put in"),
        Text(
            "代入全部定义和模板之后，一条规则最多两万项，嵌套不超过 64 层；各列的选择最多一千种。"
            "一个文件的规则代入、逐栏展开后合计最多二十万项，超过之后的规则不再检查。",
            "With all definitions and its template put in, a rule has at most 20,000 parts, 64 levels, and 1,000 "
            "choices of columns. The rules of one file come to at most 200,000 parts, those of a rule once for each "
            "choice of its columns; what follows is not checked.",
        ),
        Text(
            "拆成几条规则；整个文件过大时，把规则分到几个文件里。",
            "Divide it into several rules; where it is the file, divide the rules among several files.",
        ),
    ),
    Page(
        "DQ-L115",
        Text("参数的个数不对", "arguments that are not as many as the parameters"),
        Text(
            "定义和模板有几个参数，用的时候就写几个。",
            "A definition or template takes as many arguments as it has parameters.",
        ),
        Text("按建议的写法补上或去掉。", "Write it as the help line says."),
        'define twice(x) = 2 × x\nrule A "上限" {\n'
        '  check summary["收入总计"].amount <= twice(summary["支出总计"].amount, 3)\n}',
        'define twice(x) = 2 × x\nrule A "上限" {\n'
        '  check summary["收入总计"].amount <= twice(summary["支出总计"].amount)\n}',
    ),
    Page(
        "DQ-L116",
        Text("没有这个模板", "a template that is nowhere"),
        Text(
            "from 之后是本文件或其引用的文件里的模板。",
            "A template of this file, or of one that it imports, follows from.",
        ),
        Text("改成已有的名称，或先写 template。", "Name one that is there, or write the template first."),
        'template positive(t) {\n  check t["合计"].total >= 0\n}\nrule A "非负" from positiv(income)',
        'template positive(t) {\n  check t["合计"].total >= 0\n}\nrule A "非负" from positive(income)',
    ),
    Page(
        "DQ-L117",
        Text("这里只能代入名称", "a value where only a name fits"),
        Text(
            "模板的参数在表名、列名的位置上时，只能代入名称。",
            "Where a template's parameter stands for a table or column, only a name can be put in.",
        ),
        Text("代入表名或列名，不加引号。", "Put in the name of a table or column, without quotation marks."),
        'template positive(c) {\n  check income["合计"].c >= 0\n}\nrule A "非负" from positive("total")',
        'template positive(c) {\n  check income["合计"].c >= 0\n}\nrule A "非负" from positive(total)',
    ),
    Page(
        "DQ-L118",
        Text("引用的文件打不开", "an import that cannot be followed"),
        Text(
            "import 引用规则文件夹之内的另一个 .dq 文件，路径相对于本文件；不能互相引用，最多二百个。",
            "An import names another .dq file within the folder of rules, relative to its own; files do not import "
            "each other, and at most 200 are imported.",
        ),
        Text("改正路径，或去掉这一行。", "Mend the path or drop the line."),
        f'import "../elsewhere.dq"\ndefine limit = 1万元\n{_CHECK}',
        f"define limit = 1万元\n{_CHECK}",
    ),
    Page(
        "DQ-L119",
        Text("不是年度", "something that is no year"),
        Text(
            "since 和 until 之后是年度，含起止两年，起始不晚于截止。",
            "A year follows since and until; both years are included, and since is not after until.",
        ),
        Text("写出四位的年度。", "Write the year in four digits."),
        'rule A "下限" {\n  since 2019 until 2018\n  check summary["收入总计"].amount >= 0\n}',
        'rule A "下限" {\n  since 2018 until 2019\n  check summary["收入总计"].amount >= 0\n}',
    ),
)
