"""Small pieces of Word parts say what they were given."""

import pytest

from pmf_cli.render.word.markup import attribute, parsed, w


@pytest.mark.parametrize("said", ['5" of rain', "children's", "\"a\" & 'b'", "<5", "a\tb", "a\rb"])
def test_a_value_between_quotation_marks_is_read_as_it_was_given(said):
    assert parsed(f"<w:caption w:val={attribute(said)}/>").get(w("val")) == said
