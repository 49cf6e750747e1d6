"""The forms of sentences and conditions, each with an example: what a lawyer wrote in, how it is written here out.

Other words for the same thing are common in regulations. Each form knows the words by which it is
recognised, in both languages, and one example that can be copied. A test reads every example.
"""

import re

from policy_engine.domain.bilingual import Text
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """One way of saying something: the rule of the grammar it is an example of, the words that tell it, the example."""

    rule: str
    told_by: re.Pattern[str]
    example: Text


def _form(rule: str, told_by: str, indonesian: str, english: str) -> Form:
    return Form(rule, re.compile(told_by, re.IGNORECASE), Text(indonesian, english))


SENTENCES = (
    _form(
        "amendment",
        r"^\s*(?:mengubah|beberapa\s+ketentuan|ketentuan\s+.*diubah|amends?)\b",
        "Mengubah perbup kabupaten_karimun 5/2025 sebagai berikut: "
        '1. Pasal 3 diubah sehingga berbunyi: { Pasal 3 ... "bunyi baru". }.',
        "Amends regent regulation kabupaten_karimun 5/2025 as follows: "
        '1. Article 3 is amended to read: { Article 3 ... "bunyi baru". }.',
    ),
    _form(
        "repeal",
        r"\b(?:dicabut|repeal(?:s|ed)?)\b",
        "perbup kabupaten_karimun 4/2020 dicabut dan dinyatakan tidak berlaku.",
        "regent regulation kabupaten_karimun 4/2020 is repealed and declared without effect.",
    ),
    _form(
        "delegation",
        r"\b(?:ketentuan\s+lebih\s+lanjut|diatur\s+(?:lebih\s+lanjut\s+)?(?:dengan|dalam)|further\s+provisions)\b",
        'Ketentuan lebih lanjut mengenai "tata cara pembayaran" diatur dengan perbup.',
        'Further provisions on "tata cara pembayaran" are regulated by regent regulation.',
    ),
    _form(
        "listing",
        r"\b(?:daftar\s+(?:nama\s+)?penerima|list\s+of\s+recipients)\b",
        "Daftar Penerima ditetapkan dengan keputusan kabupaten_karimun 100/2025.",
        "The list of recipients is fixed by decree kabupaten_karimun 100/2025.",
    ),
    _form(
        "replacement",
        r"\b(?:diganti|penggantian|replaced?|replacement)\b",
        "Penerima yang dihentikan diganti dari daftar tunggu.",
        "Recipient who has ended is replaced from the waiting list.",
    ),
    _form(
        "payment_ends",
        r"\b(?:dihentikan|berakhir(?:nya)?|ends?|terminat\w+)\b",
        "Pembayaran Iuran dihentikan dalam hal: a. meninggal; atau b. menjadi_penerima_upah.",
        "Payment of the contribution ends in case: a. meninggal; or b. menjadi_penerima_upah.",
    ),
    _form(
        "transition",
        r"\btetap\s+berlaku\b|\bremains?\s+in\s+force\b",
        "Bagi penerima_lama, Pasal 3 tetap berlaku sampai dengan 2025-12-31.",
        "For penerima_lama, Article 3 remains in force until 2025-12-31.",
    ),
    _form(
        "relief",
        r"\b(?:keringanan|relief|diskon)\b",
        "Keringanan Iuran jkk sebesar 50% untuk bulan Iuran Januari 2026 sampai dengan Juni 2026.",
        "Contribution relief jkk amounting to 50% for contribution months January 2026 through June 2026.",
    ),
    _form(
        "priority",
        r"\b(?:prioritas|diprioritaskan|didahulukan|priority)\b",
        "Urutan prioritas: a. desil mulai dari yang terendah; dan b. nomor_pendaftaran mulai dari yang terendah.",
        "Order of priority: a. desil starting from the lowest; and b. nomor_pendaftaran starting from the lowest.",
    ),
    _form(
        "allocation_rule",
        r"\b(?:daftar\s+tunggu|tidak\s+tertampung|waiting\s+list|not\s+fit)\b",
        "Penerima yang tidak tertampung dicatat dalam daftar tunggu.",
        "Recipient who does not fit is put on the waiting list.",
    ),
    _form(
        "place_quota",
        r"\b(?:kuota|quota)\b[^.;]*(?:\bper\b|\bkecamatan\b|\bdesa\b|\bdistrict\b|\bvillage\b)",
        "Kuota Penerima per kecamatan: 1. moro 260 orang; 2. belat 360 orang.",
        "Quota of Recipient per district: 1. moro 260 people; 2. belat 360 people.",
    ),
    _form(
        "quota",
        r"\b(?:kuota|quota|jumlah\s+penerima|number\s+of\s+recipients)\b",
        "Kuota Penerima paling banyak 1.000 orang.",
        "Quota of Recipient not more than 1,000 people.",
    ),
    _form(
        "ceiling",
        r"\b(?:pagu|ceiling|plafon)\b",
        "Pagu Iuran paling banyak Rp900.000.000 tahun anggaran 2026.",
        "Contribution ceiling not more than Rp900,000,000 fiscal year 2026.",
    ),
    _form(
        "target",
        r"\b(?:target|sasaran)\b",
        "Target Penerima 1.000 orang.",
        "Recipient target 1,000 people.",
    ),
    _form(
        "funding",
        r"\b(?:pendanaan|pembiayaan|dibebankan|sumber\s+dana|bersumber|funding|charged)\b",
        "Pendanaan dibebankan pada apbd kabupaten_karimun tahun anggaran 2026.",
        "Funding is charged to apbd kabupaten_karimun fiscal year 2026.",
    ),
    _form(
        "bearing_shared",
        r"\b(?:ditanggung|borne)\b[^.;]*(?:%|\bpersen\b|\bper\s+seratus\b|\bsebagian\b|\bbersama\b|\bpartly\b)",
        "Iuran ditanggung sebagian: 60% oleh Pemerintah Daerah dan 40% oleh pekerja.",
        "Contribution is borne partly: 60% by The regional government and 40% by pekerja.",
    ),
    _form(
        "bearing_whole",
        r"\b(?:ditanggung|menanggung|borne|bears?)\b",
        "Iuran ditanggung seluruhnya oleh Pemerintah Daerah.",
        "Contribution is borne wholly by The regional government.",
    ),
    _form(
        "deadline",
        r"\bpaling\s+lambat\s+tanggal\b|\bno\s+later\s+than\s+day\b",
        "Iuran dibayar paling lambat tanggal 15 bulan Iuran berikutnya.",
        "Contribution is paid no later than day 15 of the contribution month following.",
    ),
    _form(
        "months",
        r"\biuran\b.*(?:\bdibayar(?:kan)?\s+(?:untuk|selama|mulai)|(?<!per\s)\bbulan)\b|\bcontribution\b.*(?<!per\s)\bmonths?\b",
        "Iuran dibayar untuk bulan Iuran Januari 2026 sampai dengan Desember 2026.",
        "Contribution is paid for contribution months January 2026 through December 2026.",
    ),
    _form(
        "deposit",
        r"\b(?:dibayar(?:kan)?\s+oleh|disetor(?:kan)?|membayar(?:kan)?|paid\s+by)\b",
        "Iuran dibayar oleh Pemerintah Daerah.",
        "Contribution is paid by The regional government.",
    ),
    _form(
        "enrolment",
        r"\b(?:diikutsertakan|didaftarkan|enrolled|mengikuti\s+program)\b",
        "Penerima diikutsertakan dalam program jkk dan jkm.",
        "Recipient is enrolled in jkk and jkm.",
    ),
    _form(
        "contribution_under",
        r"\biuran\b.*\b(?:sesuai|lampiran|baris|golongan)\b|\bcontribution\b.*\b(?:annex|row|accordance)\b",
        "Iuran jkk sesuai dengan pp 44/2015 Lampiran II baris 1.",
        "Contribution jkk in accordance with government regulation 44/2015 Annex II row 1.",
    ),
    _form(
        "contribution",
        r"^\s*(?:besar(?:an|nya)?\s+)?(?:iuran|contribution)\b",
        "Iuran jkk sebesar Rp10.000 per bulan.",
        "Contribution jkk amounting to Rp10,000 per month.",
    ),
    _form(
        "lift",
        r"^\s*(?:dalam\s+hal|apabila|jika|in\s+case|if)\b|\b(?:dikecualikan\s+dari|exempt(?:ed)?\s+from)\b",
        "Dalam hal penyandang_disabilitas, Pasal 2 huruf a tidak berlaku.",
        "In case penyandang_disabilitas, Article 2 letter a does not apply.",
    ),
    _form(
        "exclusions_listed",
        r"\b(?:tidak\s+termasuk|dikecualikan|excluded?|tidak\s+berhak)\b",
        "Tidak termasuk Penerima: a. program_pensiun; atau b. berkontrak_kerja.",
        "Excluded as Recipient: a. program_pensiun; or b. berkontrak_kerja.",
    ),
    _form(
        "requirements_listed",
        r"\b(?:persyaratan|syarat(?:nya)?|harus|wajib|requirements?|must)\b",
        "Penerima harus memenuhi persyaratan: "
        "a. usia paling rendah 18 tahun pada tanggal pendaftaran; dan b. penduduk Daerah.",
        "Recipient must meet the requirements: "
        "a. age at least 18 years on the registration date; and b. resident of The region.",
    ),
    _form(
        "recipients_listed",
        r"\b(?:penerima|sasaran|recipients?)\b",
        "Penerima terdiri atas: a. nelayan; b. ojek; dan c. marbot.",
        "Recipient consist of: a. nelayan; b. ojek; and c. marbot.",
    ),
)
"""Sentences, the more particular first: the first whose words are met is meant."""

DEFINITION = _form(
    "definitions",
    r"\b(?:adalah|means|yang\s+dimaksud)\b",
    'yang dimaksud dengan: 1. Daerah adalah "Kabupaten Karimun"; '
    '2. rentan adalah "penghasilannya tidak tetap" yaitu tidak berpenghasilan_tetap.',
    'in this regulation: 1. Daerah means "Kabupaten Karimun"; '
    '2. rentan means "penghasilannya tidak tetap" namely not berpenghasilan_tetap.',
)
"""The wording of a term stands in quotation marks: it is for people."""

CONDITIONS = (
    _form(
        "age",
        r"\b(?:usia|umur|berusia|berumur|aged?)\b",
        "usia paling rendah 18 tahun pada tanggal pendaftaran",
        "age at least 18 years on the registration date",
    ),
    _form(
        "listed_in",
        r"\b(?:terdaftar\s+(?:dalam|di|pada)|tercantum\s+(?:dalam|di|pada)|data\s+terpadu|dtks|dtsen|p3ke|regsosek|listed\s+in)\b",
        "terdaftar dalam data dtsen keadaan tanggal 2025-12-31",
        "listed in data base dtsen as at 2025-12-31",
    ),
    _form(
        "never_registered",
        r"\b(?:belum\s+pernah|tidak\s+pernah|never)\b",
        "belum pernah terdaftar sebagai peserta_bpjs_tk",
        "never registered as peserta_bpjs_tk",
    ),
    _form(
        "includes",
        r"\b(?:meliputi|mencakup|memuat|termasuk|memegang|menjabat|includes?|holds?)\b",
        "jabatan meliputi (ketua_rt, ketua_rw)",
        "jabatan includes (ketua_rt, ketua_rw)",
    ),
    _form(
        "not_participant",
        r"\b(?:peserta|kepesertaan|participant)\b",
        "tidak sedang menjadi peserta peserta_bpjs_tk",
        "not currently a participant of peserta_bpjs_tk",
    ),
    _form(
        "duration",
        r"\b(?:penduduk|domisili|berdomisili|tinggal|resident|resides?)\b[^.;]*\b(?:paling|selama|minimal|sekurang\w*|at\s+least|for)\b",
        "penduduk Daerah dan lama_tinggal paling singkat 3 tahun",
        "resident of The region and lama_tinggal for at least 3 years",
    ),
    _form(
        "resident",
        r"\b(?:penduduk|domisili|berdomisili|bertempat\s+tinggal|ber-?ktp|ktp|resident|resides?)\b",
        "penduduk Daerah, dibuktikan dengan ktp_el oleh disdukcapil",
        "resident of The region, evidenced by ktp_el by disdukcapil",
    ),
    _form(
        "negation",
        r"\b(?:penerima\s+upah|aparatur\w*|asn|pns|pppk|tni|polri|wage\s+\w+|civil\s+servants?)\b",
        "bukan aparatur_negara dan tidak berpenghasilan_tetap",
        "not aparatur_negara and not berpenghasilan_tetap",
    ),
    _form(
        "money",
        r"\b(?:\w*penghasilan\w*|\w*pendapatan\w*|\w*upah\w*|income|earns?)\b",
        "penghasilan paling banyak Rp3.000.000 per bulan",
        "penghasilan not more than Rp3,000,000 per month",
    ),
    _form(
        "quantity",
        r"\b(?:lebih\s+dari|kurang\s+dari|paling|minimal|maksimal|more\s+than|less\s+than|at\s+(?:least|most))\b",
        "nelayan yang kapal_gt paling tinggi 5",
        "nelayan that is kapal_gt at most 5",
    ),
    _form(
        "open_list",
        r"\b(?:lain(?:nya)?|\w*sejenis(?:nya)?|others?|the\s+like)\b",
        'pekerjaan_sejenis, dibuktikan dengan "Keputusan Bupati" oleh bupati',
        'pekerjaan_sejenis, evidenced by "Keputusan Bupati" by bupati',
    ),
    _form(
        "evidence",
        r"\b(?:surat|dibuktikan|keterangan|kartu|bukti|letter|card|evidence\w*)\b",
        'lulus_verifikasi, dibuktikan dengan "surat keterangan" oleh "kepala desa"',
        'lulus_verifikasi, evidenced by "surat keterangan" by "kepala desa"',
    ),
)
"""Conditions of items and requirements, the more particular first."""


_OF_CONDITIONS = frozenset(
    {"requirements_listed", "exclusions_listed", "recipients_listed", "payment_ends", "lift"}
)
_ITEM = re.compile(r"^[ \t]*(?:[a-z]{1,2}[.)]|[1-9]\d*[.)])[ \t]", re.MULTILINE)
_NAMELY = re.compile(r"\b(?:yaitu|namely)\b", re.IGNORECASE)
_TERMS = re.compile(r"\b(?:yang\s+dimaksud\s+dengan|in\s+this\s+regulation)\b", re.IGNORECASE)


def form_of(before: str, after: str) -> Form | None:
    """Give the form meant where reading stopped: `before` runs from the head of the paragraph, `after` to its end.

    An item of a list of conditions is told by its own words, any other by the sentence that it is part of.
    """
    items = list(_ITEM.finditer(before))
    lead = before[: items[0].start()] if items else before
    rest = after.partition("\n")[0]
    if _TERMS.search(lead):
        # After `yaitu` stands a condition, as in any list.
        condition = _NAMELY.split(before)[-1] if _NAMELY.search(before) else None
        return DEFINITION if condition is None else meant(f"{condition}{rest}", CONDITIONS) or DEFINITION
    sentence = meant(lead if items else f"{before}{rest}", SENTENCES)
    if sentence is None or sentence.rule not in _OF_CONDITIONS or not before.strip():
        return sentence
    if items:
        return meant(f"{before[items[-1].end() :]}{rest}", CONDITIONS)
    return meant(rest, CONDITIONS)


def meant(written: str, forms: tuple[Form, ...]) -> Form | None:
    """Give the form whose words are met in a sentence or item; None where none is."""
    return next((form for form in forms if form.told_by.search(written)), None)
