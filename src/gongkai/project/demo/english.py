"""The English of the city: names of all its agencies and columns, and English versions of a few documents.

All by the real verbs: the site's editor writes, the openness officer checks, the secrecy reviewer clears. Two documents are
translated in full, the others have a title and a summary.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from gongkai.base.organisations.models import Site
from gongkai.base.organisations.queries import the_system
from gongkai.doors.site import actions
from gongkai.doors.site.queries import edition_of
from gongkai.engine.publishing.models import Column
from gongkai.engine.publishing.queries import public_releases
from gongkai.project.demo import days
from gongkai.project.demo.founding import City
from gongkai.project.demo.lives import Step
from gongkai.project.demo.showcase import NOTHING_FOUND

HOURS = "Working days 9:00–12:00 and 13:30–17:30"
CITY = "Yunchuan"
# code: name, short name, street, what it does
AGENCIES: dict[str, tuple[str, str, str, str]] = {
    "yc-gov": ("Yunchuan Municipal People’s Government", "Municipal Government", "1 Mingde Road, Linjiang District", "Carries out the decisions of superior authorities and of the municipal people’s congress, and administers economy, education, science, culture, health, construction, finance, civil affairs and public security in the city."),
    "yc-office": ("General Office of Yunchuan Municipal People’s Government", "Government Office", "1 Mingde Road, Linjiang District", "Assists the leaders of the municipal government, is in charge of open government in the whole city, and runs the government gazette and the government websites."),
    "yc-fgw": ("Yunchuan Development and Reform Commission", "Development and Reform Commission", "18 Jiangcheng Avenue, Linjiang District", "Draws up the plans of economic and social development, and administers government investment and the prices of important goods and services."),
    "yc-jyj": ("Yunchuan Education Bureau", "Education Bureau", "36 Shuyuan Street, Linjiang District", "Administers schools of every kind and level, admissions, and after-school training."),
    "yc-gaj": ("Yunchuan Public Security Bureau", "Public Security Bureau", "9 Anmin Road, Yunling District", "Maintains public order, and administers household registration, residence permits, road traffic and dangerous goods."),
    "yc-mzj": ("Yunchuan Civil Affairs Bureau", "Civil Affairs Bureau", "52 Renhe Road, Linjiang District", "Responsible for minimum living allowances, temporary relief, care for the elderly, child welfare and social organisations."),
    "yc-czj": ("Yunchuan Finance Bureau", "Finance Bureau", "20 Jiangcheng Avenue, Linjiang District", "Prepares and carries out the annual budget, and administers the treasury, government procurement and government debt."),
    "yc-rsj": ("Yunchuan Human Resources and Social Security Bureau", "Human Resources and Social Security Bureau", "77 Tongxin Road, Yunling District", "Responsible for employment, social insurance, talent programmes, labour inspection and the personnel of public institutions."),
    "yc-zrzy": ("Yunchuan Natural Resources and Planning Bureau", "Natural Resources and Planning Bureau", "15 Qingshan Road, Yunling District", "Administers natural resources, spatial planning, the supply of land and the registration of immovable property."),
    "yc-sthj": ("Yunchuan Ecology and Environment Bureau", "Environment Bureau", "6 Bishui Road, Yunling District", "Supervises the prevention of air, water, soil and noise pollution, and publishes environmental data."),
    "yc-zjj": ("Yunchuan Housing and Urban-Rural Development Bureau", "Housing Bureau", "28 Anju Road, Linjiang District", "Responsible for housing assistance, the property market, urban renewal, expropriation of buildings, and the safety of construction."),
    "yc-jtj": ("Yunchuan Transport Bureau", "Transport Bureau", "101 Tongda Road, Linjiang District", "Administers road transport, public transport, taxis and rental bicycles."),
    "yc-nyj": ("Yunchuan Agriculture and Rural Affairs Bureau", "Agriculture Bureau", "33 Fengdeng Road, Yunling District", "Responsible for farmland, the safety of farm produce, animal health and fisheries."),
    "yc-wjw": ("Yunchuan Health Commission", "Health Commission", "12 Kangning Road, Linjiang District", "Responsible for medical services, disease control, childcare services and health in old age."),
    "yc-yjj": ("Yunchuan Emergency Management Bureau", "Emergency Management Bureau", "3 Ping’an Road, Yunling District", "Responsible for work safety, flood control and drought relief, emergency shelters and the investigation of accidents."),
    "yc-scjg": ("Yunchuan Market Regulation Bureau", "Market Regulation Bureau", "60 Chengxin Road, Linjiang District", "Responsible for food safety, special equipment, consumer protection and the registration of businesses."),
    "linjiang": ("Linjiang District People’s Government", "Linjiang District", "8 Fuqian Road, Linjiang District", "Administers Linjiang District."),
    "yunling": ("Yunling District People’s Government", "Yunling District", "2 Zhongshan Road, Yunling District", "Administers Yunling District."),
    "chuanbei": ("Chuanbei District People’s Government", "Chuanbei District", "1 Xindu Avenue, Chuanbei District", "Administers Chuanbei District."),
    "linjiang-mingde": ("Mingde Road Sub-district Office", "Mingde Road", "88 Mingde Road, Linjiang District", "Public services, administration and safety in the sub-district, as entrusted by Linjiang District."),
    "linjiang-nanmen": ("Nanmen Sub-district Office", "Nanmen", "40 Nanmenwai Street, Linjiang District", "Public services, administration and safety in the sub-district, as entrusted by Linjiang District."),
    "yunling-qingshi": ("Qingshi Sub-district Office", "Qingshi", "11 Qingshiqiao Road, Yunling District", "Public services, administration and safety in the sub-district, as entrusted by Yunling District."),
    "yunling-songlin": ("Songlin Sub-district Office", "Songlin", "5 Songtao Road, Yunling District", "Public services, administration and safety in the sub-district, as entrusted by Yunling District."),
    "chuanbei-heping": ("Heping Sub-district Office", "Heping", "16 Heping Road, Chuanbei District", "Public services, administration and safety in the sub-district, as entrusted by Chuanbei District."),
    "chuanbei-xinqiao": ("Xinqiao Sub-district Office", "Xinqiao", "7 Xinqiao North Road, Chuanbei District", "Public services, administration and safety in the sub-district, as entrusted by Chuanbei District."),
}  # fmt: skip
SITES = {
    "open.yunchuan.example": ("Yunchuan Open Government", "Openness is the rule, secrecy the exception"),
    "linjiang.yunchuan.example": ("Linjiang District Open Government", "What the district does, on the record"),
    "zjj.yunchuan.example": (
        "Yunchuan Housing and Urban-Rural Development",
        "Housing for all, every step on the record",
    ),
}
# By the column's address, which means the same on every site.
COLUMNS: dict[str, tuple[str, str]] = {
    "policies": ("Policy documents", "Policy documents issued by city and district agencies"),
    "normative": ("Normative documents", "Administrative normative documents in force, repealed and expired"),
    "gov-docs": ("Documents of the Municipal Government", ""),
    "office-docs": ("Documents of the Government Office", ""),
    "department-docs": ("Documents of departments", "Documents issued by the departments of the city"),
    "district-docs": ("Documents of districts and sub-districts", ""),
    "guide": ("Guide to open government information", "Where to look, how to apply and what it costs"),
    "system": ("Rules of open government information", "Rules on disclosure, review and applications"),
    "content": ("Information disclosed by law", "What agencies must publish on their own initiative"),
    "annual-reports": ("Annual reports", "Annual reports on open government information work"),
    "plans": ("Plans and programmes", "Economic and social development plans, special plans and annual plans"),
    "budgets": ("Budgets and final accounts", "Budgets, final accounts and how they were carried out"),
    "notices": ("Notices", "Notices and announcements to the public"),
    "personnel": ("Personnel", "Appointments, recruitment and commendations"),
    "emergency": ("Emergency management", "Contingency plans, warnings and emergency response"),
    "openness": ("Open government", "Guide, rules, information disclosed by law, and annual reports"),
    "organisation": ("Organisation", "Functions, leaders, offices and contacts"),
    "regulations": ("Laws and policies", "Regulations, rules and normative documents"),
    "guides": ("Guides to services", "Conditions, papers, time limits and places"),
    "management": ("Administration", "Inspections, penalties, permits and other administrative information"),
    "forms": ("Forms", "Forms for applications and services"),
}


@dataclass(frozen=True)
class Version:
    """One document in English; without `body` it is title and summary."""

    doc_number: str
    title: str
    summary: str
    body: str = ""


VERSIONS: tuple[Version, ...] = (
    Version(
        "云川政办规〔2026〕5号",
        "Notice on Issuing the Measures of Yunchuan for Rental Subsidies to New Residents (Trial)",
        "New residents with steady work in the city and no home of their own can claim a rental subsidy of up to 600 yuan a month for a household, for 36 months in all. Applications are made online and decided within ten working days.",
    ),
    Version(
        "云川政办规〔2026〕7号",
        "Notice on Issuing the Measures of Yunchuan for Adding Lifts to Existing Residential Buildings",
        "How owners vote, how plans are examined jointly, how lifts are built, accepted, run and maintained, and how they are subsidised: by number of storeys, at most 200,000 yuan for a lift.",
    ),
    Version(
        "云川教发〔2026〕19号",
        "Notice on Admissions to Primary and Junior Secondary Schools in 2026",
        "School zones, dates of registration, papers needed, and admission of children who move with their working parents. Private schools with more applicants than places admit by computer lottery.",
    ),
    Version(
        "云川发改发〔2024〕61号",
        "Notice on Issuing the Layout Plan for Electric Vehicle Charging in Yunchuan (2024–2027)",
        "By 2027 the city is to have 18,000 public charging points and 60 super-charging stations, with a public charger within one kilometre everywhere in the urban area.",
    ),
    Version(
        "云川农发〔2026〕5号",
        "Public Notice on the Closed Fishing Season of 2026 on the Yunchuan Section of the Yun River",
        "From 1 March 2026, 0:00, to 30 June 2026, 24:00, all fishing is forbidden on the main stream of the Yun River in Yunchuan and on two tributaries; angling for leisure is limited to one person, one rod and one hook.",
        "<p>To protect the breeding of aquatic life and the growth of young fish, and in accordance with the Fisheries Law of the People’s Republic of China and other provisions, notice is hereby given of the following concerning the closed fishing season of 2026 on the Yunchuan section of the Yun River:</p>"
        "<p>1. Closed season. From 0:00 on 1 March 2026 to 24:00 on 30 June 2026.</p>"
        "<p>2. Waters. The main stream of the Yun River in Yunchuan (from the mouth of the Yunling Gorge to the downstream city boundary in Linjiang District, 61 kilometres long), the whole of its tributaries Qingshi River and Bei Creek, and the lakes and inlets connected with them. Reserves of aquatic germplasm are closed throughout the year.</p>"
        "<p>3. Forbidden acts. During the closed season all fishing other than angling for leisure is forbidden, as are the purchase, processing and sale of unlawful catches. Fishing vessels are to be laid up in port, and the sub-districts keep a register of them.</p>"
        "<p>4. Angling. Angling from the bank with one rod, one line and one hook for each person is allowed. Boats, underwater viewing and snagging devices, and bait containing toxic or harmful substances may not be used. The catch of one day may not exceed 2.5 kilograms, and young fish are to be released.</p>"
        "<p>5. Whoever needs to fish for research, breeding or other special purposes is to apply, according to law, for a special fishing permit.</p>"
        "<p>6. Violations of this notice are dealt with by the fisheries enforcement authorities according to law; where a crime is constituted, criminal liability is pursued. To report a violation, call 12345.</p>"
        "<p>The public is hereby notified.</p>",
    ),
    Version(
        "云川公通〔2026〕58号",
        "Public Notice on Temporary Traffic Control during the 2026 Yunchuan Half Marathon",
        "On 25 October, from 5:00 to 11:30, Yanjiang Avenue and other roads are closed to traffic in sections.",
        "<p>The 2026 Yunchuan Half Marathon starts at 7:30 on Sunday, 25 October, on Mingde Square in Linjiang District. To keep the event safe, it has been decided, in accordance with the Road Traffic Safety Law of the People’s Republic of China, to take the following temporary measures of traffic control:</p>"
        "<p>1. From 5:00 to 8:30 on 25 October, Mingde Road and East Square Street around Mingde Square are closed to motor vehicles and non-motor vehicles.</p>"
        "<p>2. From 6:30 to 11:30 on 25 October, Yanjiang Avenue (from Mingde Bridge to Liupu Bridge), Binhu Road and Yunling Avenue (from Qingshi Bridge to the Songtao interchange) are closed to motor vehicles; pedestrians and non-motor vehicles may use the side lanes. The control ends section by section as the runners pass; the first sections are expected to reopen from 9:30.</p>"
        "<p>3. From 20:00 on 24 October to 11:30 on 25 October, no vehicle may be parked on either side of these roads. Owners are asked to move their vehicles in time; vehicles that remain will be moved, according to law, to designated car parks.</p>"
        "<p>4. During the control, bus lines 2, 7, 18 and 35 are diverted, and more trains run at the metro stations Mingde and Liupu. Ambulances, fire engines and other emergency vehicles are not restricted.</p>"
        "<p>5. If the race is rescheduled because of weather or for other reasons, the measures change accordingly, and a further notice will be given. Residents along the course who have real difficulty in travelling may call 110 or 12345.</p>",
    ),
)  # fmt: skip


def steps(city: City, end: dt.date) -> list[Step]:
    """Return what the editors did in English in the last days of the story."""
    return [
        (days.at(days.back(end, 2), "english-names"), lambda: _names(city)),
        (days.at(end, "english"), lambda: _versions(city)),
    ]


def _names(city: City) -> None:
    editor = city.who("yc-gov", "site_editor")
    for site in Site.objects.select_related("agency"):
        has_editor = (site.agency.code, "site_editor") in city.holders
        by = city.who(site.agency.code, "site_editor") if has_editor else the_system("demo")
        name, about = SITES[site.host]
        actions.name_in_english(target=site, facts={"name": name, "about": about}, by=by)
        for column in Column.objects.filter(site=site).select_related("site__agency"):
            name, about = COLUMNS[column.slug]
            actions.name_in_english(target=column, facts={"name": name, "about": about}, by=by)
    for code, agency in city.agencies.items():
        name, short, street, duties = AGENCIES[code]
        facts = {
            "name": name, "short_name": short, "about": duties, "address": f"{street}, {CITY}", "office_hours": HOURS,
        }  # fmt: skip
        actions.name_in_english(target=agency, facts=facts, by=editor)


def _versions(city: City) -> None:
    editor, officer = city.who("yc-gov", "site_editor"), city.who("yc-gov", "openness_officer")
    secrecy = city.who("yc-gov", "secrecy_reviewer")
    for version in VERSIONS:
        rows = public_releases().filter(kind="document", doc_number=version.doc_number)
        source = rows.select_related("edition").first()
        if source is None:
            continue  # a smaller city has fewer documents
        made = actions.create_translation(agency=city.agencies["yc-gov"], source=source, title=version.title, by=editor)
        actions.edit_translation(
            translation=made, version=edition_of(made).version, title=version.title,
            level="full" if version.body else "summary", summary=version.summary, body=version.body,
            of_edition=source.edition.number, by=editor,
        )  # fmt: skip
        made.refresh_from_db()
        actions.submit(piece=made, by=editor)
        actions.approve(piece=made, step="check", by=officer, opinion="译文与公开的中文一致。")
        actions.approve(piece=made, step="secrecy", by=secrecy, opinion="未发现涉密和敏感内容。", checks=NOTHING_FOUND)
        actions.publish(piece=made, by=officer)
