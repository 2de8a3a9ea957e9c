from django.urls import path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.oversight.annual_report.desk import collecting, editing, listed, looking, registers, report, second
from gongkai.oversight.annual_report.permissions import may_read

app_name = "annual_report"
urlpatterns = [
    path("", listed.listed, name="listed"),
    path("figures/", looking.figures, name="figures"),
    path("check/", looking.check, name="check"),
    path("collect/", collecting.collect, name="collect"),
    *registers.PATTERNS,
    path("<int:year>/<slug:code>/", report.detail, name="report"),
    path("<int:year>/<slug:code>/text/", editing.text, name="text"),
    path("<int:year>/<slug:code>/table-2/", second.second, name="second"),
    path("<int:year>/<slug:code>/cases/<str:table>/<str:row>/<str:column>/", looking.cases, name="cases"),
    path("<int:year>/<slug:code>/export.<str:kind>", report.export, name="export"),
    path("<int:year>/<slug:code>/do/<str:verb>/", report.do, name="do"),
]

navigation(Entry("reports", "年度报告", "annual_report:listed", 610, visible=may_read))
