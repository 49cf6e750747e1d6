"""The two pictures of a summary, drawn as SVG without any library, each with the same said in words."""

from collections.abc import Iterator, Sequence
from html import escape

from policy_engine.backends.prose.document import Block, Picture, Table
from policy_engine.backends.prose.say import constant, is_always, settled
from policy_engine.backends.prose.words import Words
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month, format_month
from policy_engine.domain.money import format_whole
from policy_engine.ir import nodes as ir

_WIDTH = 440
_BAR, _STEP, _LABEL = 22, 34, 130
_BOX, _GAP = 46, 40
_FEW = 3


def budget(version: ir.Version, words: Words) -> Iterator[Block]:
    """Give the contribution by month as a picture and a table, where it is the same for everybody.

    For one person; and for the whole quota where there is one number of places. Relief is not counted.
    """
    each_month = monthly(version)
    if not each_month:
        return
    number_of, source = people(version)
    total = sum(amount for _, amount in each_month)
    all_of = Text("Seluruhnya ({0} orang)", "In all ({0} people)")
    titles = [Text("Bulan", "Month"), Text("Seorang", "One person")]
    rows = [[format_month(month, words.language), words.rupiah(amount)] for month, amount in each_month]
    rows.append([words.say(Text("Jumlah", "In all")), words.rupiah(total)])
    if number_of is not None:
        titles.append(all_of)
        for row, amount in zip(rows, [*(amount for _, amount in each_month), total], strict=True):
            row.append(words.rupiah(amount * number_of))
    number = "" if number_of is None else format_whole(number_of, words.language)
    header = tuple(words.say(title, number) for title in titles)
    caption = words.say(
        Text("Iuran menurut bulan, sebelum keringanan", "Contribution by month, before any relief")
    )
    if isinstance(source, ir.Target):
        caption += words.say(
            Text(", menurut sasaran ({0})", ", by the target ({0})"), words.cite(source.citation)
        )
    elif source is not None:
        caption += words.say(
            Text(", menurut kuota ({0})", ", by the quota ({0})"), words.cite(source.citation)
        )
    shown = [(month, amount * (number_of or 1)) for month, amount in each_month]
    whose = Text("seluruhnya", "in all") if number_of else Text("untuk seorang", "for one person")
    title = f"{caption}, {words.say(whose)}"
    labels = [(format_month(month, words.language), words.rupiah(amount), amount) for month, amount in shown]
    yield Picture(_bars(labels, title), title, tuple(f"{name}: {amount}" for name, amount, _ in labels))
    yield Table(caption, header, tuple(tuple(row) for row in rows), frozenset(range(1, len(header))))


def article_of(citation: Citation) -> Citation:
    """Give the article a place stands in."""
    provision = citation.provision
    while provision.parent is not None and provision.parent.steps:
        provision = provision.parent
    return Citation(citation.instrument, provision)


def _places(norms: Sequence[ir.Norm], words: Words) -> str:
    """Name the articles that some norms stand in, the first few of them."""
    found = list(dict.fromkeys(words.cite(article_of(norm.citation)) for norm in norms))
    return "; ".join(found) if len(found) <= _FEW else f"{'; '.join(found[:_FEW])}; …"


def _of(version: ir.Version, role: ir.Role) -> Sequence[ir.Norm]:
    return [norm for norm in version.norms if norm.role is role]


def by_month(rows: Sequence[tuple[Month, int]], caption: str, words: Words) -> Iterator[Block]:
    """Give rupiah by month as a picture and a table with its sum."""
    labels = [(format_month(month, words.language), words.rupiah(rupiah), rupiah) for month, rupiah in rows]
    yield Picture(_bars(labels, caption), caption, tuple(f"{name}: {amount}" for name, amount, _ in labels))
    total = (words.say(Text("Jumlah", "In all")), words.rupiah(sum(rupiah for _, rupiah in rows)))
    header = (words.say(Text("Bulan", "Month")), words.say(Text("Iuran", "Contributions")))
    told = (*((name, amount) for name, amount, _ in labels), total)
    yield Table(caption, header, told, frozenset({1}))


def decision(version: ir.Version, words: Words) -> Picture:
    """Draw how a decision is made: the questions in order, and where each answer leads."""
    role = {role: sum(norm.role is role for norm in version.norms) for role in ir.Role}
    number = format_whole(len(version.groups), words.language)
    of_groups = [group.match for group in version.groups]
    steps = [
        (Text("Apakah berlaku di tempat dan pada tanggal itu?", "Does it apply at that place and date?"), "")
    ]
    refused = [Text("tidak berlaku", "not applicable")]
    no = Text("tidak memenuhi syarat", "not eligible")
    if of_groups:
        text = (
            Text("Termasuk golongan penerima?", "In the group of recipients?")
            if len(of_groups) == 1
            else Text(f"Termasuk salah satu dari {number} golongan?", f"In one of the {number} groups?")
        )
        steps.append((text, _places(of_groups, words)))
        refused.append(no)
    if role[ir.Role.REQUIREMENT]:
        count = role[ir.Role.REQUIREMENT]
        text = (
            Text("Syaratnya terpenuhi?", "Is the requirement met?")
            if count == 1
            else Text(f"Semua dari {count} syarat terpenuhi?", f"Are all {count} requirements met?")
        )
        steps.append((text, _places(_of(version, ir.Role.REQUIREMENT), words)))
        refused.append(no)
    if role[ir.Role.EXCLUSION]:
        count = role[ir.Role.EXCLUSION]
        text = (
            Text("Tidak terkena larangannya?", "Is the exclusion not the case?")
            if count == 1
            else Text(
                f"Tidak terkena satu pun dari {count} larangan?", f"Does none of {count} exclusions hold?"
            )
        )
        steps.append((text, _places(_of(version, ir.Role.EXCLUSION), words)))
        refused.append(no)
    limited = bool(version.quotas or version.ceilings)
    yes = Text("memenuhi syarat", "eligible")
    after = Text(
        "memenuhi syarat; tempat diberikan menurut urutan selama kuota atau pagu masih ada",
        "eligible; places are given in order while the quota or ceiling lasts",
    )
    title = words.say(Text("Cara keputusan dibuat", "How a decision is made"))
    questions = [(words.say(text), where) for text, where in steps]
    nos = [words.say(each) for each in refused]
    unknown = words.say(
        Text(
            "Bila sebuah jawaban belum diketahui dan menentukan, hasilnya belum dapat ditentukan.",
            "Where an answer is not known and it matters, the outcome is undetermined.",
        )
    )
    if_not = Text("{0} Bila tidak: {1}.", "{0} If not: {1}.")
    said = [
        words.say(if_not, f"{question} ({where})" if where else question, answer)
        for (question, where), answer in zip(questions, nos, strict=True)
    ]
    last = words.say(after if limited else yes)
    said.append(words.say(Text("Bila semuanya ya: {0}.", "If all are yes: {0}."), last))
    answers = (words.say(Text("ya", "yes")), words.say(Text("tidak", "no")))
    return Picture(_flow(questions, nos, words.say(yes), answers, title), title, (*said, unknown))


def monthly(version: ir.Version) -> list[tuple[Month, int]]:
    """Give what one person costs each month, in rupiah, where nothing depends on who it is."""
    amounts = {tariff.programme: constant(tariff.amount) for tariff in version.tariffs}
    months = [month for each in version.schedules for month in each.months]
    enrolled = {each.programme for each in version.enrolments}
    limited = [each.groups for each in version.tariffs] + [each.groups for each in version.schedules]
    limited += [each.groups for each in version.enrolments]
    conditions = [each.condition for each in version.enrolments] + [month.condition for month in months]
    depends = (
        len(amounts) != len(version.tariffs)
        or not enrolled
        or any(groups is not None for groups in limited)
        or not all(is_always(settled(each)) for each in conditions)
        or any(each.at_most is not None or each.is_open for each in version.schedules)
    )
    total = 0
    for programme in enrolled:
        amount = amounts.get(programme)
        if amount is None:
            return []
        total += amount
    return [] if depends else [(month, total) for month in sorted({each.month for each in months})]


def people(version: ir.Version) -> tuple[int | None, ir.Quota | ir.Target | None]:
    """Give how many people there are places for, and what says so: one quota for all, else one target."""
    whole = [
        q for q in version.quotas if q.groups is None and q.area is None and not q.floor and not q.places
    ]
    if len(whole) == 1 and whole[0].people is not None:
        return whole[0].people, whole[0]
    if not version.quotas and len(version.targets) == 1 and version.targets[0].people is not None:
        return version.targets[0].people, version.targets[0]
    return None, None


def _bars(rows: Sequence[tuple[str, str, int]], title: str) -> str:
    highest = max(amount for _, _, amount in rows) or 1
    height = _STEP * len(rows)
    room = _WIDTH - 2 * _LABEL
    drawn = []
    for position, (name, amount, size) in enumerate(rows):
        top = position * _STEP
        width = max(2, room * size // highest)
        drawn.append(
            f"{_text(_LABEL - 8, top + 21, name, 'end')}"
            f'<rect x="{_LABEL}" y="{top + 5}" width="{width}" height="{_BAR}" rx="3" fill="#0b5c6b"/>'
            f"{_text(_LABEL + width + 8, top + 21, amount)}"
        )
    return _svg("bars", height, title, drawn)


def _flow(
    questions: Sequence[tuple[str, str]],
    refused: Sequence[str],
    last: str,
    answers: tuple[str, str],
    title: str,
) -> str:
    yes, no = answers
    middle = _WIDTH // 2
    drawn = []
    for position, ((question, where), outcome) in enumerate(zip(questions, refused, strict=True)):
        top = 4 + position * (_BOX + _GAP)
        under = top + _BOX
        drawn.append(
            f"{_box('question', top, '#f3f6f9')}{_text(middle, top + (20 if where else 28), question, 'middle')}"
            f"{_text(middle, top + 37, where, 'middle', 11) if where else ''}"
            f'<path class="line" d="M90 {under} v{_GAP - 9}" stroke="#52606d"/>'
            f'<path d="M85 {under + _GAP - 9} l5 9 l5 -9 z" fill="#52606d"/>'
            f"{_text(104, under + 24, yes)}"
            f'<path class="line" d="M200 {under} v19 h9" stroke="#52606d" fill="none"/>'
            f'<path d="M208 {under + 14} l9 5 l-9 5 z" fill="#52606d"/>'
            f"{_text(224, under + 24, f'{no}: {outcome}')}"
        )
    top = 4 + len(questions) * (_BOX + _GAP)
    drawn.append(f"{_box('granted', top, '#e3f4e8')}{_text(middle, top + 28, last, 'middle')}")
    return _svg("flow", top + _BOX + 4, title, drawn)


def _box(name: str, top: int, colour: str) -> str:
    return (
        f'<rect class="{name}" x="2" y="{top}" width="{_WIDTH - 4}" height="{_BOX}" rx="8" '
        f'fill="{colour}" stroke="#d5dce3"/>'
    )


def _text(x: int, y: int, words: str, anchor: str = "start", size: int = 14) -> str:
    # Colours and sizes stand here too, for readers of SVG that know no style sheet.
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" font-family="sans-serif" '
        f'fill="#1c2733">{escape(words)}</text>'
    )


def _svg(name: str, height: int, title: str, drawn: Sequence[str]) -> str:
    label = escape(title, quote=True)
    return (
        f'<svg class="{name}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{label}">{"".join(drawn)}</svg>'
    )
