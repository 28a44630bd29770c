"""The seeds of 2020 state the report's plan: all of it, and nothing that it does not say.

The tables here were drawn up from the report, apart from the seeds.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from django.conf import settings
from django.db import transaction

from glossary.models import Term
from guanhu.seeds.folder import read_seeds
from guanhu.seeds.loader import load
from guanhu.seeds.rows import Seeds, TargetRow, TaskRow
from indicators.models import Indicator, Reading, Target
from tasks import log
from tasks.models import Measure, Pillar, Problem, Task, TaskTarget, Unit
from tasks.states import Kind, State, TaskRole, UnitKind

pytestmark = pytest.mark.django_db

FIGURES = [
    # pillar, comparator, value, unit: every quantified commitment of part three, in its order
    (1, "=", "166", "个"),  # 园区现状梳理
    (2, "=", "3", "条"),  # 道路前期工作
    (2, "=", "8", "个"),  # 征地拆迁项目
    (2, ">=", "28", "公顷"),  # 土地整备入库
    (2, "=", "5", "个"),  # 利益统筹项目
    (2, "=", "11", "个"),  # 城市更新项目落地
    (2, "<=", "0", "平方米"),  # 零增量
    (2, ">=", "100", "%"),  # 减存量考核任务
    (2, "=", "100", "%"),  # 雨污分流管网等全覆盖
    (2, "<", "26.5", "微克/立方米"),  # PM2.5
    (3, "=", "41", "个"),  # 城中村差异化治理
    (3, "=", "100", "%"),  # 物管进村全覆盖
    (3, "=", "2", "个"),  # 花漾街区
    (3, "=", "3", "个"),  # 街心公园
    (3, "=", "26", "条"),  # 路长制
    (3, "=", "5", "个"),  # 街头小型公厕
    (3, "=", "2", "个"),  # 新建垃圾中转站
    (3, "=", "21", "个"),  # 整治垃圾中转站
    (4, "=", "2", "个"),  # 管理薄弱片区
    (4, "=", "7", "个"),  # 星级安全文明小区
    (4, "=", "4", "宗"),  # 信访积案
    (4, "=", "100", "%"),  # 出租屋分类分级管理全覆盖
    (4, "<=", "0.5", "小时"),  # 半小时公共法律服务圈
    (4, "=", "2", "个"),  # 政协联络站
    (5, "=", "95", "套"),  # 健身路径
    (5, "=", "10", "片"),  # 体育场地
    (5, "=", "100", "场"),  # 文化活动
    (5, "=", "14", "项"),  # 区民生实事
    (5, "=", "21", "所"),  # 公办幼儿园
    (6, "=", "100", "%"),  # 住宅物业小区党组织全覆盖
]

MILESTONES = [
    # pillar, what, must have come to
    (1, "汇川技术", "建成投产"),
    (1, "华润三九(二期)", "建成投产"),
    (1, "联得自动化", "建成投产"),
    (1, "普门科技", "建成投产"),
    (1, "招商队伍", "组建"),
    (1, "产业空间优化拓展计划", "制定"),
    (1, "全域产业地图", "建立"),
    (1, "产业用房信息平台", "建立"),
    (1, "荷叶榕夜间经济核心区项目", "落地"),
    (2, "深广中轴城际线", "设站"),
    (2, "轨道4号线观湖段", "通车"),
    (2, "观盛二路", "开工"),
    (2, "新田片区路网整治", "完成"),
    (2, "上围艺术村等片区交通微循环", "打通"),
    (2, "新田停车场综合楼", "开工"),
    (2, "田寮立体停车场", "开工"),
    (2, "立体巡查防控体系", "建立"),
    (2, "六连冠", "实现"),
    (3, "科技馆", "动工"),
    (3, "文化馆", "动工"),
    (3, "图书馆", "动工"),
    (3, "大剧院", "动工"),
    (3, "蜘蛛网式架空线", "全面消除"),
    (3, "石皮山竹文化国家级主题公园", "开工"),
    (3, "樟坑径郊野公园", "开工"),
    (3, "樟坑径城市公园(二期)", "开工"),
    (3, "白鸽湖后山公园", "开工"),
    (3, "城市环境负面清单", "建立"),
    (5, "龙舟文化艺术节", "举办"),
    (5, "网球业余公开赛", "举办"),
    (5, "馆藏作品图录", "制作"),
    (5, "便民地图", "编制"),
    (5, "文化服务清单", "编制"),
    (5, "民生微实事", "完成"),
    (5, "区综合医院", "建成落地"),
    (5, "观湖小学", "建成落地"),
    (5, "澜兴学校", "建成落地"),
    (5, "脱贫攻坚任务", "完成"),
    (6, "负面清单", "实施"),
    (6, "三年总评", "完成"),
]

STAGED_FIGURES = [
    (2, "3", "完成前期工作"),
    (2, "11", "落地"),
    (4, "2", "完成整治"),
    (5, "14", "完成"),
    (5, "21", "建成落地"),
]
"""Counts of things that must each have come to something."""

BASELINES = {
    # what 2019 reached, where 2020 aims at the same figure or the dashboard shows the trend
    "pm25": ("23.9", "微克/立方米"),
    "land-storage": ("34.9", "万平方米"),
    "expropriation-projects": ("10", "个"),
    "flower-blocks": ("3", "个"),
    "street-gardens": ("5", "个"),
    "livelihood-projects": ("11", "项"),
    "public-kindergartens": ("3", "所"),
    "industrial-output": ("356.65", "亿元"),
    "industrial-added-value": ("81.26", "亿元"),
    "fixed-investment": ("116.6", "亿元"),
    "retail-sales": ("27.92", "亿元"),
    "industrial-firms": ("227", "家"),
    "hitech-firms": ("242", "家"),
    "illegal-buildings-cleared": ("64.31", "万平方米"),
    "sponge-city": ("69.4", "万平方米"),
    "fires-change": ("-4.8", "%"),
}

COMMUNITIES = {"观城社区", "鹭湖社区", "润城社区", "松元厦社区", "新田社区", "樟坑径社区"}
NAMED_BY_THE_REPORT = {"安监办", "纪工委", "城管执法队", "观湖交警中队", "街道综治中心", "退役军人服务站"}
RESTRICTED = ["扫黑除恶", "反恐防暴", "信访积案", "舆情", "审计监督", "一案双查", "监督执纪"]
ONLY_NAMES = [
    "三大产业集群",
    "三大商圈",
    "500强",
    "十大专项行动",
    "八大行动",
    "三化四有",
    "四级同创",
    "一十百千万",
]

ANSWERS = {
    # what the report itself names against each problem, one of perhaps many
    "1.1": "三大支柱产业链",
    "1.2": "产业空间分类拓展计划",
    "1.3": "荷叶榕夜间经济",
    "1.4": "社区集体经济转型",
    "2.1": "文化艺术体育场馆",
    "2.2": "区大剧院动工",
    "2.3": "4 号线观湖段",
    "2.4": "微循环道路",
    "2.5": "立体停车场",
    "3.1": "违建减存量",
    "3.2": "地标性景观节点",
    "3.3": "41 个城中村",
    "3.4": "环卫指数排名",
    "4.1": "为担当干部撑腰",
    "4.2": "急难险重岗位",
    "4.3": "四项统筹机制",
    "4.4": "四项统筹机制",
    "4.5": "凝聚干部队伍",
}


@pytest.fixture(scope="module")
def seeds() -> Seeds:
    return read_seeds(settings.SEEDS_DIR)


@pytest.fixture(scope="module")
def sown(seeds: Seeds, django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The plan in the database, for all tests of this file; gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(seeds, date(2020, 3, 13))
        yield
        transaction.set_rollback(True)


def targets(seeds: Seeds) -> list[tuple[TaskRow, TargetRow]]:
    return [(task, target) for task in seeds.tasks for target in task.targets]


def squeezed(text: str) -> str:
    """Without blanks and the width of parentheses, in which wordings differ."""
    return text.replace(" ", "").replace("（", "(").replace("）", ")")


def test_six_pillars_have_4_4_3_4_4_6_measures(sown: None) -> None:
    assert list(Pillar.objects.values_list("name", flat=True)) == [
        "智造观湖", "品质观湖", "美丽观湖", "平安观湖", "活力观湖", "实干观湖",
    ]  # fmt: skip
    assert [pillar.measures.count() for pillar in Pillar.objects.all()] == [4, 4, 3, 4, 4, 6]
    assert Measure.objects.get(pillar__ordinal=2, ordinal=2).name == "打赢空间拓展大会战"


def test_the_commitments_are_180_to_240_tasks_and_every_measure_has_some(sown: None) -> None:
    assert 180 <= Task.objects.count() <= 240
    assert set(Task.objects.values_list("measure", flat=True)) == set(
        Measure.objects.values_list("pk", flat=True)
    )


def test_no_two_tasks_say_the_same(seeds: Seeds) -> None:
    titles = Counter(squeezed(task.title) for task in seeds.tasks)
    assert [title for title, times in titles.items() if times > 1] == []


def test_every_kind_and_every_role_is_there(seeds: Seeds) -> None:
    assert {task.kind for task in seeds.tasks} == set(Kind)
    assert {task.role for task in seeds.tasks} == set(TaskRole)


def test_continuing_work_is_the_larger_half(seeds: Seeds) -> None:
    kinds = Counter(task.kind for task in seeds.tasks)
    assert kinds[Kind.CONTINUING] > max(kinds[kind] for kind in Kind if kind != Kind.CONTINUING)


def test_the_figures_are_those_of_the_report_no_more_no_fewer(seeds: Seeds) -> None:
    found = Counter(
        (task.pillar, str(target.comparator), format(target.value, "f"), target.unit)
        for task, target in targets(seeds)
        if target.value is not None
    )
    assert found == Counter(FIGURES)


@pytest.mark.parametrize(("pillar", "what", "reached"), MILESTONES)
def test_a_milestone_of_the_report_is_the_target_of_one_task(
    seeds: Seeds, pillar: int, what: str, reached: str
) -> None:
    matching = [
        target
        for task, target in targets(seeds)
        if task.pillar == pillar
        and target.value is None
        and squeezed(what) in squeezed(target.name)
        and reached in target.milestone
    ]
    assert len(matching) == 1


def test_there_are_no_other_milestones(seeds: Seeds) -> None:
    found = Counter(task.pillar for task, target in targets(seeds) if target.value is None)
    assert found == Counter(pillar for pillar, _, _ in MILESTONES)


def test_a_count_of_things_names_the_stage_they_must_reach(seeds: Seeds) -> None:
    found = [
        (task.pillar, format(target.value, "f"), target.milestone)
        for task, target in targets(seeds)
        if target.value is not None and target.milestone
    ]
    assert sorted(found) == sorted(STAGED_FIGURES)


@pytest.mark.parametrize("name", ONLY_NAMES)
def test_a_number_that_is_only_a_name_is_no_target(seeds: Seeds, name: str) -> None:
    assert [
        target for task, target in targets(seeds) if name in squeezed(task.title) and target.value is not None
    ] == []


def test_only_the_one_date_of_the_report_is_named(seeds: Seeds, sown: None) -> None:
    assert [(task.code, task.due) for task in seeds.tasks if task.due] == [("2020-2-04", date(2020, 12, 31))]
    assert set(Task.objects.values_list("due_on", flat=True)) == {date(2020, 12, 31)}


@pytest.mark.parametrize("matter", RESTRICTED)
def test_delicate_matters_are_restricted(seeds: Seeds, matter: str) -> None:
    assert all(task.restricted for task in seeds.tasks if matter in task.title)
    assert any(matter in task.title for task in seeds.tasks)


def test_ordinary_work_is_not_restricted(seeds: Seeds) -> None:
    restricted = sum(task.restricted for task in seeds.tasks)
    assert len(RESTRICTED) <= restricted < len(seeds.tasks) / 10


def test_29_terms_in_the_order_of_the_appendix(sown: None) -> None:
    assert list(Term.objects.values_list("ordinal", flat=True)) == list(range(1, 30))
    assert Term.objects.get(slug="luzhangzhi").aliases == ["路长制"]


def test_six_communities_and_the_units_that_the_report_names(sown: None) -> None:
    assert set(Unit.objects.filter(kind=UnitKind.COMMUNITY).values_list("name", flat=True)) == COMMUNITIES
    assert (
        set(Unit.objects.filter(assumed=False).values_list("name", flat=True))
        == COMMUNITIES | NAMED_BY_THE_REPORT
    )


def test_offices_come_first_and_communities_last(sown: None) -> None:
    kinds = list(Unit.objects.order_by("ordinal").values_list("kind", flat=True))
    assert kinds.index(UnitKind.COMMUNITY) == len(kinds) - len(COMMUNITIES)


def test_every_lead_unit_is_a_suggestion_and_no_assignment_is_confirmed(sown: None) -> None:
    assert Unit.objects.filter(assumed=True).exists()
    assert not Task.objects.filter(lead_unit=None).exists()
    assert not Task.objects.filter(assignment_confirmed=True).exists()
    assert set(Task.objects.values_list("state", flat=True)) == {State.PROPOSED}


@pytest.mark.parametrize(("code", "figure"), BASELINES.items())
def test_what_2019_reached_is_a_reading(sown: None, code: str, figure: tuple[str, str]) -> None:
    reading = Reading.objects.get(indicator__code=code)
    assert (reading.period, format(reading.value.normalize(), "f"), reading.unit) == ("2019", *figure)


def test_a_task_whose_figure_had_a_past_aims_at_that_indicator(sown: None) -> None:
    shared = Indicator.objects.filter(targets__isnull=False, readings__period="2019")
    assert set(shared.values_list("code", flat=True)) == {
        "land-storage", "pm25", "expropriation-projects", "flower-blocks", "street-gardens",
        "livelihood-projects", "public-kindergartens",
    }  # fmt: skip


def test_every_target_belongs_to_one_task_and_every_figure_to_one_indicator(sown: None) -> None:
    assert TaskTarget.objects.count() == Target.objects.count() == len(FIGURES) + len(MILESTONES)
    assert Target.objects.filter(indicator__isnull=False).values("indicator").distinct().count() == len(
        FIGURES
    )


def test_the_four_groups_of_problems_have_4_5_4_5(seeds: Seeds) -> None:
    assert [(group.name, len(group.problems)) for group in seeds.groups] == [
        ("经济发展质量", 4),
        ("基础设施建设", 5),
        ("城市功能品位", 4),
        ("干部队伍作风", 5),
    ]


def test_every_problem_is_answered_and_by_work_that_belongs_to_it(seeds: Seeds, sown: None) -> None:
    assert not Problem.objects.filter(answers=None).exists()
    answering = {
        f"{group.ordinal}.{problem.ordinal}": [
            task.title
            for task in seeds.tasks
            if task.code in problem.tasks or task.measure in problem.measures
        ]
        for group in seeds.groups
        for problem in group.problems
    }
    for code, what in ANSWERS.items():
        assert any(what in title for title in answering[code]), code
    assert set(ANSWERS) == set(answering)
    assert not any("公园" in title for title in answering["4.3"])


def test_the_log_of_the_load_holds(sown: None) -> None:
    assert list(log.flaws(Task.objects.all())) == []
