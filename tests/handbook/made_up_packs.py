"""Hypothesis strategies for whole packs, with texts that YAML would rather read as something else."""

from typing import Any

from hypothesis import strategies as st

from adapters.markup import DIRECTION_MARKS, find_faults
from handbook.models import Process, Step
from handbook.pack.shape import (
    FIELD_KINDS,
    PREFILLS,
    TAKEN_SLUGS,
    TAKEN_STEPS,
    Pack,
    PackChapter,
    PackDocument,
    PackField,
    PackProcess,
    PackStep,
    PackTerm,
    Preparation,
    Statutory,
    Study,
)
from handbook.timing import Relative, print_timing
from people.roles import JOBS, ROLES
from tests.handbook.timings import deadlines, insets, on_days, weeks

ODD_WORDS = (
    *("yes", "null", "~", "12", "1_000", "012", "1.5", ".inf", "2027-07-02", "1:30", "<<", "=", "true"),
    *(
        "-",
        "---",
        "...",
        "#",
        "a:",
        ":b",
        "'",
        '"',
        "it's",
        "[x]",
        "{y}",
        "&a",
        "*",
        "|",
        ">-",
        "!",
        "%",
        "@",
        "`",
        "?",
    ),
    *("\\n", "\\", "é", "£5", "\N{NO-BREAK SPACE}", "\N{ROCKET}", "x" * 130),
)
signs = st.characters(
    exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn"), exclude_characters=f" \ufeff{DIRECTION_MARKS}"
)
words = st.sampled_from(ODD_WORDS) | st.text(signs, min_size=1, max_size=9)


def lines(most: int) -> st.SearchStrategy[str]:
    made = st.lists(words, min_size=1, max_size=30).map(lambda some: " ".join(some)[:most].strip(" "))
    return made.filter(str.strip)


@st.composite
def markdowns(draw: st.DrawFn) -> str:
    some = draw(
        st.lists(st.just("") | st.just("- a point") | lines(200) | lines(60).map("    ".__add__), min_size=1)
    )
    text = "\n".join(some).strip(" \n")
    return text if text.strip() and not list(find_faults(text)) else "Plain."


codes = st.from_regex(r"[a-z][a-z0-9]{0,7}(-[a-z0-9]{1,5})?", fullmatch=True)
order = [*ROLES, *JOBS]
roles = st.sampled_from(order)
minutes = st.dictionaries(roles, st.integers(0, 10_000), max_size=3).map(
    lambda given: {role: given[role] for role in order if role in given}
)
statutories = st.none() | st.builds(Statutory, rule=lines(900), source=lines(300), check=st.booleans())
plain_timings = (weeks | insets | on_days | deadlines).map(print_timing)


def some(of: st.SearchStrategy[Any], most: int = 4) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=most, unique=True).map(tuple)


@st.composite
def fields_of_documents(draw: st.DrawFn, code: str) -> PackField:
    kind = draw(st.sampled_from(FIELD_KINDS))
    cells = st.lists(lines(150), min_size=1, max_size=4, unique=True).map(tuple)
    return PackField(
        code=code,
        label=draw(lines(150)),
        kind=kind,
        help=draw(st.just("") | lines(300)),
        required=draw(st.booleans()),
        prefill=draw(st.none() | st.sampled_from(PREFILLS)),
        choices=draw(cells) if kind == "choice" else (),
        columns=draw(cells) if kind == "table" else (),
        rows=draw(st.just(()) | cells) if kind == "table" else (),
    )


@st.composite
def documents(draw: st.DrawFn, code: str) -> PackDocument:
    names = draw(some(st.from_regex("[a-z][a-z0-9]{0,6}(_[a-z0-9]{1,4})?", fullmatch=True), 3))
    return PackDocument(
        code=code,
        title=draw(lines(120)),
        purpose=draw(lines(900)),
        filled_by=draw(roles),
        who_sees=draw(lines(900)),
        retention=draw(st.just("") | lines(120)),
        confidential=draw(st.booleans()),
        fields=tuple(draw(fields_of_documents(name)) for name in names),
    )


@st.composite
def steps(draw: st.DrawFn, code: str, earlier: list[str], named: list[str]) -> PackStep:
    after = [print_timing(Relative(5, "wd", before=False, step=other)) for other in earlier]
    return PackStep(
        code=code,
        title=draw(lines(120)),
        kind=draw(st.sampled_from(Step.Kind.values)),
        scope=draw(st.sampled_from(Step.Scope.values)),
        timing=draw(st.sampled_from(after) | plain_timings if after else plain_timings),
        owner=draw(roles),
        takes_part=draw(some(roles)),
        minutes=draw(minutes),
        why=draw(st.none() | lines(900)),
        guidance=draw(markdowns()),
        prepare=tuple(
            draw(st.lists(st.builds(Preparation, text=lines(200), minutes=st.integers(0, 90)), max_size=2))
        ),
        afterwards=draw(st.just("") | lines(300)),
        who_sees=draw(st.none() | lines(300)),
        documents=draw(some(st.sampled_from(named)) if named else st.just(())),
        phases=draw(some(st.sampled_from(Process.Phase.values))),
        tiers=draw(some(st.integers(1, 4))),
        notice=draw(st.none() | st.integers(0, 200)),
        statutory=draw(statutories),
    )


@st.composite
def processes(
    draw: st.DrawFn, code: str, others: list[str], chapters: list[str], named: list[str]
) -> PackProcess:
    made: list[PackStep] = []
    for step in draw(some(codes.filter(lambda word: word not in TAKEN_STEPS), 3)):
        made.append(draw(steps(step, [before.code for before in made], named)))
    return PackProcess(
        code=code,
        slug=f"{draw(codes)}-{code.lower()}",
        title=draw(lines(120)),
        chapter=draw(st.sampled_from(chapters)),
        purpose=draw(lines(900)),
        why=draw(lines(900)),
        owner=draw(roles),
        lead=draw(st.none() | roles),
        takes_part=draw(some(roles)),
        told=draw(some(roles)),
        phases=draw(some(st.sampled_from(Process.Phase.values))),
        tiers=draw(some(st.integers(1, 4))),
        notice=draw(st.integers(0, 200)),
        who_sees=draw(lines(900)),
        success=tuple(draw(st.lists(lines(300), max_size=3))),
        statutory=draw(statutories),
        review_date=draw(st.none() | st.dates()),
        related=draw(some(st.sampled_from(others)) if others else st.just(())),
        study=Study(key_idea=draw(lines(900)), activity=draw(lines(900)), questions=(draw(lines(300)),)),
        steps=tuple(made),
        documents=tuple(draw(documents(name)) for name in named),
        guide=draw(st.just("") | markdowns()),
    )


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    chapters = draw(
        st.lists(codes.filter(lambda word: word not in TAKEN_SLUGS), min_size=1, max_size=3, unique=True)
    )
    numbers = sorted(f"P{number:02}" for number in draw(st.sets(st.integers(0, 99), min_size=1, max_size=2)))
    return Pack(
        title=draw(lines(120)),
        summary=draw(st.just("") | lines(900)),
        chapters=tuple(
            PackChapter(code=code, title=draw(lines(120)), intro=draw(st.just("") | lines(900)))
            for code in chapters
        ),
        glossary=tuple(
            PackTerm(term=term, meaning=draw(lines(600)))
            for term in draw(st.lists(lines(60), max_size=3, unique_by=str.casefold))
        ),
        processes=tuple(
            draw(
                processes(
                    code,
                    [n for n in numbers if n != code],
                    chapters,
                    [f"form-{code.lower()}", f"list-{code.lower()}"],
                )
            )
            for code in numbers
        ),
    )
