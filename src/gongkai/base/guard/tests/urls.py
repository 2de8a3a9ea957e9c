"""A form such as other packages have: the guard below its field, what was typed comes back."""

from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

from gongkai.base.guard import actions, queries

PAGE = Template(
    """{% extends "ui/base.html" %}{% load ui %}{% block title %}申请{% endblock %}
{% block body %}<main class="wrap section"><form method="post" class="stack">{% csrf_token %}
<div class="field"><label for="what">内容</label><input class="control" id="what" name="what" value="{{ what }}"></div>
{% include "guard/_challenge.html" with guard=guard error=error only %}
<div class="row"><button class="btn primary" name="verb" value="send">提交</button></div></form></main>{% endblock %}"""
)


def page(request: HttpRequest) -> HttpResponse:
    error = ""
    if request.method == "POST":
        try:
            actions.check(request, "apply")
        except actions.GuardRefused as refused:
            error = str(refused)
        else:
            way = "work" if request.POST.get("guard_proof") else "question"
            return HttpResponse(f"passed by {way}: {request.POST['what']} {request.POST.get('verb')}")
    context = {"guard": queries.challenge("apply"), "error": error, "what": request.POST.get("what", "")}
    return HttpResponse(PAGE.render(RequestContext(request, context)))


urlpatterns = [path("form/", page), path("guard/", include("gongkai.base.guard.portal.urls"))]
