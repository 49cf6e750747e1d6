"""What a reader must know beside the outcome: a judgement and its cost in, cautions out."""

from collections.abc import Iterator, Sequence

from policy_engine.backends.scalar.cost import Charged
from policy_engine.backends.scalar.eligibility import Judged
from policy_engine.backends.scalar.evaluate import Scope
from policy_engine.backends.scalar.higher import Effective
from policy_engine.backends.scalar.months import is_projected
from policy_engine.backends.scalar.norms import Weighed
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.decision import Caution, CautionKind
from policy_engine.ir.nodes import Benefit, Status, Version
from policy_engine.ir.precedence import PARTICIPATION_FACT, version_on


def cautions(
    judged: Judged, effective: Effective, rows: Sequence[Charged], scope: Scope, facts_as_of: PackedDate
) -> tuple[Caution, ...]:
    """Give the cautions of a decision, in the order of `CautionKind`.

    What may happen to the contributions is told only where there may be any.
    """
    version = judged.version
    if version is None:
        return tuple(_of_instrument(judged))
    of_payment = (
        *_short_participation(judged, rows, scope),
        *_rationed(version),
        *_projected(judged, facts_as_of),
        *_relief_barred(rows),
    )
    found = (
        *(of_payment if effective.outcome in (Outcome.ELIGIBLE, Outcome.UNDETERMINED) else ()),
        *_of_text(version, (*judged.weighed, *effective.weighed)),
        *_of_instrument(judged),
        *_exception_conflicts(judged, rows),
    )
    order = {kind: place for place, kind in enumerate(CautionKind)}
    return tuple(sorted(dict.fromkeys(found), key=lambda caution: order[caution.kind]))


def _short_participation(judged: Judged, rows: Sequence[Charged], scope: Scope) -> Iterator[Caution]:
    months = tuple(month for month, funded in judged.months.items() if funded.known is True)
    open_ended = any(standing.funded.beyond for standing in judged.deciding)
    earlier = scope.worker.get(PARTICIPATION_FACT)
    took_part_before = isinstance(earlier, int) and months != () and earlier < months[0]
    if judged.outcome is not Outcome.ELIGIBLE or not months or open_ended or took_part_before:
        return
    programmes = frozenset(charged.row.programme for charged in rows)
    for benefit in _national_benefits(judged, scope):
        counted = _longest_run(months) if benefit.consecutive else len(months)
        if benefit.programme in programmes and counted < benefit.after_months:
            yield Caution(CautionKind.SHORT_PARTICIPATION, _short(benefit, counted), benefit.citation)


def _national_benefits(judged: Judged, scope: Scope) -> Iterator[Benefit]:
    for source in scope.library.instruments:
        national = source.region is None and source.segment in (None, judged.instrument.segment)
        version = version_on(source, scope.on) if national else None
        yield from () if version is None else version.benefits


def _longest_run(months: Sequence[Month]) -> int:
    """Count the months of the longest unbroken run."""
    longest = run = 0
    for place, month in enumerate(months):
        run = run + 1 if place > 0 and months[place - 1] == month - 1 else 1
        longest = max(longest, run)
    return longest


def _short(benefit: Benefit, counted: int) -> Text:
    unbroken = Text(" berturut-turut", " consecutive") if benefit.consecutive else Text("", "")
    return Text(
        f"hanya {counted} bulan Iuran yang ditanggung, sedangkan {benefit.title} baru diberikan kepada "
        f"peserta baru setelah {benefit.after_months} bulan{unbroken.indonesian}",
        f"only {counted} {'month is' if counted == 1 else 'months are'} paid for, while {benefit.title} is given to "
        f"a new participant after {benefit.after_months}{unbroken.english} months",
    )


def _rationed(version: Version) -> Iterator[Caution]:
    limits = (
        *(quota.citation for quota in version.quotas if not quota.floor),
        *(c.citation for c in version.ceilings),
    )
    if limits:
        message = Text(
            "jumlah penerima atau dananya terbatas, jadi memenuhi syarat belum berarti mendapat tempat",
            "places or money are limited, so being eligible is not yet being given a place",
        )
        yield Caution(CautionKind.RATIONED, message, limits[0])


def _projected(judged: Judged, facts_as_of: PackedDate) -> Iterator[Caution]:
    months = (month for month, funded in judged.months.items() if funded.known is not False)
    if any(is_projected(month, facts_as_of) for month in months):
        message = Text(
            "sebagian bulan belum berlalu pada tanggal data, jadi hasilnya berubah bila keadaan berubah",
            "some months were not over on the date of the facts; the result changes if circumstances do",
        )
        yield Caution(CautionKind.PROJECTED, message, None)


def _of_text(version: Version, weighed: Sequence[Weighed]) -> Iterator[Caution]:
    """Give what the text leaves open: delegates, blanks, clauses not encoded, and interpretations used."""
    for delegation in version.delegations:
        if delegation.blocking and not delegation.implemented_by:
            message = Text(
                f"Iuran belum dibayar sebelum ada peraturan pelaksana mengenai {delegation.matter}",
                f"nothing is paid before there is an implementing regulation on {delegation.matter}",
            )
            yield Caution(CautionKind.DELEGATE_MISSING, message, delegation.citation)
    if version.blanks:
        message = Text(
            f"naskah ini memuat {len(version.blanks)} bagian yang belum diisi",
            f"this text leaves {len(version.blanks)} part(s) blank",
        )
        yield Caution(CautionKind.BLANK, message, version.blanks[0].citation)
    for clause in version.not_encoded:
        message = Text(
            f"ketentuan ini tidak ditimbang oleh mesin: {clause.reason}",
            f"this clause is not weighed by the machine: {clause.reason}",
        )
        yield Caution(CautionKind.NOT_ENCODED, message, clause.citation)
    used = frozenset(found.norm.interpretation for found in weighed)
    for reading in version.interpretations:
        if reading.name in used:
            message = Text(f"dipakai tafsir: {reading.text}", f"an interpretation is used: {reading.text}")
            yield Caution(CautionKind.INTERPRETED, message, reading.citation)


def _of_instrument(judged: Judged) -> Iterator[Caution]:
    if judged.instrument.status is Status.REPORTED:
        message = Text(
            "isi naskah ini diketahui dari laporan, bukan dari naskah resminya",
            "this text is known from reports, not from the official document",
        )
        yield Caution(CautionKind.REPORTED, message, Citation(judged.instrument.id))


def _relief_barred(rows: Sequence[Charged]) -> Iterator[Caution]:
    message = Text(
        "keringanan Iuran tidak berlaku karena Iuran dibayar dari anggaran pemerintah",
        "the contribution relief does not apply because a public budget pays the contribution",
    )
    for charged in rows:
        if charged.barred is not None:
            yield Caution(CautionKind.RELIEF_BARRED, message, charged.barred)


def _exception_conflicts(judged: Judged, rows: Sequence[Charged]) -> Iterator[Caution]:
    message = Text(
        "dua pengecualian berlaku sekaligus dengan hasil yang berbeda",
        "two exceptions apply at once with different results",
    )
    if judged.outcome is Outcome.NOT_APPLICABLE:
        return
    for found in judged.weighed:
        if found.value.conflict:
            yield Caution(CautionKind.EXCEPTION_CONFLICT, message, found.norm.citation)
    for charged in rows:
        if charged.value.conflict:
            yield Caution(CautionKind.EXCEPTION_CONFLICT, message, charged.row.tariff)
