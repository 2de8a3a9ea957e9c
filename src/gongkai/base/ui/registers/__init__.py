"""Registers: a list with search, filters, order, export, import, saved views and history, declared in a few lines.

    TRAINING = Register(
        name="training",
        title="培训登记",
        noun="培训",
        queryset=lambda request: queries.trainings(agency=request.user.agency),
        columns=[
            Column("title", "名称", sortable=True),
            Column("agency.name", "组织单位", sortable=True),
            Column("held_on", "日期", sortable=True),
            Column("people", "人数", right=True),
        ],
        search=["title", "teacher"],
        filters=["agency", "kind"],                      # or a django_filters.FilterSet class
        bulk=[BulkAction("archive", "归档", run=archive_them, confirm="归档后不再列出，确定吗？")],
        importing=ImportPlan(form=TrainingRow, save=save_row),
        form=TrainingForm, save=save_training,           # gives 登记 and 修改
        history=queries.history_of,                      # entry -> [{at, who, what, changes}]
        may=permissions.may,                             # (request, verb, entry or None) -> bool
    )
    urlpatterns = [path("training/", include(TRAINING.urls()))]

Names: training:list, :entry (pk), :add, :edit (pk), :export (csv or xlsx), :import, :template, :bulk, :save-view, :drop-view (pk).
Verbs asked of `may`: view, add, change, export, import, bulk.<name>.
"""

from gongkai.base.ui.registers.declaration import BulkAction, Column, ImportPlan, Register

__all__ = ["BulkAction", "Column", "ImportPlan", "Register"]
