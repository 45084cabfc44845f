"""The phrases with which times are said in each language; every one of them can be read again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Book:
    """One language's phrases, with what stands in braces filled in."""

    date: str
    instant: str
    clock: str
    daily: str
    days: str
    weekly: str
    weeks: str
    monthly: str
    months: str
    yearly: str
    years: str
    of: str
    of_year: str
    nth: str
    in_month: str
    day_of: str
    day_number: str
    last_day: str
    workdays: str
    within: str
    without: str
    times: str
    start: str
    until: str
    ordinals: dict[int, str]
    and_: str
    comma: str = ", "
    first_day: str = "1"
    # Weekdays (0 is Monday) before which ordinals take the other gender, with those forms.
    feminine: tuple[int, ...] = ()
    ordinals_feminine: tuple[tuple[int, str], ...] = ()
    # Forms of the weekdays in "each …", where they differ from those in a date.
    weekly_names: tuple[str, ...] = ()

    # The months' names by themselves, where they differ from those in a date.
    lone_months: tuple[str, ...] = ()

    def ordinal(self, number: int, weekday: int) -> str:
        """First, last … as it stands before that weekday."""
        if weekday in self.feminine:
            return dict(self.ordinals_feminine)[number]
        return self.ordinals[number]

    def weekday(self, name: str) -> str:
        """The weekday's name behind an ordinal."""
        return name.removeprefix("ال")

    def each(self, day: int, name: str) -> str:
        """The weekday's name behind "each"."""
        return self.weekly_names[day] if self.weekly_names else name.removeprefix("ال")


BOOKS = {
    "en": Book(
        date="{weekday} {day} {month} {year}",
        instant="{day}, {clock} ({zone})",
        clock="{clock} ({zone})",
        daily="every day",
        days="every {count} days",
        weekly="every {days}",
        weeks="every {count} weeks on {days}",
        monthly="every month",
        months="every {count} months",
        yearly="every year",
        years="every {count} years",
        of="the {what} of {every}",
        of_year="{every} on {what}",
        nth="{ordinal} {weekday}",
        in_month="the {what} of {month}",
        day_of="{day} {month}",
        day_number="{day}{suffix}",
        last_day="last day",
        workdays="every Monday, Tuesday, Wednesday, Thursday and Friday",
        within="in {what}",
        without="except {what}",
        times="{count} times",
        start="starting {day}",
        until="until {day}",
        ordinals={
            1: "first",
            2: "second",
            3: "third",
            4: "fourth",
            5: "fifth",
            -1: "last",
            -2: "second-last",
        },
        and_=" and ",
    ),
    "fr": Book(
        date="{weekday} {day} {month} {year}",
        instant="{day} à {clock} ({zone})",
        clock="à {clock} ({zone})",
        daily="tous les jours",
        days="tous les {count} jours",
        weekly="chaque {days}",
        weeks="toutes les {count} semaines, {days}",
        monthly="chaque mois",
        months="tous les {count} mois",
        yearly="chaque année",
        years="tous les {count} ans",
        of="le {what} de {every}",
        of_year="{every} le {what}",
        nth="{ordinal} {weekday}",
        in_month="{what} de {month}",
        day_of="{day} {month}",
        day_number="{day}e",
        last_day="dernier jour",
        workdays="chaque lundi, mardi, mercredi, jeudi et vendredi",
        within="en {what}",
        without="sauf {what}",
        times="{count} fois",
        start="à partir du {day}",
        until="jusqu'au {day}",
        ordinals={
            1: "premier",
            2: "deuxième",
            3: "troisième",
            4: "quatrième",
            5: "cinquième",
            -1: "dernier",
            -2: "avant-dernier",
        },
        and_=" et ",
        first_day="1er",
    ),
    "es": Book(
        date="{weekday} {day} de {month} de {year}",
        instant="{day}, {clock} ({zone})",
        clock="{clock} ({zone})",
        daily="todos los días",
        days="cada {count} días",
        weekly="cada {days}",
        weeks="cada {count} semanas, {days}",
        monthly="cada mes",
        months="cada {count} meses",
        yearly="cada año",
        years="cada {count} años",
        of="el {what} de {every}",
        of_year="{every} el {what}",
        nth="{ordinal} {weekday}",
        in_month="{what} de {month}",
        day_of="{day} de {month}",
        day_number="día {day}",
        last_day="último día",
        workdays="cada lunes, martes, miércoles, jueves y viernes",
        within="en {what}",
        without="excepto {what}",
        times="{count} veces",
        start="a partir del {day}",
        until="hasta el {day}",
        ordinals={
            1: "primer",
            2: "segundo",
            3: "tercer",
            4: "cuarto",
            5: "quinto",
            -1: "último",
            -2: "penúltimo",
        },
        and_=" y ",
    ),
    "pt": Book(
        date="{weekday}, {day} de {month} de {year}",
        instant="{day}, {clock} ({zone})",
        clock="{clock} ({zone})",
        daily="todos os dias",
        days="a cada {count} dias",
        weekly="cada {days}",
        weeks="a cada {count} semanas, {days}",
        monthly="cada mês",
        months="cada {count} meses",
        yearly="cada ano",
        years="a cada {count} anos",
        of="{what} de {every}",
        of_year="{every} em {what}",
        nth="{ordinal} {weekday}",
        in_month="{what} de {month}",
        day_of="{day} de {month}",
        day_number="dia {day}",
        last_day="último dia",
        workdays="cada segunda-feira, terça-feira, quarta-feira, quinta-feira e sexta-feira",
        within="em {what}",
        without="exceto {what}",
        times="{count} vezes",
        start="a partir de {day}",
        until="até {day}",
        ordinals={
            1: "primeiro",
            2: "segundo",
            3: "terceiro",
            4: "quarto",
            5: "quinto",
            -1: "último",
            -2: "penúltimo",
        },
        and_=" e ",
        feminine=(0, 1, 2, 3, 4),
        ordinals_feminine=(
            (1, "primeira"),
            (2, "segunda"),
            (3, "terceira"),
            (4, "quarta"),
            (5, "quinta"),
            (-1, "última"),
            (-2, "penúltima"),
        ),
    ),
    "ru": Book(
        date="{weekday}, {day} {month} {year} г.",
        instant="{day}, {clock} ({zone})",
        clock="{clock} ({zone})",
        daily="каждый день",
        days="раз в {count} дней",
        weekly="по {days}",
        weeks="раз в {count} недели, по {days}",
        monthly="каждого месяца",
        months="раз в {count} месяца",
        yearly="каждый год",
        years="раз в {count} лет",
        of="{what} {every}",
        of_year="{every}, {what}",
        nth="{ordinal} {weekday}",
        in_month="{what} {month}",
        day_of="{day} {month}",
        day_number="{day}-го числа",
        last_day="последний день",
        workdays="по понедельникам, вторникам, средам, четвергам и пятницам",
        within="{what}",
        without="кроме {what}",
        times="{count} раз",
        start="начало: {day}",
        until="окончание: {day}",
        ordinals={
            1: "первый",
            2: "второй",
            3: "третий",
            4: "четвёртый",
            5: "пятый",
            -1: "последний",
            -2: "предпоследний",
        },
        and_=" и ",
        weekly_names=(
            *("понедельникам", "вторникам", "средам", "четвергам", "пятницам"),
            *("субботам", "воскресеньям"),
        ),
        lone_months=(
            *("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август"),
            *("сентябрь", "октябрь", "ноябрь", "декабрь"),
        ),
        feminine=(2, 4, 5),
        ordinals_feminine=(
            (1, "первая"),
            (2, "вторая"),
            (3, "третья"),
            (4, "четвёртая"),
            (5, "пятая"),
            (-1, "последняя"),
            (-2, "предпоследняя"),
        ),
    ),
    "ar": Book(
        date="{weekday} {day} {month} {year}",
        instant="{day}، الساعة {clock} ({zone})",
        clock="الساعة {clock} ({zone})",
        daily="كل يوم",
        days="كل {count} أيام",
        weekly="كل {days}",
        weeks="كل {count} أسابيع، {days}",
        monthly="كل شهر",
        months="كل {count} أشهر",
        yearly="كل سنة",
        years="كل {count} سنوات",
        of="{what} من {every}",
        of_year="{every} في {what}",
        nth="{ordinal} {weekday}",
        in_month="{what} من {month}",
        day_of="{day} {month}",
        day_number="يوم {day}",
        last_day="آخر يوم",
        workdays="كل اثنين، ثلاثاء، أربعاء، خميس وجمعة",
        within="في {what}",
        without="ما عدا {what}",
        times="{count} مرات",
        start="ابتداء من {day}",
        until="حتى {day}",
        ordinals={
            1: "أول",
            2: "ثاني",
            3: "ثالث",
            4: "رابع",
            5: "خامس",
            -1: "آخر",
            -2: "قبل الأخير",
        },
        and_=" و ",
        comma="، ",
    ),
    "zh": Book(
        date="{year}年{number}月{day}日{weekday}",
        instant="{day} {clock}（{zone}）",
        clock="{clock}（{zone}）",
        daily="每天",
        days="每{count}天",
        weekly="每{days}",
        weeks="每{count}周的{days}",
        monthly="每月",
        months="每{count}个月",
        yearly="每年",
        years="每{count}年",
        of="{every}{what}",
        of_year="{every}{what}",
        nth="{ordinal}{weekday}",
        in_month="{month}{what}",
        day_of="{number}月{day}日",
        day_number="{day}日",
        last_day="最后一天",
        workdays="每星期一、星期二、星期三、星期四和星期五",
        within="{what}",
        without="除{what}外",
        times="{count}次",
        start="从{day}开始",
        until="直到{day}",
        ordinals={
            1: "第一个",
            2: "第二个",
            3: "第三个",
            4: "第四个",
            5: "第五个",
            -1: "最后一个",
            -2: "倒数第二个",
        },
        and_="和",
        comma="，",
    ),
}
