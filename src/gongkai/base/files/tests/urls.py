from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import include, path

PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>上传</title><form method="post" enctype="multipart/form-data">
<input type="hidden" name="csrfmiddlewaretoken" value="{token}">
<div data-upload="/desk/files/uploads/"><label>附件 <input type="file" name="attachment"></label>
<input type="hidden" name="attachment_id" data-upload-id><progress data-upload-progress hidden></progress>
<output data-upload-message aria-live="polite"></output></div></form>
<script type="module" src="/static/files/upload.js"></script></html>"""


def page(request):
    return HttpResponse(PAGE.format(token=get_token(request)))


urlpatterns = [path("page/", page), path("desk/files/", include("gongkai.base.files.desk.urls"))]
