"""Sentences for reports: short, of our own, fitting the unit's trade. `{n}` a dozen or more, `{m}` and `{s}` few."""

from random import Random

from tasks.models import Task, Unit
from tasks.states import TaskRole, UnitKind

_TRADE = {
    "jingji": (
        "走访企业 {n} 家,收集诉求 {m} 条,已逐条转办。",
        "召开企业座谈会 {s} 场,现场答复问题 {m} 个。",
        "更新服务企业台账 {n} 条,重点问题均明确责任人。",
        "与园区运营方会商 {s} 次,梳理问题 {m} 个。",
        "发放政策资料 {n} 份,回访企业 {m} 家。",
    ),
    "chengjian": (
        "现场巡查 {n} 次,发现问题 {m} 个,均已下发整改通知。",
        "召开现场协调会 {s} 次,明确下月工作安排。",
        "检查点位 {n} 处,复查合格,资料已归档。",
        "会同有关部门联合检查 {s} 次,整改问题 {m} 个。",
    ),
    "chengguan": (
        "巡查 {n} 次,发现问题 {m} 个,已督促整改。",
        "发动商户和志愿者 {n} 人次参与。",
        "约谈作业单位 {s} 次,督促落实整改。",
        "开展夜间抽查 {s} 次,情况总体平稳。",
    ),
    "zhifadui": (
        "出动执法人员 {n} 人次,纠正违规行为 {m} 起。",
        "组织业务培训 {s} 次,参训 {n} 人次。",
        "巡查重点区域 {n} 处,未发现新增问题。",
    ),
    "pingan": (
        "组织联合行动 {s} 次,参与力量 {n} 人次。",
        "排查重点部位 {n} 处,整改隐患 {m} 处。",
        "召开研判会 {s} 次,交办事项 {m} 件。",
    ),
    "zongzhi": (
        "受理群众诉求 {n} 件,办结 {m} 件,其余按期办理。",
        "排查矛盾纠纷 {n} 起,化解 {m} 起。",
        "召开碰头会 {s} 次,逐件明确包案人。",
    ),
    "anjian": (
        "检查企业和场所 {n} 家,整改隐患 {m} 处。",
        "组织安全培训 {s} 场,参训 {n} 人次。",
        "复查上月隐患 {n} 处,已全部闭环。",
    ),
    "xuanchuan": (
        "组织宣传和文化活动 {s} 场,参与群众 {n} 人次。",
        "更新宣传阵地 {m} 处,发布信息 {n} 条。",
        "与社区共同研究工作安排 {s} 次,任务已分解到人。",
    ),
    "dangjian": (
        "组织专题学习 {s} 次,参学党员 {n} 人次。",
        "走访党支部 {m} 个,形成问题清单 {s} 条。",
        "召开推进会 {s} 次,明确各社区任务。",
        "抽查社区台账 {m} 份,已反馈整改意见。",
    ),
    "gonggong": (
        "服务群众 {n} 人次,回访满意。",
        "走访社区 {m} 个,收集意见 {n} 条。",
        "与服务机构会商 {s} 次,细化服务清单。",
    ),
    "sifa": (
        "提供法律咨询 {n} 人次,调解纠纷 {m} 起。",
        "开展普法宣传 {s} 场,参与群众 {n} 人次。",
        "审查合同和文件 {n} 份,提出意见 {m} 条。",
    ),
    "jigongwei": (
        "开展监督检查 {s} 次,发现问题 {m} 个,已督促整改。",
        "组织警示教育 {s} 场,参加干部 {n} 人次。",
        "回访整改事项 {m} 件,均按期完成。",
    ),
    "dangzheng": (
        "召开工作例会 {s} 次,交办事项 {m} 件。",
        "完成材料汇总 {n} 份,已报送主管部门。",
        "走访有关单位 {m} 家,听取意见 {n} 条。",
    ),
}
_ANY_TRADE = (
    "入户走访 {n} 户,收集意见 {m} 条。",
    "召开工作推进会 {s} 次,任务已分解到人。",
    "组织志愿服务 {s} 场,参与群众 {n} 人次。",
)
_OUTSIDE = (
    "与主管部门对接 {s} 次,提交资料 {s} 份。",
    "召开协调会 {s} 次,问题 {m} 个已列入清单跟进。",
    "上门服务项目单位 {s} 次,协调解决问题 {s} 个。",
)
_COMMUNITY_PART = (
    "配合入户走访 {n} 户。",
    "协助排查点位 {n} 处,已报牵头单位。",
    "组织居民代表会 {s} 次,收集意见 {m} 条。",
    "动员居民和志愿者 {n} 人次参与。",
)
_OFFICE_PART = (
    "参加联合会商 {s} 次,反馈意见 {m} 条。",
    "按要求提供资料 {m} 份。",
    "协同开展检查 {s} 次,情况已报牵头单位。",
)
_PROBLEMS = (
    "人手偏紧,部分工作顺延至下月。",
    "个别点位意见不一,尚需沟通。",
    "资料收集不齐,正在补充。",
    "受天气影响,现场工作略有延后。",
)
_NEXT_STEPS = (
    "下月继续推进,按周调度。",
    "下月开展一次复查。",
    "尽快补齐资料并完成归档。",
    "召开专题会议,明确下一步分工。",
    "对照年度安排逐项落实。",
)
_CORRECTION = "更正{period}数据:{reason}"


def _filled(sentences: tuple[str, ...], chance: Random) -> str:
    n = chance.randint(14, 64)
    return chance.choice(sentences).format(n=n, m=chance.randint(3, n // 3 + 1), s=chance.randint(1, 3))


def work(task: Task, unit: str, chance: Random) -> str:
    """What the lead unit did in the period."""
    if task.role != TaskRole.DELIVER:
        return _filled(_OUTSIDE, chance)
    return _filled(_TRADE.get(unit, _ANY_TRADE), chance)


def part(unit: Unit, chance: Random) -> str:
    """What a supporting unit added."""
    return _filled(_COMMUNITY_PART if unit.kind == UnitKind.COMMUNITY else _OFFICE_PART, chance)


def problem(chance: Random) -> str:
    return chance.choice(_PROBLEMS)


def next_step(chance: Random) -> str:
    return chance.choice(_NEXT_STEPS)


def correction(period: str, reason: str) -> str:
    return _CORRECTION.format(period=period, reason=reason)
