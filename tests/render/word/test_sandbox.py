"""The language of templates: fields, loops and choices, and nothing that runs or hangs."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from pmf_cli.errors import UsageError
from pmf_cli.render.word.sandbox import TemplateLanguage


@pytest.mark.parametrize(
    "payload",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ lipsum.__globals__ }}",
        "{% for x in range(1000000000) %}{% endfor %}",
        "{{ 'a' * 10**10 }}",
        "{{ '%1000000000d'|format(1) }}",
        "{{ ('{0.__class__}').format(1) }}",
        "{{ x|attr('__class__') }}",
        "{% include '/etc/hostname' %}",
        "{{ x.append(1) }}",
        "{% set y = 1 %}",
        "{% macro f() %}{% endmacro %}",
        "{% for a in x %}{% for b in x %}{% endfor %}{% endfor %}",
        "{% for a in x %}{% for b in 'aaaaaaaaaa' %}{% endfor %}{% endfor %}",
        "{% for a in x %}{% for b in a %}{% for c in a %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in x %}{% for b in a %}{% for c in b %}{% for d in c %}{% for e in d %}"
        "{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
    ],
)
def test_payloads_are_refused_before_they_run(payload: str) -> None:
    """Each ends in a sentence that says what templates may do."""
    with pytest.raises(UsageError) as caught:
        TemplateLanguage().from_string(payload).render(x=[1, 2])
    assert "template" in caught.value.message


def test_loops_choices_and_fields_work_and_text_is_escaped() -> None:
    """What papers need is there; data is data."""
    made = TemplateLanguage().from_string(
        '{% for x in xs %}{% if x.kind == "a" and not x.b %}{{ x.text }};{% else %}-{% endif %}{% endfor %}'
    )
    xs = [{"kind": "a", "b": "", "text": "R&D {{7*7}} <5"}, {"kind": "c", "b": "", "text": ""}]
    assert made.render(xs=xs) == "R&amp;D {{7*7}} &lt;5;-"


def test_loops_go_into_what_the_outer_loop_goes_over() -> None:
    """Sections hold blocks, blocks hold rows; each level may be walked once more."""
    made = TemplateLanguage().from_string(
        "{% for a in xs %}{% for b, c in a.parts %}{% for d in c %}{{ d }}{% endfor %}{% endfor %}{% endfor %}"
    )
    assert made.render(xs=[{"parts": [("b", "cd"), ("e", "fg")]}]) == "cdfg"


def test_an_unknown_name_is_an_error() -> None:
    """A misspelt field does not print as nothing."""
    with pytest.raises(UndefinedError):
        TemplateLanguage().from_string("{{ x.nothing }}").render(x={})
