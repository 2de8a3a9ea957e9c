from gongkai.base.organisations.officer import (
    OfficerRequest,
    desk_page,
    officer_required,
)  # moved: import it from organisations.officer

__all__ = ["OfficerRequest", "desk_page", "officer_required"]
