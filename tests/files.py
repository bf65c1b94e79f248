"""Files in the shape of the DfE's register and of a term dates file."""

import csv
import io

# The 2025 header's columns that a reader could trip over, in an order of our own: columns go by name.
GIAS_HEADER = [
    "URN",
    "LA (code)",
    "LA (name)",
    "EstablishmentNumber",
    "EstablishmentName",
    "TypeOfEstablishment (name)",
    "EstablishmentStatus (name)",
    "OpenDate",
    "CloseDate",
    "PhaseOfEducation (name)",
    "StatutoryLowAge",
    "StatutoryHighAge",
    "OfficialSixthForm (name)",
    "SchoolCapacity",
    "NumberOfPupils",
    "PercentageFSM",
    "TrustSchoolFlag (name)",
    "Trusts (code)",
    "Trusts (name)",
    "Town",
    "Postcode",
    "SchoolWebsite",
    "HeadFirstName",
    "HeadLastName",
]
GIAS_ROW = {
    "URN": "900001",
    "LA (code)": "925",
    "LA (name)": "Lincolnshire",
    "EstablishmentNumber": "2001",
    "EstablishmentName": "Alder Primary School",
    "TypeOfEstablishment (name)": "Academy converter",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-2014",
    "PhaseOfEducation (name)": "Primary",
    "StatutoryLowAge": "4",
    "StatutoryHighAge": "11",
    "OfficialSixthForm (name)": "Does not have a sixth form",
    "SchoolCapacity": "210",
    "NumberOfPupils": "204",
    "PercentageFSM": "18.4",
    "TrustSchoolFlag (name)": "Supported by a multi-academy trust",
    "Trusts (code)": "90001",
    "Trusts (name)": "FENMOOR ACADEMIES TRUST",
    "Town": "Sleaford",
    "Postcode": "NG34 0AA",
}
TERM_HEADER = "urn,academic_year,kind,code,first_day,last_day,label"
DEFAULT_LINES = (
    ",2026/27,period,AUT1,2026-09-02,2026-10-23,",
    ",2026/27,period,AUT2,2026-11-02,2026-12-18,",
    ",2026/27,period,SPR1,2027-01-04,2027-02-12,",
    ",2026/27,period,SPR2,2027-02-22,2027-03-25,",
    ",2026/27,period,SUM1,2027-04-12,2027-05-28,",
    ",2026/27,period,SUM2,2027-06-07,2027-07-21,",
)


def gias_file(*rows: dict[str, str], encoding: str = "cp1252", title_lines: int = 0) -> bytes:
    """`gias_file({}, {"URN": "900002"})`: each row says where it differs from one sound row."""
    out = io.StringIO()
    for number in range(title_lines):
        out.write(f"Title {number}\r\n")
    writer = csv.DictWriter(out, GIAS_HEADER, restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(GIAS_ROW | row for row in rows)
    return out.getvalue().encode(encoding)


def term_file(*lines: str) -> bytes:
    """The header and these lines; without lines a plain 2026/27 default."""
    return "\n".join((TERM_HEADER, *(lines or DEFAULT_LINES), "")).encode()
