from django.urls import path

from gongkai.responsive.applications.portal import applying, tracking, verbs

app_name = "applications_portal"
urlpatterns = [
    path("apply/", applying.apply, name="apply"),
    path("apply/matches", applying.offered, name="matches"),
    path("apply/identity", applying.identity, name="identity"),
    path("apply/track", tracking.track, name="track"),
    path("apply/track/leave", tracking.leave, name="leave"),
    path("apply/track/letters/<int:pk>", tracking.letter, name="letter"),
    path("apply/track/given/<int:pk>", tracking.given, name="given"),
    path("apply/track/confirm", verbs.confirm, name="confirm"),
    path("apply/track/attach", verbs.attach, name="attach"),
    path("apply/track/contact", verbs.contact, name="contact"),
    path("apply/track/<int:position>/withdraw", verbs.withdraw, name="withdraw"),
    path("apply/track/<int:position>/supplement", verbs.supplement, name="supplement"),
    path("apply/track/<int:position>/reasons", verbs.reasons, name="reasons"),
]
