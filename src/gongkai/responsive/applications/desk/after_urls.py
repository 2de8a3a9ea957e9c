"""The addresses of what follows an answer; they stand among those of the register."""

from django.urls import path

from gongkai.responsive.applications.desk import (
    archive,
    bulletins,
    challenges,
    conversions,
    fees,
    figures,
    frequency,
    hot,
    parties,
)

after_patterns = [
    path("conversions/", conversions.listed, name="conversions"),
    path("conversions/export.csv", conversions.export, name="conversions-export"),
    path("conversions/<int:pk>/settle/", conversions.settle, name="conversion-settle"),
    path("conversions/<int:pk>/reopen/", conversions.reopen, name="conversion-reopen"),
    path("conversions/<int:pk>/draft/", conversions.draft, name="conversion-draft"),
    path("challenges/", challenges.listed, name="challenges"),
    path("challenges/export.csv", challenges.export, name="challenges-export"),
    path("challenges/new/", challenges.new, name="challenge-new"),
    path("challenges/figures/", figures.shown, name="figures"),
    path("challenges/figures/export.csv", figures.export, name="figures-export"),
    path("challenges/<int:pk>/", challenges.detail, name="challenge"),
    path("challenges/<int:pk>/do/<str:verb>/", challenges.do, name="challenge-do"),
    path("challenges/<int:pk>/look/", challenges.look, name="challenge-look"),
    path("fees/", fees.ledger, name="fees"),
    path("fees/export.csv", fees.export, name="fees-export"),
    path("bulletins/", bulletins.listed, name="bulletins"),
    path("bulletins/new/", bulletins.new, name="bulletin-new"),
    path("bulletins/<int:pk>/", bulletins.shown, name="bulletin"),
    path("hot/", hot.shown, name="hot"),
    path("hot/export.csv", hot.export, name="hot-export"),
    path("<int:pk>/frequency/", frequency.shown, name="frequency"),
    path("<int:pk>/frequency/export.csv", frequency.export, name="frequency-export"),
    path("<int:pk>/parties/", parties.parties, name="parties"),
    path("<int:pk>/parties/<str:verb>/", parties.change, name="parties-change"),
    path("<int:pk>/correct/", parties.correct, name="correct"),
    path("<int:pk>/archive/", archive.archive, name="archive"),
]
