"""Verbs on agencies, people, posts, stand-ins and sites. Each leaves an event in the same transaction."""

from gongkai.base.organisations.actions.agencies import create_agency, create_division, edit_agency
from gongkai.base.organisations.actions.common import UnableToAppoint
from gongkai.base.organisations.actions.people import (
    appoint,
    change_password,
    create_person,
    edit_person,
    end_post,
    set_active,
)
from gongkai.base.organisations.actions.sessions import confirm_second_factor, note_session
from gongkai.base.organisations.actions.sites import create_site, edit_site
from gongkai.base.organisations.actions.stand_ins import appoint_stand_in, end_stand_in
from gongkai.base.organisations.actions.tokens import issue_token, register_system, revoke_token

__all__ = [
    "UnableToAppoint",
    "appoint",
    "appoint_stand_in",
    "change_password",
    "confirm_second_factor",
    "create_agency",
    "create_division",
    "create_person",
    "create_site",
    "edit_agency",
    "edit_person",
    "edit_site",
    "end_post",
    "end_stand_in",
    "issue_token",
    "note_session",
    "register_system",
    "revoke_token",
    "set_active",
]
