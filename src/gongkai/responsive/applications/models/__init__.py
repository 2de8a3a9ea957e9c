"""What is kept of applications. Only actions change these rows."""

from gongkai.responsive.applications.models.account import AccountLink
from gongkai.responsive.applications.models.after import AnswerOrder, Bulletin, Challenge, Conversion
from gongkai.responsive.applications.models.cases import Application, Step, Submission
from gongkai.responsive.applications.models.drafts import Draft
from gongkai.responsive.applications.models.inquiries import Counsel, Extension, Inquiry, ReasonRequest
from gongkai.responsive.applications.models.keeping import Keeping
from gongkai.responsive.applications.models.mails import LetterMail
from gongkai.responsive.applications.models.parts import ContactNote, Link, Meeting, Opinion, Search, Supplement
from gongkai.responsive.applications.models.people import Applicant, Material
from gongkai.responsive.applications.models.points import Point, Shift, Training
from gongkai.responsive.applications.models.records import RecordMaterial, RecordRequest
from gongkai.responsive.applications.models.replies import Decision, Fee, Given, Payment

__all__ = [
    "AccountLink",
    "AnswerOrder",
    "Applicant",
    "Application",
    "Bulletin",
    "Challenge",
    "ContactNote",
    "Conversion",
    "Counsel",
    "Decision",
    "Draft",
    "Extension",
    "Fee",
    "Given",
    "Inquiry",
    "Keeping",
    "LetterMail",
    "Link",
    "Material",
    "Meeting",
    "Opinion",
    "Payment",
    "Point",
    "ReasonRequest",
    "RecordMaterial",
    "RecordRequest",
    "Search",
    "Shift",
    "Step",
    "Submission",
    "Supplement",
    "Training",
]
