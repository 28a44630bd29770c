"""The chosen stories: the tasks that make the picture of 30 September. Everything here is invented."""

from datetime import date
from decimal import Decimal

from guanhu.demonstration.story import ON_COURSE, Closing, Correction, Decline, Moved, Pace, Revision, Story
from tasks.states import Outcome


def _on(month: int, day: int) -> date:
    return date(2020, month, day)


_AT_RISK = {
    "土地整备入库": Story(
        amounts=("2.1", "1.4", "1.5", "1.6", "1.9", "2.0", "1.8"),
        problem="两户补偿标准存在分歧,签约进度偏慢。",
        help="请协调区征收部门统一补偿口径,争取十月中旬前签约。",
    ),
    "观盛二路开工": Story(
        Pace.FAILING,
        due_on=_on(6, 30),
        expected=(
            ("2020-06", _on(7, 31)), ("2020-07", _on(9, 15)), ("2020-08", _on(10, 20)), ("2020-09", _on(11, 15)),
        ),
        problem="用地移交尚缺两宗,施工单位无法进场。",
        help="请协调区规划土地部门加快两宗用地移交。",
    ),
    "2 个垃圾中转站新建": Story(
        amounts=("0", "0", "0", "0", "0", "0", "0"),
        problem="两处选址均未取得用地意见,施工许可未办理。",
        help="请协调明确两处选址。",
    ),
    "综合管廊建设": Story(
        Pace.FAILING, problem="设计方案两次调整,前期进度滞后。", help="请协调主管部门确定设计方案。"
    ),
    "樟坑径环水库": Story(Pace.FAILING, problem="部分线路涉及水源保护区,须重新选线。"),
    "石皮山竹文化": Story(
        Pace.FAILING,
        expected=(("2020-07", date(2021, 1, 20)), ("2020-09", date(2021, 3, 15))),
        problem="林地使用手续仍在办理。",
        help="请协调区林业部门加快林地手续。",
    ),
    "全域产业地图": Story(
        due_on=_on(8, 31), expected=(("2020-08", _on(9, 20)), ("2020-09", _on(10, 30))),
        problem="部分园区数据未核准,平台尚未上线。",
    ),
    "增设体育场地": Story(amounts=("0", "1", "0", "1", "0", "1", "0"), problem="可用场地不足,两处居民有不同意见。"),
    "社区环境适老化改造": Story(Pace.FAILING, problem="入户评估进度慢,施工单位未确定。", help="请协调落实改造经费。"),
    "四项统筹机制": Story(Pace.FAILING, problem="部门职责划分意见不一。"),
    "街巷、老旧小区": Story(Pace.FAILING, problem="作业力量不足,反弹点位较多。"),
    "工业园区电价": Story(Pace.FAILING, problem="部分园区转供电台账不全。"),
}  # fmt: skip

_BEHIND = {
    "增设健身路径": Story(
        amounts=("10", "7", "8", "9", "9", "8", "7"),
        correction=Correction("2020-07", _on(8, 12), Decimal(3), "其中 3 套安装后未通过验收,予以核减。"),
        problem="11 处点位尚未确认。",
        help="请协调有关社区确认 11 处点位。",
    ),
    "违建减存量": Story(Pace.SLIPPING, problem="历史遗留案件处置周期长。"),
    "物业管理进村": Story(Pace.SLIPPING, problem="三个城中村物业费标准未谈妥。"),
    "21 个垃圾中转站": Story(Pace.SLIPPING, problem="部分站点须错峰施工。"),
    "雪亮工程": Story(Pace.SLIPPING, problem="部分点位供电和网络未到位。"),
    "龙华大道": Story(Pace.SLIPPING, problem="管线迁改影响施工面。", help="请协调管线权属单位加快迁改。"),
    "观澜河滨水长廊": Story(Pace.SLIPPING, problem="汛期停工约三周。"),
    "街道图书馆": Story(Pace.SLIPPING, problem="装修设计尚在会审。"),
    "智能制造总部基地": Story(Pace.SLIPPING, problem="用地规划调整尚未批复。"),
    "高压管线下地": Story(Pace.SLIPPING, problem="停电窗口未确定。", help="请协调供电部门确定停电计划。"),
    "樟坑径郊野公园": Story(expected=(("2020-08", date(2021, 1, 18)),), problem="招标流程比预期长。"),
    "馆藏作品图录": Story(expected=(("2020-09", date(2021, 1, 12)),), problem="部分作品授权未取得。"),
    "国际网球业余公开赛": Story(due_on=_on(10, 24)),
    "“双盲”演练": Story(Pace.SLIPPING, problem="演练脚本需与两个社区再衔接。"),
    "餐饮油烟": Story(Pace.SLIPPING, problem="个别商户油烟净化设备未更换。"),
    "观湖名片": Story(Pace.SLIPPING, problem="部分户外设施权属单位未同意。"),
    "“三小场所”": Story(Pace.SLIPPING, problem="部分场所经营者更换频繁。"),
    "非编人员管理": Story(Pace.SLIPPING, problem="岗位核定尚未完成。"),
    "惠企政策兑现": Story(Pace.SLIPPING, problem="政策口径调整,部分申请退件。"),
    "职工之家": Story(Pace.SLIPPING, problem="三家企业场地未落实。"),
}  # fmt: skip

_SILENT = {
    "青工文体节": Story(goals=False, silent_from="2020-07"),
    "自行车道": Story(goals=False, silent_from="2020-03"),
    "自聘法律顾问": Story(goals=False, silent_from="2020-08"),
    "区科技馆": Story(silent_from="2020-09"),
}

_CLOSED = {
    "招商队伍组建": Story(
        due_on=_on(6, 30), closing=Closing(_on(6, 22), "队伍已组建到位并开展招商。", granted_on=_on(6, 24))
    ),
    "产业空间分类拓展计划": Story(
        due_on=_on(6, 30), closing=Closing(_on(6, 29), "计划已印发实施。", granted_on=_on(7, 2))
    ),
    "166 个园区": Story(
        due_on=_on(7, 31),
        correction=Correction("2020-05", _on(6, 10), Decimal(4), "4 个园区重复统计,予以核减。"),
        closing=Closing(_on(7, 30), "166 个园区摸底全部完成。", granted_on=_on(8, 4)),
    ),
    "龙舟文化艺术节": Story(
        due_on=_on(7, 31), finish_on=_on(6, 30), closing=Closing(_on(7, 3), "活动已顺利举办。", granted_on=_on(7, 8))
    ),
    "城市环境负面清单": Story(
        due_on=_on(6, 30), closing=Closing(_on(6, 24), "清单已建立并公布。", granted_on=_on(6, 29))
    ),
    "立体巡查防控": Story(
        due_on=_on(8, 31), closing=Closing(_on(8, 27), "巡查防控体系已投入使用。", granted_on=_on(9, 1))
    ),
    "便民地图": Story(
        due_on=_on(8, 31), closing=Closing(_on(8, 26), "地图和清单已发放到各社区。", granted_on=_on(8, 31))
    ),
    "干部政治表现": Story(
        due_on=_on(8, 31), closing=Closing(_on(8, 20), "负面清单已印发实施。", granted_on=_on(8, 25))
    ),
    "政协联络站": Story(
        due_on=_on(8, 31),
        closing=Closing(
            _on(8, 28), "两个联络站已建成。", granted_on=_on(9, 16), returned_on=_on(9, 1),
            reason="缺少鹭湖联络站的现场照片和揭牌材料,请补齐后再报。", again_on=_on(9, 14),
        ),
    ),
    "管理薄弱片区": Story(
        due_on=_on(8, 31), closing=Closing(_on(8, 28), "两个片区整治完毕并通过验收。", granted_on=_on(9, 3))
    ),
    "社区纪委交心室": Story(
        due_on=_on(7, 31), closing=Closing(_on(7, 29), "各社区交心室均已启用。", granted_on=_on(8, 3))
    ),
    "一街道一书吧": Story(
        due_on=_on(8, 31), closing=Closing(_on(8, 31), "书吧已对外开放。", granted_on=_on(9, 4))
    ),
    "花漾街区": Story(
        due_on=_on(8, 31), closing=Closing(_on(8, 31), "两个街区均已建成。", granted_on=_on(9, 7))
    ),
    "观湖人才公园": Story(
        finish_on=_on(8, 31), closing=Closing(_on(9, 15), "改造完工并重新开放。", granted_on=_on(9, 22))
    ),
    "模范机关": Story(
        finish_on=_on(8, 31),
        closing=Closing(
            _on(8, 27), "“回头看”已基本完成。", returned_on=_on(9, 2), outcome=Outcome.MOSTLY,
            reason="三年总评尚未开展,应在总评完成后再申请办结。",
        ),
    ),
    "污染防治生态示范段": Story(
        closing=Closing(
            _on(9, 3), "主体已完成,余下绿化收尾。", returned_on=_on(9, 8), outcome=Outcome.MOSTLY,
            reason="绿化和标识未完成,请完工验收后再申请。",
        ),
    ),
    "小公厕": Story(finish_on=_on(8, 31), closing=Closing(_on(9, 29), "5 座公厕全部投入使用。")),
    "横坑水库碧道": Story(finish_on=_on(8, 31), closing=Closing(_on(9, 28), "碧道完工并通过验收。")),
}  # fmt: skip

_HANDED_ROUND = {
    "汽车尾气": Story(declined=Decline(_on(3, 20), "路面执法职责在交警部门,建议改由交警中队牵头。")),
    "绿色无废城市细胞": Story(declined=Decline(_on(3, 19), "该项以环保工作为主,建议改由城建部门牵头。")),
    "体育场地向社会开放": Story(moved=Moved(_on(9, 24), "gonggong", "涉及学校场地,改由公共服务办公室牵头。")),
    "裸露土地复绿": Story(moved=Moved(_on(9, 25), "tudi", "余下地块均为储备用地,改由土地整备办公室牵头。")),
    "园区连片改造或原址扩产": Story(
        moved=Moved(_on(9, 28), "tudi", "转入用地审批阶段,改由土地整备办公室牵头。")
    ),
    "代表委员": Story(unsigned=True),
}

_OTHERS = {
    "4 号线观湖段": ON_COURSE,
    "PM2.5": Story(amounts=("26", "24", "22", "21", "20", "21", "23")),
    "违法建筑零增量": Story(amounts=("0",) * 7),
    "公共法律服务圈": Story(amounts=("0.7", "0.7", "0.6", "0.6", "0.5", "0.5", "0.5")),
    "41 个城中村": Story(shared=("luhu", "guancheng")),
    "文化活动100场": Story(
        amounts=("12", "9", "12", "11", "13", "10", "8"),
        correction=Correction("2020-06", _on(7, 9), Decimal(3), "3 场与共建单位重复计入,予以核减。"),
    ),
    "荷叶榕": Story(
        due_on=_on(8, 31),
        revisions=(
            Revision(_on(7, 22), "商户入驻受疫情影响推迟,经研究调整时限。", {"due_on": _on(11, 30)}),
        ),
    ),
    "汇川技术": Story(
        revisions=(Revision(_on(5, 14), "明确督办口径。", {"detail": "督办街道的协调服务事项,投产时间以企业为准。"}),),
    ),
    "熟食中心": Story(
        revisions=(Revision(_on(4, 22), "项目资金占比较大,提高权重。", {"weight": Decimal("1.5")}),),
    ),
    "退役军人服务": Story(filled_in="2020-08"),
    "观城旧工业区": Story(help="请出面协调两家权利人签署改造意向。"),
    "区综合医院": Story(help="请协调区有关部门明确周边道路的同步建设计划。"),
    "环境清洁日": ON_COURSE,
    "“大接访”": ON_COURSE,
    "党管武装": ON_COURSE,
}  # fmt: skip

STORIES: dict[str, Story] = _AT_RISK | _BEHIND | _SILENT | _CLOSED | _HANDED_ROUND | _OTHERS
