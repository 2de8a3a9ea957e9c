"""Columns for personal data: `SealedText` is plain text in Python and a sealed token in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.expressions import Combinable
from django.db.models.lookups import IsNull

from gongkai.base.vault import keys
from gongkai.base.vault.rules import LookupRefused, Unreadable, is_token, seal, unseal
from gongkai.base.vault.walking import FINGERPRINT, SEALED, as_stored

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    _Text = models.TextField[str | Combinable, str]
    _Chars = models.CharField[str | Combinable, str]
else:
    _Text, _Chars = models.TextField, models.CharField

__all__ = ["Fingerprint", "SealedText", "SearchRefused", "as_stored"]
FINGERPRINT_LENGTH = 64


class SearchRefused(LookupRefused, FieldError):
    """A query asked for the content of a sealed column."""


def _quiet(self: Any) -> str:
    """What logs and error pages see of a row with personal data: never its `__str__`."""
    return f"<{type(self).__name__}: {self.pk}>"


class SealedText(_Text):
    """Text sealed under the vault's key and bound to app.model.field; an empty string stays empty.

    Only `isnull` can be asked; for equality keep a `Fingerprint` beside it. `context` pins the place after a column was
    renamed (give the old "app.model.field"). Reading raises Unreadable or KeyMissing. Not for tables that triggers guard
    against UPDATE: changing keys writes every value anew.
    """

    description = "Sealed text"
    vault = SEALED

    def __init__(self, *args: Any, context: str = "", **kwargs: Any) -> None:
        self._context = context
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self._context:
            kwargs["context"] = self._context
        return name, path, args, kwargs

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        cls.__repr__ = _quiet  # type: ignore[method-assign]  # that is the point

    @property
    def context(self) -> str:
        return self._context or f"{self.model._meta.label_lower}.{self.name}"

    def _sealed(self, value: Any) -> Any:
        if value is None or value == "":
            return value
        return seal(str(value).encode(), key=keys.ring().current, context=self.context)

    def opened(self, token: str) -> str:
        """Return what a token of this column holds. Raises Unreadable or KeyMissing."""
        try:
            return unseal(token, keys.ring().keys, self.context).decode()
        except Unreadable as error:
            raise Unreadable(f"{self.context}：{error}") from error

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return self.opened(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return str(value)

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:  # noqa: ARG002 - Django's signature
        if hasattr(value, "as_sql"):
            return value
        return self._sealed(self.get_prep_value(value))

    def to_python(self, value: Any) -> Any:
        """Read what `dumpdata` wrote; forms and `full_clean` do not come this way (see `clean`)."""
        if isinstance(value, str) and is_token(value):
            return self.opened(value)
        return super().to_python(value)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        text = value if value is None else str(value)  # what a person typed is never opened, whatever it looks like
        self.validate(text, model_instance)
        self.run_validators(text)
        return text

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(self._sealed(value))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return IsNull
        raise SearchRefused(
            f"{self.context} 已加密，不能按内容查找或比较；请用指纹列（vault.queries.fingerprint_of）。"
        )

    def get_transform(self, lookup_name: str) -> Any:
        raise SearchRefused(f"{self.context} 已加密，不能在数据库里加工（{lookup_name}）。")


class Fingerprint(_Chars):
    """A column for `queries.fingerprint_of`: equality and frequency without opening anything."""

    description = "Fingerprint of sealed text"
    vault = FINGERPRINT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        usual: dict[str, Any] = {"max_length": FINGERPRINT_LENGTH, "blank": True, "default": "", "db_index": True}
        super().__init__(*args, **(usual | kwargs))
