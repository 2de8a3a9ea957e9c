"""The questions about a profile as a form: what is left open is not known, and that is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from gongkai.proactive.policy.rules.conditions import Profile
from gongkai.proactive.policy.rules.facts import Fact, Sort, facts_for
from gongkai.proactive.policy.rules.profiles import NONE_OF_THESE, ProfileRefused, read

NOT_SAID = ("", "不清楚、先不填")


def field_of(fact: Fact) -> forms.Field:
    label = fact.question + (f"（{fact.unit}）" if fact.unit and fact.sort is Sort.NUMBER else "")
    if fact.sort is Sort.NUMBER:
        mode = "numeric" if fact.whole else "decimal"
        return forms.CharField(
            label=label,
            required=False,
            max_length=20,
            widget=forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"}),
        )
    if fact.sort is Sort.FLAG:
        return forms.ChoiceField(label=label, required=False, choices=[NOT_SAID, ("yes", fact.yes), ("no", fact.no)])
    if fact.sort is Sort.MANY:
        choices = [*fact.choices.items(), (NONE_OF_THESE, "都没有")]
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(label=label, required=False, choices=choices, widget=widget)
    return forms.ChoiceField(label=label, required=False, choices=[NOT_SAID, *fact.choices.items()])


class ProfileForm(forms.Form):
    """Some facts of one audience. `profile` after `is_valid`: what is known, hidden answers of before included."""

    use_required_attribute = False

    def __init__(self, audience: str, facts: Iterable[Fact], data: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(data)
        self.audience = audience
        self.profile: Profile = {}
        for fact in facts:
            self.fields[fact.key] = field_of(fact)

    def clean(self) -> dict[str, Any]:
        said = {fact.key: self.data.getlist(fact.key) for fact in facts_for(self.audience)}  # type: ignore[attr-defined]
        # What the browser's own field refused is told there already.
        said = {key: values for key, values in said.items() if key not in self.errors}
        try:
            self.profile = read(self.audience, said)
        except ProfileRefused as refusal:
            for key, sentence in refusal.faults.items():
                self.add_error(key if key in self.fields else None, sentence)
        return self.cleaned_data
