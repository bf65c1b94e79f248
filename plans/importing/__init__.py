"""Tables of somebody's plan made into a plan, by what the person says they are. Pure: no Django, no database."""

from plans.importing.assembling import Onto, assemble
from plans.importing.draft import Draft, Fault, NameLine, Owners, ReadAs
from plans.importing.fields import FIELDS, FITS, KINDS
from plans.importing.mapping import Mapping, TableMap, guess_mapping, mapping_from, mapping_of, said_of
from plans.importing.people import People, Person
from plans.importing.tables import Table, choices_of_priority, table_of

__all__ = [
    "FIELDS",
    "FITS",
    "KINDS",
    "Draft",
    "Fault",
    "Mapping",
    "NameLine",
    "Onto",
    "Owners",
    "People",
    "Person",
    "ReadAs",
    "Table",
    "TableMap",
    "assemble",
    "choices_of_priority",
    "guess_mapping",
    "mapping_from",
    "mapping_of",
    "said_of",
    "table_of",
]
