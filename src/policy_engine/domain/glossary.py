"""The vocabulary of the law and its names in code: one tuple of terms, read by docs, hover and prose.

A source names where the Indonesian term stands. `PROJECT` marks a translation or a narrowing that is
ours and not that of a published text. Descriptions say what a term means here; they do not replace
the definition of an instrument.
"""

from policy_engine.domain.bilingual import Text
from policy_engine.structure import dataclass

PROJECT = "policy-engine"
_DRAFTING = "UU 12/2011 Lampiran II"
_SJSN = "UU 40/2004 Pasal 1"
_REGIONS = "UU 23/2014 Pasal 1"


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its identifier in code, its name in both languages, what it means, and where it stands."""

    id: str
    indonesian: str
    english: str
    definition: Text
    source: str


def find(identifier: str) -> Term | None:
    """Give the term with this identifier, or None."""
    return next((term for term in TERMS if term.id == identifier), None)


TERMS = (
    Term(
        "regional_regulation",
        "peraturan daerah (Perda)",
        "regional regulation",
        Text(
            "peraturan yang dibentuk DPRD dengan persetujuan bersama kepala daerah; di Aceh disebut qanun",
            "a regulation made by the regional council together with the head of region; a qanun in Aceh",
        ),
        "UU 12/2011 Pasal 1",
    ),
    Term(
        "head_of_region_regulation",
        "peraturan kepala daerah (Perkada)",
        "head of region regulation",
        Text(
            "peraturan gubernur, bupati, atau wali kota",
            "a regulation of a governor, regent or mayor",
        ),
        _REGIONS,
    ),
    Term(
        "governor_regulation",
        "peraturan gubernur (Pergub)",
        "governor regulation",
        Text("peraturan kepala daerah provinsi", "the regulation of the head of a province"),
        _DRAFTING,
    ),
    Term(
        "regent_regulation",
        "peraturan bupati (Perbup)",
        "regent regulation",
        Text("peraturan kepala daerah kabupaten", "the regulation of the head of a regency"),
        _DRAFTING,
    ),
    Term(
        "mayor_regulation",
        "peraturan wali kota (Perwali)",
        "mayor regulation",
        Text("peraturan kepala daerah kota", "the regulation of the head of a city"),
        _DRAFTING,
    ),
    Term(
        "village_regulation",
        "peraturan desa (Perdes)",
        "village regulation",
        Text(
            "peraturan yang ditetapkan kepala desa setelah disepakati bersama BPD",
            "a regulation fixed by a village head after agreement with the village council",
        ),
        "UU 6/2014 Pasal 1",
    ),
    Term(
        "decree",
        "keputusan (Kepgub, Kepbup, Kepwal)",
        "decree",
        Text(
            "ketetapan untuk orang atau jumlah tertentu; bukan peraturan dan tidak mengatur umum",
            "a decision about named persons or amounts; no regulation, and it does not bind the public",
        ),
        _DRAFTING,
    ),
    Term(
        "memorandum",
        "nota kesepakatan",
        "memorandum",
        Text("kesepakatan yang hanya mengikat para pihak", "an agreement that binds only its parties"),
        PROJECT,
    ),
    Term(
        "chapter",
        "bab",
        "chapter",
        Text("pengelompokan pasal yang berjudul", "a titled group of articles"),
        _DRAFTING,
    ),
    Term(
        "part",
        "bagian",
        "part",
        Text("pengelompokan pasal di dalam bab", "a titled group of articles inside a chapter"),
        _DRAFTING,
    ),
    Term(
        "section",
        "paragraf",
        "section",
        Text(
            "pengelompokan pasal di dalam bagian; bukan ayat",
            "a titled group of articles inside a part; never a paragraph",
        ),
        _DRAFTING,
    ),
    Term(
        "article",
        "pasal",
        "article",
        Text(
            "satuan aturan yang bernomor; sisipan diberi huruf, seperti Pasal 5A",
            "the numbered unit of rules; an inserted one takes a letter, as Article 5A",
        ),
        _DRAFTING,
    ),
    Term(
        "paragraph",
        "ayat",
        "paragraph",
        Text("rincian pasal, satu norma setiap ayat", "a division of an article, one norm in each"),
        _DRAFTING,
    ),
    Term(
        "letter",
        "huruf",
        "letter",
        Text("butir rincian bertanda a, b, c", "an item of a list marked a, b, c"),
        _DRAFTING,
    ),
    Term(
        "number",
        "angka",
        "number",
        Text("butir rincian bertanda 1, 2, 3", "an item of a list marked 1, 2, 3"),
        _DRAFTING,
    ),
    Term(
        "ruling",
        "diktum",
        "ruling",
        Text("satuan isi keputusan: KESATU, KEDUA", "a unit of a decree: first, second"),
        _DRAFTING,
    ),
    Term(
        "general_provisions",
        "ketentuan umum",
        "general provisions",
        Text("bab pertama, tempat istilah didefinisikan", "the first chapter, where terms are defined"),
        _DRAFTING,
    ),
    Term(
        "transitional_provisions",
        "ketentuan peralihan",
        "transitional provisions",
        Text(
            "aturan bagi keadaan yang sudah ada ketika peraturan mulai berlaku",
            "rules for what already exists when the instrument commences",
        ),
        _DRAFTING,
    ),
    Term(
        "closing_provisions",
        "ketentuan penutup",
        "closing provisions",
        Text("aturan tentang mulai berlaku dan pencabutan", "rules on commencement and repeal"),
        _DRAFTING,
    ),
    Term(
        "recitals",
        "menimbang",
        "recitals",
        Text("alasan pembentukan", "the grounds for making the instrument"),
        _DRAFTING,
    ),
    Term(
        "legal_basis",
        "mengingat",
        "legal basis",
        Text(
            "peraturan yang memberi kewenangan atau memerintahkan pembentukan",
            "the instruments that empower or order the making of this one",
        ),
        _DRAFTING,
    ),
    Term(
        "elucidation",
        "penjelasan",
        "elucidation",
        Text("tafsir resmi pembentuk atas batang tubuh", "the maker's official reading of the body"),
        _DRAFTING,
    ),
    Term(
        "annex",
        "lampiran",
        "annex",
        Text("bagian tak terpisahkan, sering berupa tabel", "an inseparable part, often a table"),
        _DRAFTING,
    ),
    Term(
        "enacted_on",
        "ditetapkan",
        "enacted on",
        Text("tanggal penandatanganan", "the date of signature"),
        _DRAFTING,
    ),
    Term(
        "promulgated_on",
        "diundangkan",
        "promulgated on",
        Text(
            "tanggal penempatan dalam lembaran atau berita resmi",
            "the date of publication in the official gazette",
        ),
        _DRAFTING,
    ),
    Term(
        "in_force_from",
        "mulai berlaku",
        "commences on",
        Text("tanggal norma mulai mengikat", "the date from which the norms bind"),
        _DRAFTING,
    ),
    Term(
        "retroactive",
        "berlaku surut",
        "retroactive",
        Text(
            "berlaku untuk keadaan sebelum pengundangan",
            "applying to what happened before promulgation",
        ),
        _DRAFTING,
    ),
    Term(
        "repeals",
        "mencabut",
        "repeals",
        Text("mengakhiri berlakunya peraturan lain", "ends the force of another instrument"),
        _DRAFTING,
    ),
    Term(
        "amends",
        "mengubah",
        "amends",
        Text(
            "menyisipkan, mengganti, atau menghapus ketentuan lain",
            "inserts, replaces or deletes provisions of another instrument",
        ),
        _DRAFTING,
    ),
    Term(
        "region",
        "daerah",
        "region",
        Text("provinsi, kabupaten, atau kota", "a province, regency or city"),
        _REGIONS,
    ),
    Term(
        "province",
        "provinsi",
        "province",
        Text("daerah yang dipimpin gubernur", "a region headed by a governor"),
        _REGIONS,
    ),
    Term(
        "regency",
        "kabupaten",
        "regency",
        Text("daerah yang dipimpin bupati", "a region headed by a regent"),
        _REGIONS,
    ),
    Term(
        "city",
        "kota",
        "city",
        Text("daerah yang dipimpin wali kota", "a region headed by a mayor"),
        _REGIONS,
    ),
    Term(
        "social_security",
        "jaminan sosial",
        "social security",
        Text(
            "perlindungan sosial agar setiap orang dapat memenuhi kebutuhan dasar hidup yang layak",
            "social protection so that everyone can meet the basic needs of a decent life; not insurance",
        ),
        f"{_SJSN} angka 1",
    ),
    Term(
        "scheme",
        "program jaminan sosial",
        "scheme",
        Text(
            "satu jenis jaminan, seperti JKK atau JKM",
            "one branch of social security, such as JKK or JKM",
        ),
        "UU 40/2004 Pasal 18",
    ),
    Term(
        "work_injury",
        "jaminan kecelakaan kerja (JKK)",
        "work injury scheme",
        Text(
            "manfaat bagi peserta yang mengalami kecelakaan kerja atau penyakit akibat kerja",
            "benefits for a participant injured at work or ill from work",
        ),
        "PP 44/2015 Pasal 1",
    ),
    Term(
        "death_benefit",
        "jaminan kematian (JKM)",
        "death benefit scheme",
        Text(
            "manfaat uang tunai bagi ahli waris peserta yang meninggal bukan akibat kecelakaan kerja",
            "a cash benefit for the heirs of a participant whose death was not caused by work",
        ),
        "PP 44/2015 Pasal 1",
    ),
    Term(
        "old_age_savings",
        "jaminan hari tua (JHT)",
        "old-age savings scheme",
        Text(
            "uang tunai sekaligus saat pensiun, cacat total tetap, atau meninggal",
            "a lump sum on retirement, permanent total disability or death",
        ),
        "PP 46/2015 Pasal 1",
    ),
    Term(
        "pension",
        "jaminan pensiun (JP)",
        "pension scheme",
        Text(
            "penghasilan bulanan setelah usia pensiun, cacat total tetap, atau meninggal",
            "a monthly income after pension age, permanent total disability or death",
        ),
        "PP 45/2015 Pasal 1",
    ),
    Term(
        "unemployment_benefit",
        "jaminan kehilangan pekerjaan (JKP)",
        "unemployment benefit scheme",
        Text(
            "uang tunai, informasi pasar kerja, dan pelatihan setelah pemutusan hubungan kerja",
            "cash, job information and training after dismissal",
        ),
        "PP 37/2021 Pasal 1",
    ),
    Term(
        "health_insurance",
        "jaminan kesehatan nasional (JKN)",
        "national health insurance",
        Text("program jaminan kesehatan", "the health scheme"),
        "Perpres 82/2018",
    ),
    Term(
        "employment_agency",
        "BPJS Ketenagakerjaan",
        "employment social security agency",
        Text(
            "badan penyelenggara JKK, JKM, JHT, JP, dan JKP",
            "the body that runs JKK, JKM, JHT, JP and JKP",
        ),
        "UU 24/2011 Pasal 5",
    ),
    Term(
        "health_agency",
        "BPJS Kesehatan",
        "health social security agency",
        Text("badan penyelenggara jaminan kesehatan", "the body that runs the health scheme"),
        "UU 24/2011 Pasal 5",
    ),
    Term(
        "worker",
        "pekerja",
        "worker",
        Text(
            "orang yang bekerja, sebelum ia menjadi peserta",
            "a person who works, before enrolment",
        ),
        _SJSN,
    ),
    Term(
        "participant",
        "peserta",
        "participant",
        Text("orang yang telah terdaftar dan membayar iuran", "a person enrolled, with contributions paid"),
        _SJSN,
    ),
    Term(
        "participation",
        "kepesertaan",
        "participation",
        Text("keadaan menjadi peserta", "being a participant"),
        "Permenaker 5/2021",
    ),
    Term(
        "enrolment",
        "pendaftaran",
        "enrolment",
        Text("tindakan menjadi peserta", "the act of becoming a participant"),
        "Permenaker 5/2021",
    ),
    Term(
        "deactivation",
        "penonaktifan",
        "deactivation",
        Text("penghentian kepesertaan aktif", "the end of active participation"),
        "Permenaker 5/2021",
    ),
    Term(
        "wage_recipient",
        "penerima upah (PU)",
        "wage recipient",
        Text(
            "pekerja yang menerima gaji atau upah dari pemberi kerja",
            "a worker who receives a wage from an employer",
        ),
        "PP 44/2015 Pasal 5",
    ),
    Term(
        "non_wage_recipient",
        "bukan penerima upah (BPU)",
        "non-wage recipient",
        Text(
            "pemberi kerja, pekerja di luar hubungan kerja atau mandiri, dan pekerja lain tanpa upah",
            "an employer, a worker outside employment or self-employed, or another worker without a wage",
        ),
        "PP 44/2015 Pasal 5 ayat (3)",
    ),
    Term(
        "vulnerable_worker",
        "pekerja rentan",
        "vulnerable worker",
        Text(
            "golongan pekerja menurut definisi peraturan yang bersangkutan; tidak ada definisi tunggal",
            "the class of workers that the given instrument defines; there is no single definition",
        ),
        PROJECT,
    ),
    Term(
        "self_employed",
        "pekerja mandiri",
        "self-employed worker",
        Text(
            "orang yang menjalankan usaha sendiri",
            "a person who works on their own account",
        ),
        "PP 44/2015 Pasal 5",
    ),
    Term(
        "casual_labourer",
        "buruh harian lepas",
        "casual labourer",
        Text("pekerja yang dibayar menurut hari kerja", "a worker paid by the day"),
        PROJECT,
    ),
    Term(
        "domestic_worker",
        "pekerja rumah tangga",
        "domestic worker",
        Text("pekerja dalam rumah tangga orang lain", "a worker in another's household"),
        PROJECT,
    ),
    Term(
        "employer",
        "pemberi kerja",
        "employer",
        Text(
            "pihak yang mempekerjakan orang dengan membayar gaji atau upah",
            "whoever employs others and pays them a wage",
        ),
        _SJSN,
    ),
    Term(
        "contribution",
        "iuran",
        "contribution",
        Text(
            "uang yang dibayar secara teratur untuk jaminan sosial; bukan premi",
            "money paid regularly for social security; not a premium and not a fee",
        ),
        _SJSN,
    ),
    Term(
        "contribution_assistance",
        "bantuan iuran",
        "contribution assistance",
        Text(
            "iuran yang dibayar Pemerintah bagi fakir miskin dan orang tidak mampu",
            "contributions the Government pays for the poor and those unable to pay",
        ),
        f"{_SJSN} angka 5",
    ),
    Term(
        "recipient",
        "penerima",
        "recipient",
        Text(
            "pekerja yang iurannya ditanggung menurut peraturan",
            "a worker whose contribution is borne under the instrument",
        ),
        PROJECT,
    ),
    Term(
        "contribution_amount",
        "besaran iuran",
        "contribution amount",
        Text("jumlah iuran dalam rupiah setiap bulan", "rupiah of contribution each month"),
        "PP 44/2015 Pasal 20",
    ),
    Term(
        "contribution_base",
        "dasar pengenaan iuran",
        "contribution base",
        Text(
            "upah atau penghasilan yang menjadi dasar perhitungan iuran",
            "the wage or income the contribution is reckoned from",
        ),
        "PP 44/2015",
    ),
    Term(
        "contribution_month",
        "bulan iuran",
        "contribution month",
        Text("bulan yang iurannya dibayar", "the month a contribution is paid for"),
        PROJECT,
    ),
    Term(
        "contribution_relief",
        "keringanan iuran",
        "contribution relief",
        Text(
            "potongan iuran, berlaku untuk bulan dan golongan pembayar tertentu",
            "a reduction of the contribution, for stated months and classes of payer",
        ),
        "PP 50/2025",
    ),
    Term(
        "wage",
        "upah",
        "wage",
        Text(
            "hak pekerja berupa uang dari pemberi kerja; BPU tidak menerimanya",
            "money due from an employer; a non-wage recipient has none",
        ),
        _SJSN,
    ),
    Term(
        "income",
        "penghasilan",
        "income",
        Text("pendapatan BPU dari kegiatannya", "what a non-wage recipient earns"),
        "PP 44/2015 Pasal 20",
    ),
    Term(
        "benefit",
        "manfaat",
        "benefit",
        Text(
            "faedah yang menjadi hak peserta atau keluarganya",
            "what a participant or their family is entitled to",
        ),
        _SJSN,
    ),
    Term(
        "cash_benefit",
        "santunan",
        "cash benefit",
        Text("manfaat berupa uang tunai", "a benefit in cash"),
        "PP 44/2015",
    ),
    Term(
        "heir",
        "ahli waris",
        "heir",
        Text("orang yang berhak atas manfaat setelah peserta meninggal", "who takes a benefit after a death"),
        "PP 44/2015",
    ),
    Term(
        "requirement",
        "syarat",
        "requirement",
        Text("hal yang harus dipenuhi penerima", "what a recipient must meet"),
        PROJECT,
    ),
    Term(
        "priority",
        "prioritas",
        "priority",
        Text(
            "urutan penerima ketika tempat atau dana terbatas", "who comes first when places or funds run out"
        ),
        PROJECT,
    ),
    Term(
        "quota",
        "kuota",
        "quota",
        Text("jumlah orang paling banyak; target bukan kuota", "the most persons; a target is no quota"),
        PROJECT,
    ),
    Term(
        "ceiling",
        "pagu",
        "ceiling",
        Text("jumlah rupiah paling banyak", "the most rupiah"),
        PROJECT,
    ),
    Term(
        "verification",
        "verifikasi dan validasi",
        "verification",
        Text("pemeriksaan data calon penerima oleh pejabat", "an officer's check of a candidate's data"),
        PROJECT,
    ),
    Term(
        "national_id",
        "nomor induk kependudukan (NIK)",
        "national identity number",
        Text(
            "nomor identitas seumur hidup; tidak berpindah bersama domisili",
            "an identity number for life; it does not move with the person",
        ),
        "PP 40/2019 Pasal 30",
    ),
    Term(
        "identity_card",
        "kartu tanda penduduk elektronik (KTP-el)",
        "identity card",
        Text("bukti kependudukan dan alamat", "proof of residence and address"),
        "UU 24/2013",
    ),
    Term(
        "family_card",
        "kartu keluarga (KK)",
        "family card",
        Text("bukti susunan keluarga", "proof of who belongs to a family"),
        "UU 24/2013",
    ),
    Term(
        "domicile",
        "domisili",
        "domicile",
        Text(
            "tempat tinggal; tidak selalu sama dengan alamat KTP-el",
            "where one lives; not always the address on the card",
        ),
        PROJECT,
    ),
    Term(
        "welfare_register",
        "data terpadu (DTKS, DTSEN)",
        "welfare register",
        Text(
            "basis data kesejahteraan nasional; DTSEN sejak 2025",
            "the national welfare data; DTSEN since 2025",
        ),
        "Inpres 4/2025",
    ),
    Term(
        "welfare_decile",
        "desil",
        "welfare decile",
        Text("sepersepuluh tingkat kesejahteraan, 1 yang terendah", "a tenth of welfare, 1 being the lowest"),
        PROJECT,
    ),
    Term(
        "regional_budget",
        "anggaran pendapatan dan belanja daerah (APBD)",
        "regional budget",
        Text("rencana keuangan tahunan daerah", "the yearly financial plan of a region"),
        _REGIONS,
    ),
    Term(
        "tobacco_excise_share",
        "dana bagi hasil cukai hasil tembakau (DBH CHT)",
        "tobacco excise share",
        Text("bagian daerah dari cukai tembakau", "a region's share of the tobacco excise"),
        PROJECT,
    ),
    Term(
        "fiscal_year",
        "tahun anggaran",
        "fiscal year",
        Text("1 Januari sampai dengan 31 Desember", "1 January through 31 December"),
        PROJECT,
    ),
    Term(
        "regional_office",
        "perangkat daerah (dinas)",
        "regional office",
        Text("unsur pembantu kepala daerah", "an office that serves the head of region"),
        _REGIONS,
    ),
    Term(
        "minimum_wage",
        "upah minimum (UMP, UMK)",
        "minimum wage",
        Text(
            "upah bulanan terendah di provinsi atau kabupaten/kota",
            "the lowest monthly wage of a province, regency or city",
        ),
        "PP 36/2021",
    ),
    Term(
        "arrears",
        "tunggakan",
        "arrears",
        Text("iuran yang telah jatuh tempo dan belum dibayar", "contributions due and not paid"),
        "PP 44/2015 Pasal 39",
    ),
    Term(
        "rounding",
        "pembulatan",
        "rounding",
        Text("cara tersurat menjadikan jumlah rupiah utuh", "the stated way to a whole number of rupiah"),
        PROJECT,
    ),
    Term(
        "at_least",
        "paling sedikit, paling rendah, paling singkat",
        "at least",
        Text("batas bawah yang termasuk di dalamnya", "a lower bound that is itself included"),
        "UU 12/2011 Lampiran II nomor 256",
    ),
    Term(
        "at_most",
        "paling banyak, paling tinggi, paling lama",
        "at most",
        Text("batas atas yang termasuk di dalamnya", "an upper bound that is itself included"),
        "UU 12/2011 Lampiran II nomor 256",
    ),
    Term(
        "all_of",
        "dan",
        "and",
        Text(
            "kumulatif dalam persyaratan; setelah terdiri atas cukup salah satu",
            "cumulative in requirements; after consists of any one suffices",
        ),
        "UU 12/2011 Lampiran II nomor 262",
    ),
    Term(
        "any_of",
        "atau, dan/atau",
        "or, and/or",
        Text("alternatif; dan/atau juga boleh keduanya", "alternative; and/or allows both as well"),
        "UU 12/2011 Lampiran II nomor 263 dan 264",
    ),
)
