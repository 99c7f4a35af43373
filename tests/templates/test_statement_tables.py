"""The tables of what texts say."""

import pytest

from dq.archive.layout import KEY_COLUMNS
from dq.templates import default_schema, load_statements
from dq.templates.statement_tables import read_statements


def test_every_table_of_statements_is_in_the_schema():
    schema = default_schema()
    for table in load_statements():
        found = schema.tables[table.name]
        assert found.measures == tuple(each.name for each in table.measures)
        assert found.attributes == tuple(each.name for each in table.attributes)
        assert found.templates == {each.name for each in schema.templates.values() if each.kind in table.kinds}


def test_the_name_that_the_language_is_explained_with_is_known():
    assert default_schema().resolve("narrative_change").name == "narrative"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "x"', "title is missing"),
        ('name = "x"\ntitle = { zh = "a", en = "b" }\nkinds = ["tax"]\n[attributes]\n[measures]', "'tax'"),
        (
            'name = "x"\ntitle = { zh = "a", en = "b" }\nkinds = ["budget"]\n[attributes]\n[measures.m]\ntype = "mony"',
            "'mony'",
        ),
    ],
)
def test_a_damaged_file_is_told(text, said):
    _, complaints = read_statements(text, "x.toml")
    assert any(said in each.headline.en for each in complaints)


def test_no_column_has_the_name_of_a_key_column():
    for table in load_statements():
        columns = [*(each.name for each in table.attributes), *(each.name for each in table.measures)]
        assert len(columns) == len(set(columns)), table.name
        assert set(KEY_COLUMNS).isdisjoint(columns), table.name
