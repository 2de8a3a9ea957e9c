from django.urls import path

from gongkai.responsive.applications.portal import account, applying, helping, record_tracking, records, tracking, verbs

app_name = "applications_portal"
urlpatterns = [
    path("apply/", applying.apply, name="apply"),
    path("apply/records/", records.ask, name="records"),
    path("apply/records/guide", records.guide, name="records-guide"),
    path("apply/matches", helping.offered, name="matches"),
    path("apply/identity", helping.identity, name="identity"),
    path("apply/account", account.account, name="account"),
    path("apply/account/leave", account.leave, name="account-leave"),
    path("apply/account/open/<str:token>", account.opened, name="account-open"),
    path("apply/account/<slug:kind>/<int:pk>", account.enter, name="account-enter"),
    path("apply/track", tracking.track, name="track"),
    path("apply/track/leave", tracking.leave, name="leave"),
    path("apply/track/letters/<int:pk>", tracking.letter, name="letter"),
    path("apply/track/receipt.pdf", tracking.receipt, name="receipt"),
    path("apply/receipt.pdf", tracking.receipt_with_secret, name="receipt-with-secret"),
    path("apply/track/given/<int:pk>", tracking.given, name="given"),
    path("apply/track/records/letters/<int:pk>", record_tracking.letter, name="record-letter"),
    path("apply/track/records/receipt.pdf", record_tracking.receipt, name="record-receipt"),
    path("apply/track/records/evidence", record_tracking.evidence, name="record-evidence"),
    path("apply/track/confirm", verbs.confirm, name="confirm"),
    path("apply/track/attach", verbs.attach, name="attach"),
    path("apply/track/contact", verbs.contact, name="contact"),
    path("apply/track/<int:position>/withdraw", verbs.withdraw, name="withdraw"),
    path("apply/track/<int:position>/supplement", verbs.supplement, name="supplement"),
    path("apply/track/<int:position>/reasons", verbs.reasons, name="reasons"),
]
