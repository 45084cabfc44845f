"""The Chinese words of time, in simplified and traditional characters."""

WORDS = """
num 2: 两, 兩
half: 半
quarter: 刻, 刻钟, 刻鐘
ordpre: 第
ord 1: 首个, 首個, 头一个
measure: 个, 個, 的, 之
last: 最后, 最後, 最后一, 最後一, 最后一个, 最後一個, 最末
ord -2: 倒数第二个, 倒數第二個, 倒数第二
past: 上, 上个, 上個
next: 下, 下个, 下個, 下一个, 下一個
this: 这, 這, 本, 这个, 這個, 今
coming: 即将到来的, 最近的, 接下来的
unit minute: 分钟, 分鐘
unit hour: 小时, 小時, 钟头, 鐘頭
unit day: 天
unit week: 周, 星期, 礼拜, 週
unit month: 个月, 個月
unit monthname: 月
unit year: 年
unit quarter: 季度, 季
unit workday: 工作日, 平日
workdays: 工作日, 平日
dur 30 minute: 半小时, 半个小时, 半小時, 半個小時
week 0: 本周, 这周, 这星期, 这个星期, 本星期, 這週, 本週
week 1: 下周, 下星期, 下个星期, 下礼拜, 下週, 下个礼拜
week 2: 下下周, 下下星期, 下下个星期
week -1: 上周, 上星期, 上个星期, 上週
monthrel 0: 本月, 这个月, 这月, 當月, 当月
monthrel 1: 下月, 下个月, 下個月
monthrel -1: 上月, 上个月
yearrel 0: 今年, 本年
yearrel 1: 明年
yearrel -1: 去年
dur 45 minute: 三刻钟, 三刻鐘
dur 15 minute: 一刻钟, 一刻鐘
part morning: 上午, 早上, 早晨, 清晨, 早
part noon: 中午
part afternoon: 下午, 午后, 午後
part evening: 傍晚
part night: 晚上, 晚间, 夜里, 夜间, 晚, 夜晚
part dawn: 凌晨
rel 0: 今天, 今日
rel 1: 明天, 明日
rel 2: 后天, 後天
rel 3: 大后天, 大後天
rel -1: 昨天, 昨日
rel -2: 前天
relpart 0 night: 今晚
relpart 0 morning: 今早, 今天早上
relpart 1 morning: 明早
relpart 1 night: 明晚
relpart 2 night: 后晚
noon: 正午
midnight: 午夜, 半夜, 子夜
ampm am: am
ampm pm: pm
at: 在, 于, 於
oclock: 点, 點, 点钟, 點鐘, 时, 時, 点整, 點整
minmark: 分
zhminus: 差
on: 在, 于, 於, 定于, 定於
daymark: 日, 号, 號
yearword: 年
monthmark: 月
and: 和, 与, 及, 以及, 跟
or: 或, 或者, 还是
to: 到, 至
between: 介于
from: 从, 從, 自
later: 后, 後, 之后, 以后, 之後, 以後
ago: 前, 之前, 以前
refafter: 后的
every: 每, 每个, 每個, 每逢, 逢
other: 隔, 每隔一, 每隔一个
freq 1 day: 每天一次, 每天, 每日, 天天
freq 1 week: 每周, 每星期, 每个星期, 每週, 每礼拜, 每个礼拜, 每周一次, 每星期一次
freq 1 week: 每个星期一次, 一周一次
freq 2 week: 隔周, 每隔一周, 每两周, 每两个星期, 每兩週, 每隔一个星期, 双周, 每2周, 隔週
freq 2 week: 每两周一次, 每两个星期一次, 隔周一次, 每隔一周一次, 每2周一次, 两周一次
freq 1 month: 每月一次, 每个月一次, 一个月一次, 每月, 每个月, 每個月
freq 2 month: 隔月
freq 3 month: 每季度, 每季, 每个季度
freq 1 year: 每年一次, 一年一次, 每年
except: 除, 除了, 不包括
exceptend: 外, 之外, 以外, 除外
until: 直到, 直至, 截至, 截止到
start: 从, 自, 從
startend: 起, 开始, 開始
count: 次, 场, 場
lasting: 为期, 持续, 时长
by: 截止时间, 报名截止时间, 提交截止时间, 不迟于, 最迟, 截止日期, 截止, 最晚
zoneword: 时间, 時間, 当地时间, 標準時間, 标准时间
ownzone: 我的时间, 我这边时间, 我们的时间
yourzone: 当地时间, 本地时间, 你们的时间
monthend: 月底, 月末
yearend: 年底, 年末
end: 末
begin: 初, 月初, 年初, 上旬, 中旬, 下旬, 月中, 年中, 中
daybound: 下班前, 一天结束前, 日终
weekbound: 周末, 週末, 下周末, 本周末
vague: 待定, 待确认, 另行通知, 待通知
event: 论坛, 大会
vague: 左右, 大约, 约, 大概, 可能, 也许, 现在, 尽快, 稍后, 近期, 某天, 前后, 改天, 有空
context: 同一时间, 同样时间, 照常, 照旧, 老时间, 同时, 春节, 元旦, 圣诞节, 国庆, 原定
context: 中秋, 除夕
danger: 不, 没, 非, 之前, 以前, 前, 别, 无, 除非, 而不是
several: 几, 幾, 数
moving: 改到, 推迟, 改为, 移到, 改期, 提前到
filler: 准时开始, 将在, 拟于, 拟定于, 开幕, 进行, 将于, 改期至, 提交
filler: 一次, 共, 一共, 会议, 開會, 开会, 我们, 请, 大家, 各位, 定于, 定在, 召开, 举行, 将, 将于
filler: 安排, 安排在
filler: 一次, 共, 一共, 电话会议, 例会, 协调会, 协调会议, 见, 见面, 碰面, 好, 吧, 了, 线上, 讨论会
filler: 研讨会, 开始
filler: 一次, 共, 一共, 取消, 下次会议, 整, 谢谢, 您好, 是, 我, 建议, 提议, 准时, 的, 公元, 农历外
filler: 日期, 仅, 举办
topic: 讨论, 研究, 关于, 以便, 商讨, 商议, 审议
room: 会议室, 房间, 教室
either: 要么
options: 选择, 选项, 方案, 建议时间, 备选时间, 个选择, 个选项, 个方案
context: 节假日, 法定节假日, 假期, 假日, 公休日, 公共假期
vague: 暂定, 初步, 最早, 至少, 最好, 原则上, 预计, 估计, 或者更晚, 待议, 改时间
danger: 但, 但是, 不是, 不行, 不能, 没有, 取消了, 别的, 以外的
moving: 改至, 推迟到, 推迟至, 延期至, 延期到, 提前至, 移至, 调整到, 调整至, 挪到, 换到
by: 不晚于, 不迟于, 截止日期为, 截止时间为, 截止日期是, 截止时间是
end: 底
monthend: 本月底, 这个月底, 本月末, 这月底
untilend: 为止, 止
filler: 方便吗, 方便, 可以吗, 可以, 吗, 呢, 聊聊, 聊聊吗, 聊一下, 谈谈, 如何, 怎么样, 合适, 合适吗
filler: 行吗, 好吗
filler: 回复, 转发, 答复, 主题, 何时, 何地, 会议时间, 时间是, 时间为, 时间定为, 时间定在, 日期为
filler: 日期是, 为, 约在, 约好
filler: 定为, 预订, 预约, 请预留, 预留, 邀请, 邀请您, 参加, 参会, 加入, 提醒, 请注意, 请于, 拟
filler: 秘书处, 同事, 电话
filler: 电话会, 视频会议, 视频, 培训, 课程, 讲座, 圆桌, 咨询, 大家好, 早上好, 下午好, 晚上好, 尊敬的
filler: 亲爱的, 朋友们
filler: 年度, 年会, 全体, 委员会, 小组, 工作组, 团队, 成员, 联盟, 动态联盟, 也, 还, 确认, 已确认
filler: 收到, 周会, 月会, 例行
filler: 大家, 有空吗, 有时间吗, 您, 你, 你们, 他们, 想, 希望, 能, 能否, 准备, 计划, 共同, 一起
topic: 议程, 地点, 链接, 此致, 敬礼, 祝好
danger: 过后, 往后, 先于, 晚于, 早于, 过了, 除非, 以外
until: 到, 至
filler: 全天, 一整天, 整天
filler: 聊, 谈, 取消
nextday: 次日, 翌日, 第二天, 隔天
filler: 他, 她, 它, 咱们, 咱, 自己, 谁, 什么, 怎么, 哪里, 这里, 那里, 这边, 会, 要, 来, 去, 看, 做
filler: 说, 讲, 问, 答, 给, 给您
filler: 给你, 给大家, 打, 打给, 打给你, 打给您, 打电话, 打电话给你, 电话联系, 联系, 联系您, 联系你
filler: 通话, 通电话, 写, 发, 发送
filler: 发给, 寄, 提交意见, 意见, 反馈, 交, 上交, 递交, 报名, 注册, 登记, 申请, 公布, 发布, 分享
filler: 结束, 完成, 关闭, 到期
filler: 到达, 抵达, 出发, 离开, 等您, 等你, 等大家, 启动, 启动会, 发言, 演讲, 报告, 汇报, 介绍
filler: 展示, 筹备, 筹备会, 预备
filler: 对话, 采访, 面谈, 访谈, 跟进, 总结, 文件, 文档, 草案, 稿, 稿件, 文本, 建议书, 投票, 表决
filler: 选举, 结果, 决定, 理事会, 主席
filler: 协会, 网络会议, 社区, 大学, 政府, 组织, 单位, 公司, 同学, 老师, 人, 人们, 很, 非常, 真的, 就
filler: 都, 也可以, 没问题
filler: 太好了, 完美, 明白, 知道了, 同意, 赞成, 抱歉, 对不起, 欢迎, 线下, 腾讯会议, 微信, 邮件, 消息
filler: 如果方便, 方便的话
filler: 可以的话, 如果可以, 如果可以的话, 如果合适, 不见不散, 别忘了, 别迟到, 不要忘记, 怎样, 行
filler: 行不行, 好不好, 可不可以
filler: 能不能, 有没有空, 一下, 一会儿见, 到时见, 到时候见, 就在, 就定在, 定了, 啊, 呀
filler: 哦, 嘛, 哈, 喔, meeting, call
topic: 商量, 讨论一下, 聊聊天, 为了, 针对, 就
nohour: 意见, 建议, 要求, 看法, 理由, 原因, 说明, 问题, 想法, 感想, 体会, 补充, 注意事项, 内容
filler: 有
numbered: 版本, 页, 节, 章, 条, 款, 附件, 决议, 编号, 号码, ￥, €, $, ¥
street: 路, 街, 大街, 大道
closing: 那么, 那就
filler: 开始, 时区
"""

DAYS = "一二三四五六日"
# 东八区 is eight hours ahead of UTC.
SIDES = (("+", "东"), ("-", "西"))
WEEKS = {
    "": "weekday",
    "这": "inweek 0",
    "這": "inweek 0",
    "本": "inweek 0",
    "下": "inweek 1",
    "下下": "inweek 2",
    "上": "inweek -1",
}


def made() -> list[str]:
    """The lines that are better made than written: days of the week, alone and with their week."""
    lines = ["weekday 6: 周天, 星期天, 礼拜天"]
    for name in ("周", "週", "星期", "礼拜", "个星期", "個星期"):
        for number, day in enumerate(DAYS + "天"):
            number = min(number, 6)
            each = ", ".join(f"{every}{name}{day}" for every in ("每", "逢", "每逢"))
            lines += [f"everyweekday {number} 1: {each}", f"everyweekday {number} 2: 隔{name}{day}"]
    for name in ("周", "週", "星期", "礼拜", "个星期", "個星期", "个礼拜"):
        for number, day in enumerate(DAYS):
            for before, kind in WEEKS.items():
                if before or not name.startswith(("个", "個")):
                    lines.append(f"{kind} {number}: {before}{name}{day}")
    for before, kind in WEEKS.items():
        if before:
            lines += [f"{kind} 6: {before}{name}天" for name in ("周", "星期", "礼拜", "个星期")]
    for number, name in enumerate("一二三四五六七八九十", 1):
        lines += [f"offset {sign}{number}: {side}{name}区" for sign, side in SIDES]
    return lines
