"""One version of an instrument in; the summary for the public, as a document, out.

Every statement is a field of the IR with the place it stands at; the source text is never read. What the
policy leaves blank or does not encode is a visible gap, and nothing is filled in.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from types import MappingProxyType

from policy_engine.backends.prose import amended, law, lines, picture, plain
from policy_engine.backends.prose.document import (
    Block,
    Document,
    Heading,
    Pairs,
    Paragraph,
    Statement,
    Statements,
    Table,
)
from policy_engine.backends.prose.say import constant, is_always, say, settled
from policy_engine.backends.prose.words import BUDGETS, DOCUMENTS, OCCUPATIONS, PARTIES, PROGRAMMES, Words
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import MonthRange, PackedDate, format_date, format_month
from policy_engine.domain.money import Rate, format_whole
from policy_engine.ir import nodes as ir
from policy_engine.ir.walk import arms, descend

_STATUS = MappingProxyType(
    {
        ir.Status.READ: Text(
            "Ringkasan ini dibuat dari naskah yang dibaca; yang mengikat ialah naskah resminya.",
            "This summary is made from a text that was read; what binds is the official text.",
        ),
        ir.Status.REPORTED: Text(
            "Ringkasan ini dibuat dari laporan, bukan dari naskahnya. Yang tidak disebut laporan dibiarkan kosong.",
            "This summary is made from reports and not from the text. What the reports do not say is left blank.",
        ),
        ir.Status.DRAFT: Text(
            "Ringkasan ini dibuat dari rancangan yang belum ditetapkan dan masih dapat berubah.",
            "This summary is made from a draft that is not enacted and may still change.",
        ),
    }
)

_AREA = MappingProxyType(
    {
        ir.Area.REGENCY: Text("per kabupaten/kota", "per regency or city"),
        ir.Area.DISTRICT: Text("per kecamatan", "per district"),
        ir.Area.VILLAGE: Text("per desa/kelurahan", "per village"),
    }
)

_ORDER = MappingProxyType(
    {
        ir.Order.LOWEST: Text(
            "{0}, mulai dari yang terendah atau paling awal", "{0}, lowest or earliest first"
        ),
        ir.Order.HIGHEST: Text(
            "{0}, mulai dari yang tertinggi, terakhir, atau memenuhi",
            "{0}, highest, latest or meeting it first",
        ),
    }
)

_GAP = MappingProxyType(
    {
        ir.GapRule.LOWER: Text(
            "di antara dua baris berlaku baris bawah", "between two rows the lower row applies"
        ),
        ir.GapRule.UPPER: Text(
            "di antara dua baris berlaku baris atas", "between two rows the upper row applies"
        ),
        ir.GapRule.UNDETERMINED: Text(
            "di antara dua baris belum dapat ditentukan", "between two rows nothing is determined"
        ),
    }
)


_RULE = MappingProxyType(
    {
        ("unknown_last", True): Text(
            "Yang nilainya belum diketahui ditempatkan terakhir.",
            "Those with unknown values are placed last.",
        ),
        ("unknown_last", False): Text(
            "Yang nilainya belum diketahui ditahan dahulu.", "Those with unknown values are held back."
        ),
        ("skip_fill", True): Text("Yang tidak muat dilewati.", "Those who do not fit are passed over."),
        ("skip_fill", False): Text(
            "Pada yang pertama tidak muat, pengisian berhenti.",
            "Filling stops at the first who does not fit.",
        ),
        ("monthly", True): Text("Kuota diisi setiap bulan.", "The quota is filled every month."),
        ("waiting_list", True): Text("Ada daftar tunggu.", "There is a waiting list."),
        ("replacement", True): Text("Penerima yang berhenti diganti.", "Recipients who stop are replaced."),
        ("months_reducible", True): Text(
            "Jumlah bulan dapat dikurangi.", "The number of months may be reduced."
        ),
    }
)
"""What the rules of an allocation say, by field and value."""


def summary(
    instrument: ir.Instrument, version: ir.Version, library: ir.Library, language: Language
) -> Document:
    """Give the summary of what an instrument says from `version.since` until `version.until`."""
    words = Words(instrument.id, library, language)
    title = instrument.title or words.say(Text("... (judul tidak disebut)", "... (title not stated)"))
    sections = (
        (Text("Ringkasnya", "In short"), _in_short(instrument, version, words)),
        (Text("Siapa yang menerima", "Who receives"), _who(instrument, version, words)),
        (Text("Syaratnya", "How to qualify"), _requirements(version, words)),
        (Text("Yang tidak memenuhi syarat", "What does not qualify"), _exclusions(version, words)),
        (Text("Pengecualian", "Exceptions"), _exceptions(version, words)),
        (Text("Program dan manfaatnya", "Programmes and benefits"), _programmes(version, words)),
        (Text("Iuran", "Contributions"), contributions(version, words)),
        (Text("Siapa yang membayar", "Who pays"), payers(version, words)),
        (Text("Bulan yang dibayar", "Months paid for"), months(version, words)),
        (Text("Kapan berhenti", "When it stops"), _endings(instrument, version, words)),
        (Text("Bila tempat terbatas", "Where places are limited"), places(version, words)),
        (
            Text("Ketentuan bagi setiap peserta", "What holds for every participant"),
            _participants(version, words),
        ),
        (Text("Yang diatur lebih lanjut", "What is left to other texts"), _delegations(version, words)),
        (Text("Cara keputusan dibuat", "How a decision is made"), (picture.decision(version, words),)),
        (Text("Yang belum diisi atau tidak dikodekan", "What is blank or not encoded"), gaps(version, words)),
        (Text("Tafsir yang dipakai", "Interpretations relied on"), interpretations(version, words)),
        (Text("Asal ringkasan ini", "Where this comes from"), provenance(instrument, version, words)),
    )
    blocks: list[Block] = []
    for heading, section in sections:
        found = [block for block in section if not (isinstance(block, Statements) and not block.items)]
        if found:
            blocks += [Heading(words.say(heading)), *found]
    return Document(
        language, words.instrument(instrument.id), title, words.say(_STATUS[instrument.status]), tuple(blocks)
    )


def provenance(instrument: ir.Instrument, version: ir.Version, words: Words) -> Iterator[Block]:
    """Give where an instrument was taken from, and which version of it this is."""

    def day(date: PackedDate | None) -> str:
        return "..." if date is None else format_date(date, words.language)

    until = day(version.until)
    rows: list[tuple[Text, str]] = [
        (Text("Pengenal", "Identifier"), instrument.id.slug),
        (
            Text("Wilayah", "Territory"),
            words.say(Text("seluruh Indonesia", "all of Indonesia"))
            if instrument.region is None
            else f"{words.region(instrument.region)} ({instrument.region})",
        ),
        (Text("Ditetapkan", "Enacted"), day(instrument.enacted)),
        (Text("Diundangkan", "Promulgated"), day(instrument.promulgated)),
        (Text("Mulai berlaku", "In force from"), day(instrument.commences)),
    ]
    if instrument.commences is not None:
        text = Text("sejak {0} sampai sebelum {1}", "from {0} until before {1}")
        open_ended = Text("sejak {0} sampai ada perubahan", "from {0} until it is changed")
        said = (
            words.say(open_ended, day(version.since))
            if version.until is None
            else words.say(text, day(version.since), until)
        )
        rows.append((Text("Versi ini", "This version"), said))
    if instrument.segment is not None:
        rows.append(
            (Text("Segmen peserta", "Segment of participants"), words.code("segmen", instrument.segment))
        )
    rows += [(Text("Diubah dengan", "Amended by"), words.instrument(each)) for each in version.amended_by]
    rows += [(Text("Mengingat", "In view of"), words.instrument(each)) for each in instrument.in_view_of]
    rows += [(Text("Melaksanakan", "Implements"), words.cite(each)) for each in instrument.implements]
    rows += [
        (Text("Khusus terhadap", "Special to"), words.instrument(each)) for each in instrument.special_to
    ]
    if instrument.repealed_by is not None:
        rows.append((Text("Dicabut dengan", "Repealed by"), words.instrument(instrument.repealed_by)))
    if instrument.encoded_from is not None:
        rows.append((Text("Dikodekan dari", "Encoded from"), instrument.encoded_from))
    rows += [(Text("Sumber", "Source"), each) for each in instrument.sources]
    yield Pairs(tuple((words.say(name), value) for name, value in rows))


# Who, and how to qualify


def _in_short(instrument: ir.Instrument, version: ir.Version, words: Words) -> Iterator[Block]:
    found: list[Statement] = []
    if version.groups:
        where = words.cite(picture.article_of(version.groups[0].match.citation))
        if len(version.groups) == 1:
            only = _group_name(version.groups[0], words)
            text = Text("Yang dapat menerima: {0}", "Who may receive: {0}")
            found.append(Statement(words.say(text, only), where, gap=_has_blank(version.groups[0].match)))
        else:
            text = Text("Yang dapat menerima: {0} golongan", "Workers in {0} groups may receive it")
            found.append(Statement(words.say(text, format_whole(len(version.groups), words.language)), where))
    programmes = {each.programme: each.citation for each in version.enrolments}
    if programmes:
        sure = {each.programme for each in version.enrolments if is_always(settled(each.condition))}
        some = Text("; bagi sebagian penerima", "; for some recipients")
        covered = [
            f"{words.programme(each)} ({words.code(PROGRAMMES, each)}{'' if each in sure else words.say(some)})"
            for each in programmes
        ]
        text = Text("Yang dijamin: {0}", "It covers {0}")
        where = words.listed(list(dict.fromkeys(words.cite(each) for each in programmes.values())))
        found.append(Statement(words.say(text, words.listed(covered)), where))
    commences = Text("Mulai berlaku {0}", "In force from {0}")
    if instrument.commences is not None:
        day = format_date(instrument.commences, words.language)
        found.append(Statement(words.say(commences, day), words.instrument(instrument.id)))
    else:
        blank = Text("Mulai berlaku ...", "In force from ...")
        found.append(Statement(words.say(blank), words.instrument(instrument.id), gap=True))
    makers = {instrument.id, *version.amended_by}
    found += [
        Statement(amended.retroactive(each, words), words.instrument(each.id))
        for each in words.library.instruments
        if each.id in makers and amended.is_retroactive(each)
    ]
    amounts = [constant(tariff.amount) for tariff in version.tariffs]
    is_one = len({tariff.programme for tariff in version.tariffs}) == len(amounts)
    limited = [tariff.groups for tariff in version.tariffs] + [each.groups for each in version.enrolments]
    for_all = not any(limited) and all(is_always(settled(each.condition)) for each in version.enrolments)
    if amounts and None not in amounts and is_one and for_all:
        total = words.rupiah(sum(amount for amount in amounts if amount is not None))
        text = Text("Iuran seorang {0} per bulan", "The contribution for one person is {0} a month")
        where = words.listed(list(dict.fromkeys(words.cite(tariff.citation) for tariff in version.tariffs)))
        found.append(Statement(words.say(text, total), where))
    found += [_bearing(each, version, words) for each in version.bearings if each.groups is None]
    found += [_schedule(each, version, words) for each in version.schedules if each.groups is None]
    yield Statements(tuple(found))


def _who(instrument: ir.Instrument, version: ir.Version, words: Words) -> Iterator[Block]:
    if not version.groups:
        return
    if instrument.region is not None:
        text = Text("Berlaku di {0}", "It applies in {0}")
        said = words.say(text, words.region(instrument.region))
        yield Statements((Statement(said, words.instrument(instrument.id)),))
    if len(version.groups) > 1:
        yield Paragraph(words.say(Text("Salah satu dari golongan ini:", "Any one of these groups:")))
    names = {group.id: _group_name(group, words) for group in version.groups}
    items = []
    for group in version.groups:
        notes = list(_notes(group.match, words))
        if group.name is not None:
            notes.append(words.say(Text("kelompok {0}", "group {0}"), group.name.replace("_", " ")))
        if group.precedes:
            text = Text("didahulukan dari: {0}", "comes before: {0}")
            notes.append(words.say(text, "; ".join(names[each] for each in sorted(group.precedes))))
        items.append(
            Statement(
                names[group.id], words.cite(group.match.citation), tuple(notes), _has_blank(group.match)
            )
        )
    yield Statements(tuple(items))
    yield from _occupations(version, words)


def _group_name(group: ir.Group, words: Words) -> str:
    said = plain.sentence(group.match, words)
    lead, colon, rest = said.partition(":")
    return (
        rest.strip()
        if colon and group.name is not None and group.name.replace("_", " ") in lead.replace("_", " ")
        else said
    )


def _occupations(version: ir.Version, words: Words) -> Iterator[Block]:
    """Give the table of occupations, each with its code and everyday names, and the place that lists it."""
    codes = {code.name: code for v in words.library.vocabularies if v.name == OCCUPATIONS for code in v.codes}
    vocabulary = next((v for v in words.library.vocabularies if v.name == OCCUPATIONS), None)
    places: dict[str, list[Citation]] = {}
    for group in version.groups:
        for part in descend(group.match.condition):
            if isinstance(part, ir.Includes) and part.subject.type.vocabulary == OCCUPATIONS:
                for name in sorted(part.codes):
                    places.setdefault(name, []).append(group.match.citation)
    if not places or vocabulary is None:
        return
    rows = []
    for name, where in places.items():
        code = codes.get(name)
        synonyms = "" if code is None else ", ".join(code.synonyms)
        cited = "; ".join(dict.fromkeys(words.cite(each) for each in where))
        rows.append(
            (words.code(OCCUPATIONS, name), "" if code is None else code.code or "—", synonyms or "—", cited)
        )
    version_of = vocabulary.version or vocabulary.name
    caption = words.say(Text("Pekerjaan yang disebut ({0})", "Occupations named ({0})"), version_of)
    titles = (
        Text("Pekerjaan", "Occupation"),
        Text("Kode", "Code"),
        Text("Sebutan lain", "Also called"),
        Text("Menurut", "Under"),
    )
    yield Table(caption, tuple(words.say(title) for title in titles), tuple(rows))


def _requirements(version: ir.Version, words: Words) -> Iterator[Block]:
    found = tuple(_norm(norm, words, version) for norm in _of(version, ir.Role.REQUIREMENT))
    if len(found) > 1:
        text = Text("Semua syarat ini harus terpenuhi:", "All of these must hold of the worker:")
        yield Paragraph(words.say(text))
    yield Statements(found)
    yield from _ages(version, words)


def _ages(version: ir.Version, words: Words) -> Iterator[Block]:
    rows = []
    for norm in (*(group.match for group in version.groups), *version.norms):
        for part in descend(norm.condition):
            if isinstance(part, ir.AgeCompare):
                bound = say(part, words).partition(words.say(Text(" pada ", " on ")))[0]
                rows.append((bound, say(part.on, words), words.cite(norm.citation)))
    if rows:
        titles = (Text("Batas usia", "Age bound"), Text("Diuji pada", "Tested on"), Text("Menurut", "Under"))
        caption = words.say(Text("Usia dan kapan diuji", "Ages and when they are tested"))
        yield Table(caption, tuple(words.say(title) for title in titles), tuple(dict.fromkeys(rows)))


def _exclusions(version: ir.Version, words: Words) -> Iterator[Block]:
    found = tuple(_norm(norm, words, version) for norm in _of(version, ir.Role.EXCLUSION))
    if len(found) > 1:
        text = Text("Satu saja dari hal ini cukup:", "Any one of these is enough:")
        yield Paragraph(words.say(text))
    yield Statements(found)


def _exceptions(version: ir.Version, words: Words) -> Iterator[Block]:
    named: list[tuple[Citation, ir.Expr]] = [
        (norm.citation, norm.condition)
        for norm in (*(group.match for group in version.groups), *version.norms, *version.participant_norms)
    ]
    named += [(each.citation, each.amount) for each in version.tariffs]
    named += [(each.citation, each.condition) for each in version.enrolments]
    named += [(each.citation, share.condition) for each in version.bearings for share in each.shares]
    named += [(each.citation, month.condition) for each in version.schedules for month in each.months]
    items: list[Statement] = []
    for citation, expr in named:
        for _, arm in arms(expr):
            if arm.value.type.kind is ir.Kind.TRUTH and isinstance(arm.value, ir.Literal):
                # What it puts in place stands in the words of the exception.
                instead = words.say(Text("menggantikan {0}", "in place of {0}"), words.cite(citation))
            else:
                instead = words.say(
                    Text("menggantikan {0} dengan: {1}", "in place of {0}: {1}"),
                    words.cite(citation),
                    say(arm.value, words),
                )
            items.append(
                Statement(words.wording(arm.wording, arm.condition), words.cite(arm.citation), (instead,))
            )
    yield Statements(tuple(dict.fromkeys(items)))


# Programmes, contributions, payers


def _programmes(version: ir.Version, words: Words) -> Iterator[Block]:
    rows = [
        (
            words.programme(each.programme),
            words.code(PROGRAMMES, each.programme),
            _whom_where(each.groups, settled(each.condition), version, words),
            words.listed(_places(each.citation, each.condition, words)),
        )
        for each in version.enrolments
    ]
    if rows:
        titles = (
            Text("Program", "Programme"),
            Text("Kepanjangan", "In full"),
            Text("Bagi", "For"),
            Text("Menurut", "Under"),
        )
        yield Table(
            words.say(Text("Program", "Programmes")), tuple(words.say(title) for title in titles), tuple(rows)
        )
    yield Statements(tuple(_benefit(each, words) for each in version.benefits))
    sets = Text("peserta mengikuti: {0}", "participants take part in: {0}")
    joint = Text("atau", "or")
    yield Statements(
        tuple(
            Statement(
                words.say(sets, words.listed([words.programmes(one) for one in each.sets], joint)),
                words.cite(each.citation),
                _provided(each.condition, words),
            )
            for each in version.programme_sets
        )
    )


def _benefit(each: ir.Benefit, words: Words) -> Statement:
    text = Text("{0}: {1} sebesar {2}", "{0}: {1} of {2}")
    notes = []
    if each.after_months:
        after = Text("setelah paling sedikit {0} bulan Iuran{1}", "after at least {0} contribution months{1}")
        consecutive = words.say(Text(" berturut-turut", " in a row")) if each.consecutive else ""
        notes.append(words.say(after, str(each.after_months), consecutive))
    said = words.say(text, words.programme(each.programme), each.title, words.rupiah(each.rupiah))
    return Statement(said, words.cite(each.citation), tuple(notes), gap=each.rupiah is None)


def contributions(version: ir.Version, words: Words) -> Iterator[Block]:
    """Give the contributions and what lowers them, and when they are due."""
    if version.tariffs:
        titles = (
            Text("Program", "Programme"),
            Text("Bagi", "For"),
            Text("Iuran per bulan", "Contribution a month"),
            Text("Menurut", "Under"),
        )
        rows = []
        sure = {each.programme for each in version.enrolments if is_always(settled(each.condition))}
        enrolled = Text("penerima yang diikutsertakan", "recipients who are enrolled")
        for each in version.tariffs:
            amount = constant(each.amount)
            said = say(each.amount, words) if amount is None else words.rupiah(amount)
            for_some = each.groups is None and version.enrolments and each.programme not in sure
            rows.append(
                (
                    words.programme(each.programme),
                    words.say(enrolled) if for_some else _whom(each.groups, version, words),
                    said,
                    words.cite(each.citation),
                )
            )
        caption = words.say(Text("Iuran per orang per bulan", "Contribution for one person a month"))
        yield Table(caption, tuple(words.say(title) for title in titles), tuple(rows), frozenset({2}))
    for table in version.tables:
        yield _bands(table, words)
    yield Statements(tuple(_relief(each, words) for each in version.reliefs))
    found = [
        Statement(
            words.say(
                Text("dapat dibayar sekaligus untuk {0} bulan", "may be paid at once for {0} months"),
                words.listed([str(m) for m in each.months], Text("atau", "or")),
            ),
            words.cite(each.citation),
        )
        for each in version.payment_periods
    ]
    yield Statements((*found, *(_deadline(each, words) for each in version.deadlines)))


def _bands(table: ir.BandTable, words: Words) -> Table:
    text = Text("Tabel {0} menurut {1} ({2}; {3})", "Table of {0} by {1} ({2}; {3})")
    caption = words.say(
        text,
        words.programme(table.programme),
        words.fact(table.by),
        words.cite(table.citation),
        words.say(_GAP[table.gap]),
    )
    rows = []
    for band in table.bands:
        low = "—" if band.low is None else words.rupiah(band.low)
        high = "—" if band.high is None else words.rupiah(band.high)
        rows.append((str(band.row), low, high, words.rupiah(band.amount)))
    titles = (
        Text("Baris", "Row"),
        Text("Mulai", "From"),
        Text("Sampai dengan", "Through"),
        Text("Iuran per bulan", "Contribution a month"),
    )
    return Table(caption, tuple(words.say(title) for title in titles), tuple(rows), frozenset({0, 1, 2, 3}))


def _relief(each: ir.Relief, words: Words) -> Statement:
    rate = Rate(Fraction(each.numerator, each.denominator)).format(words.language)
    months = MonthRange(each.first, each.last).format(words.language)
    text = Text("keringanan Iuran {0} sebesar {1} untuk {2}", "relief of {1} on contributions to {0} for {2}")
    notes = list(_provided(each.condition, words))
    if each.from_participation_month > 1:
        start = Text("mulai bulan kepesertaan ke-{0}", "from participation month {0}")
        notes.append(words.say(start, str(each.from_participation_month)))
    if each.barred_budgets:
        barred = words.listed(
            [words.code(BUDGETS, name) for name in sorted(each.barred_budgets)], Text("atau", "or")
        )
        notes.append(
            words.say(
                Text("tidak untuk Iuran yang dibayar dari {0}", "not for contributions paid from {0}"), barred
            )
        )
    return Statement(
        words.say(text, words.programmes(each.programmes), rate, months),
        words.cite(each.citation),
        tuple(notes),
    )


def _deadline(each: ir.Deadline, words: Words) -> Statement:
    following = words.say(
        Text("bulan berikutnya", "the following month")
        if each.month_offset
        else Text("bulan Iuran itu", "that month")
    )
    text = Text(
        "Iuran {0} dibayar paling lambat tanggal {1} {2}",
        "contributions to {0} are paid no later than day {1} of {2}",
    )
    working = Text("bila hari libur, hari kerja berikutnya", "on a holiday, the next working day")
    notes = (words.say(working),) if each.next_working_day else ()
    return Statement(
        words.say(text, words.programmes(each.programmes), str(each.day), following),
        words.cite(each.citation),
        notes,
    )


def payers(version: ir.Version, words: Words) -> Iterator[Block]:
    """Give who bears, who hands over, and which budgets are charged."""
    yield Statements(
        (
            *(_bearing(each, version, words) for each in version.bearings),
            *(_deposit(each, words) for each in version.deposits),
            *(_funding(each, version, words) for each in version.fundings),
        )
    )


def _bearing(each: ir.Bearing, version: ir.Version, words: Words) -> Statement:
    programmes = "" if each.programmes is None else f" {words.programmes(each.programmes)}"
    notes = (
        [words.say(Text("bagi {0}", "for {0}"), _whom(each.groups, version, words))] if each.groups else []
    )
    if each.is_open:
        said = words.say(
            Text("Iuran{0} ditanggung oleh ...", "The contribution{0} is borne by ..."), programmes
        )
        return Statement(said, words.cite(each.citation), tuple(notes), gap=True)
    parts = []
    for share in each.shares:
        if share.numerator == share.denominator:
            whole = Text("seluruhnya oleh {0}", "wholly by {0}")
            parts.append(words.say(whole, words.party(share.party)))
        else:
            rate = Rate(Fraction(share.numerator, share.denominator)).format(words.language)
            parts.append(words.say(Text("{0} oleh {1}", "{0} by {1}"), rate, words.party(share.party)))
        notes += _provided(share.condition, words)
    text = Text("Iuran{0} ditanggung {1}", "The contribution{0} is borne {1}")
    return Statement(
        words.say(text, programmes, words.listed(parts)),
        words.cite(each.citation),
        tuple(dict.fromkeys(notes)),
    )


def _deposit(each: ir.Deposit, words: Words) -> Statement:
    text = Text("Iuran disetor oleh {0}", "The contribution is handed over by {0}")
    return Statement(
        words.say(text, words.party(each.party)), words.cite(each.citation), gap=each.party is None
    )


def _funding(each: ir.Funding, version: ir.Version, words: Words) -> Statement:
    text = Text("Dana dibebankan pada {0}", "Funds are charged to {0}")
    notes = (
        [words.say(Text("bagi {0}", "for {0}"), _whom(each.groups, version, words))] if each.groups else []
    )
    budgets = words.listed([budget(one, words) for one in each.budgets]) or "..."
    is_gap = each.is_open or any(not one.fiscal_years for one in each.budgets)
    return Statement(words.say(text, budgets), words.cite(each.citation), tuple(notes), gap=is_gap)


def budget(each: ir.Budget, words: Words) -> str:
    """Name a budget: its kind, region, fiscal years and item; what is blank is three points."""
    name = words.say(Text("{0}", "the {0}"), words.code(BUDGETS, each.kind))
    if each.region is not None:
        name = words.say(Text("{0} {1}", "{0} of {1}"), name, words.region(each.region))
    if each.amended:
        name = words.say(Text("{0} perubahan", "{0} as amended"), name)
    years = words.listed([str(year) for year in each.fiscal_years]) or "..."
    said = words.say(Text("{0} tahun anggaran {1}", "{0}, fiscal year {1}"), name, years)
    if each.item is None:
        return said
    return words.say(Text("{0}, belanja {1}", "{0}, spending item {1}"), said, each.item)


def months(version: ir.Version, words: Words) -> Iterator[Block]:
    """Give the months paid for, and their cost where it is the same for everybody."""
    yield Statements(tuple(_schedule(each, version, words) for each in version.schedules))
    yield from picture.budget(version, words)
    conditional = [
        m for each in version.schedules for m in each.months if not is_always(settled(m.condition))
    ]
    if conditional:
        titles = (Text("Bulan", "Month"), Text("Dibayar bila", "Paid where"))
        rows = tuple(
            (format_month(m.month, words.language), say(settled(m.condition), words)) for m in conditional
        )
        caption = words.say(Text("Bulan yang bersyarat", "Months with a condition"))
        yield Table(caption, tuple(words.say(title) for title in titles), rows)


def _schedule(each: ir.Schedule, version: ir.Version, words: Words) -> Statement:
    notes = []
    if each.at_most is not None:
        text = Text("paling lama {0} bulan bagi seorang", "at most {0} months for one person")
        notes.append(words.say(text, str(each.at_most)))
    if each.in_advance:
        notes.append(words.say(Text("dibayar sekaligus di muka", "paid at once in advance")))
    if each.groups:
        notes.append(words.say(Text("bagi {0}", "for {0}"), _whom(each.groups, version, words)))
    found = words.months([month.month for month in each.months])
    said = f"{found}; ..." if each.is_open and found else found or "..."
    text = Text("Iuran dibayar untuk bulan {0}", "Contributions are paid for {0}")
    return Statement(words.say(text, said), words.cite(each.citation), tuple(notes), gap=each.is_open)


# Ending, places, participants, what is left open


def _endings(instrument: ir.Instrument, version: ir.Version, words: Words) -> Iterator[Block]:
    items = [_norm(norm, words, version) for norm in _of(version, ir.Role.CONTINUATION)]
    items += [_norm(norm, words, version) for norm in _of(version, ir.Role.ENDING)]
    for each in instrument.continuations:
        text = Text("tetap berlaku sampai sebelum {0} bila {1}", "still holds until before {0} where {1}")
        day = format_date(each.until, words.language)
        items.append(Statement(words.say(text, day, say(each.condition, words)), words.cite(each.citation)))
    yield Statements(tuple(items))


def places(version: ir.Version, words: Words) -> Iterator[Block]:
    """Give quotas, ceilings, targets and the order in which places are given."""
    items: list[Statement] = []
    for quota in version.quotas:
        bound = (
            Text("paling sedikit {0} orang", "at least {0} people")
            if quota.floor
            else Text("paling banyak {0} orang", "at most {0} people")
        )
        people = "..." if quota.people is None else format_whole(quota.people, words.language)
        notes = []
        if quota.area is not None:
            notes.append(words.say(_AREA[quota.area]))
        if quota.groups:
            notes.append(words.say(Text("bagi {0}", "for {0}"), _whom(quota.groups, version, words)))
        if not quota.places:
            items.append(
                Statement(
                    words.say(bound, people), words.cite(quota.citation), tuple(notes), quota.people is None
                )
            )
    for ceiling in version.ceilings:
        text = Text("pagu paling banyak {0}", "a ceiling of at most {0}")
        notes = []
        if ceiling.budget is not None:
            notes.append(words.code(BUDGETS, ceiling.budget))
        if ceiling.fiscal_year is not None:
            notes.append(words.say(Text("tahun anggaran {0}", "fiscal year {0}"), str(ceiling.fiscal_year)))
        items.append(
            Statement(
                words.say(text, words.rupiah(ceiling.rupiah)),
                words.cite(ceiling.citation),
                tuple(notes),
                ceiling.rupiah is None,
            )
        )
    for target in version.targets:
        people = "..." if target.people is None else format_whole(target.people, words.language)
        text = Text("sasaran {0} orang; sasaran bukan batas", "a target of {0} people; a target is no limit")
        items.append(
            Statement(words.say(text, people), words.cite(target.citation), gap=target.people is None)
        )
    for position, key in enumerate(version.allocation.keys, 1):
        text = Text("urutan {0}: {1}", "order {0}: {1}")
        said = words.say(text, str(position), words.say(_ORDER[key.order], say(key.key, words)))
        items.append(Statement(said, words.cite(key.citation)))
    for listing in version.listings:
        decree = _decree(listing, words)
        text = Text("daftar penerima ditetapkan dengan {0}", "the list of recipients is fixed by {0}")
        notes = [] if listing.fact is None else [words.fact(listing.fact)]
        items.append(
            Statement(words.say(text, decree), words.cite(listing.citation), tuple(notes), decree == _OPEN)
        )
    yield Statements(tuple(items))
    for quota in (each for each in version.quotas if each.places):
        rows = tuple(
            (words.region(code), format_whole(people, words.language)) for code, people in quota.places
        )
        caption = words.say(
            Text("Kuota per wilayah ({0})", "Quota per place ({0})"), words.cite(quota.citation)
        )
        yield Table(
            caption,
            (words.say(Text("Wilayah", "Place")), words.say(Text("Orang", "People"))),
            rows,
            frozenset({1}),
        )
    yield Statements(tuple(_allocation(version.allocation, words)))


_OPEN = "..."


def _decree(listing: ir.Listing, words: Words) -> str:
    if listing.office is not None:
        return words.say(listing.office.decree)
    return _OPEN if listing.decree is None else words.instrument(listing.decree)


def _allocation(rules: ir.Allocation, words: Words) -> Iterator[Statement]:
    for each in rules.stated:
        text = _RULE.get((each.field, getattr(rules, each.field)))
        if text is not None:
            yield Statement(words.say(text), words.cite(each.citation))


def _participants(version: ir.Version, words: Words) -> Iterator[Block]:
    yield Statements(tuple(_norm(norm, words, version) for norm in version.participant_norms))


def _delegations(version: ir.Version, words: Words) -> Iterator[Block]:
    text = Text("{0} diatur dengan {1}", "{0}: regulated by a {1}")
    items = []
    for each in version.delegations:
        by = words.listed([words.instrument(one) for one in each.implemented_by])
        note = (
            words.say(Text("dilaksanakan dengan {0}", "carried out by {0}"), by)
            if by
            else words.say(Text("pelaksanaannya tidak termuat di sini", "nothing loaded here carries it out"))
        )
        said = words.say(text, each.matter, each.kind.title.in_(words.language))
        items.append(Statement(said, words.cite(each.citation), (note,), gap=not by))
    yield Statements(tuple(items))


def gaps(version: ir.Version, words: Words) -> Iterator[Block]:
    """Give what the policy leaves blank or does not encode."""
    no_remark = Text("kosong tanpa keterangan", "left blank without a remark")
    affects = Text("memengaruhi kelayakan; dibuktikan sebagai: {0}", "affects eligibility; attested as: {0}")
    not_encoded = Text("tidak dikodekan: {0}", "not encoded: {0}")
    open_header = [line for line in law.header(version, words.language) if lines.has_blank(line)]
    items = [
        Statement(lines.readable(line, words.language), words.instrument(words.own), gap=True)
        for line in open_header
    ]
    items += [
        Statement(
            words.say(no_remark) if each.note is None else each.note,
            words.cite(each.citation),
            gap=True,
        )
        for each in version.blanks
        if each.citation.provision.steps or not open_header
    ]
    items += [
        Statement(
            words.say(not_encoded, each.reason),
            words.cite(each.citation),
            (
                words.say(Text("tidak memengaruhi kelayakan", "does not affect eligibility"))
                if each.fact is None
                else words.say(affects, words.fact(each.fact)),
            ),
            gap=True,
        )
        for each in version.not_encoded
    ]
    yield Statements(tuple(items))


def interpretations(version: ir.Version, words: Words) -> Iterator[Block]:
    """Give the named readings that the policy relies on."""
    based = Text("berdasarkan {0}", "based on {0}")
    yield Statements(
        tuple(
            Statement(
                f"{each.name.replace('_', ' ')}: {each.text}",
                words.cite(each.citation),
                () if each.basis is None else (words.say(based, words.cite(each.basis)),),
            )
            for each in version.interpretations
        )
    )


# Parts of statements


def _norm(norm: ir.Norm, words: Words, version: ir.Version) -> Statement:
    notes = list(_notes(norm, words))
    if norm.groups is not None:
        notes.append(words.say(Text("bagi {0}", "for {0}"), _whom(norm.groups, version, words)))
    if norm.grain is ir.Grain.EACH_MONTH:
        notes.append(words.say(Text("diuji setiap bulan Iuran", "weighed each contribution month")))
    return Statement(plain.sentence(norm, words), words.cite(norm.citation), tuple(notes), _has_blank(norm))


def _notes(norm: ir.Norm, words: Words) -> Iterator[str]:
    meant = plain.meaning(norm, words)
    if meant:
        yield words.say(Text("maksudnya: {0}", "as in {0}"), meant)
    if norm.evidence is not None:
        document = words.code(DOCUMENTS, norm.evidence.document)
        if norm.evidence.officer is None:
            yield words.say(Text("bukti: {0}", "proof: {0}"), document)
        else:
            officer = words.code(PARTIES, norm.evidence.officer)
            yield words.say(Text("bukti: {0} oleh {1}", "proof: {0} from {1}"), document, officer)
    if norm.interpretation is not None:
        yield words.say(
            Text("menurut tafsir {0}", "by interpretation {0}"), norm.interpretation.replace("_", " ")
        )


def _has_blank(norm: ir.Norm) -> bool:
    return any(isinstance(part, ir.Blank) for part in descend(norm.condition))


def _of(version: ir.Version, role: ir.Role) -> Sequence[ir.Norm]:
    return [norm for norm in version.norms if norm.role is role]


def _whom(groups: frozenset[str] | None, version: ir.Version, words: Words) -> str:
    if groups is None:
        return words.say(Text("semua penerima", "all recipients"))
    return "; ".join(_group_name(group, words) for group in version.groups if group.id in groups)


def _whom_where(groups: frozenset[str] | None, condition: ir.Expr, version: ir.Version, words: Words) -> str:
    whom = _whom(groups, version, words)
    text = Text("{0}, bila {1}", "{0}, where {1}")
    return whom if is_always(condition) else words.say(text, whom, say(condition, words))


def _places(citation: Citation, condition: ir.Expr, words: Words) -> list[str]:
    """Name the place that states a thing and those of the exceptions that change it."""
    return list(
        dict.fromkeys(words.cite(each) for each in (citation, *(arm.citation for _, arm in arms(condition))))
    )


def _provided(condition: ir.Expr, words: Words) -> tuple[str, ...]:
    if is_always(condition):
        return ()
    return (words.say(Text("bila {0}", "where {0}"), say(condition, words)),)
