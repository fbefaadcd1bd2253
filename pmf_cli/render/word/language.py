"""The language of a paper, whatever the setting of the program that its template was made in."""

from __future__ import annotations

from pmf_cli.render.accessibility import ALLOWED_LANGUAGES, LANGUAGE
from pmf_cli.render.word.markup import Element, parsed, text_under, w


def speak_english(styles: Element) -> None:
    """Marks what is written in the styles of a template as English of Great Britain, Welsh left as it is.

    A passage that the template's own words mark as another language keeps its mark.
    """
    defaults = styles.find(w("docDefaults"))
    if defaults is None:
        defaults = parsed("<w:docDefaults/>")
        styles.insert(0, defaults)
    holder = defaults
    for name in ("rPrDefault", "rPr", "lang"):
        found = holder.find(w(name))
        if found is None:
            found = parsed(f"<w:{name}/>")
            holder.insert(0 if name == "rPrDefault" else len(holder), found)
        holder = found
    holder.set(w("val"), LANGUAGE)
    for language in styles.iter(w("lang")):
        if language.get(w("val")) not in (None, *ALLOWED_LANGUAGES):
            language.set(w("val"), LANGUAGE)


def let_fields_speak_english(body: Element) -> None:
    """Takes the mark of a language off the paragraphs of a template in which the paper's own words are printed.

    Word marks what somebody types, braces too, as the language of the keyboard.
    """
    for language in list(body.iter(w("lang"))):
        paragraph = next(language.iterancestors(w("p")), None)
        if paragraph is not None and "{" in text_under(paragraph):
            language.getparent().remove(language)
