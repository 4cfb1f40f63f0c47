"""The rating's protection: every way to open, guess, fill, change or read one is tried."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.contrib.admin import site as default_site
from django.core import serializers
from django.db import connection
from django.test import Client

from common.errors import NotAllowedError, NotVisibleError, PortalError
from common.models import WrongGuess
from common.templatetags.portal import day
from replies.codes import hash_of, in_groups, new_code
from replies.errors import AlreadyRatedError, RatingOverError, TooManyCodesError, WrongCodeError
from replies.models import Rating, RatingLink
from replies.services.following import extend_rating, make_links
from replies.services.rating import (
    WRONG_CODES,
    RatingContent,
    letter_by_code,
    submit_rating,
)
from tasks.models import Obligation
from tests.access.test_secrets import text_of
from tests.answering import REPLIED_AT, Answering
from tests.architecture.reading import calls, root_name, sources
from tests.playing import at, load, person
from units.admin import site
from units.models import Membership, Unit
from units.permissions import access_of
from units.roles import Role

if TYPE_CHECKING:
    from replies.services.following import NewLink

pytestmark = pytest.mark.django_db

RATED_AT = at("2022-09-16")
SAID = "办得很认真，只有代表知道。"
GOOD = {"attitude": "satisfied", "result": "basically", "words": SAID}


@pytest.fixture
def issued(answering: Answering) -> Answering:
    answering.issue()
    return answering


def submit(client: Client, code: str, **said: str):
    return client.post("/rate/submit/", {"code": code, **(said or GOOD)})


def everybody(issued: Answering) -> dict[str, Client]:
    """Somebody of every role: host, office, lead unit, bureau, administrator, deputies' office."""
    lead = Unit.objects.get(name="市财政局")
    people = {
        "host clerk": issued.clerk,
        "host head": issued.head,
        "office": issued.office,
        "lead clerk": person(lead, Role.CLERK),
        "lead head": person(lead, Role.HEAD),
        "bureau": person(issued.plan.supervisor_unit_id, Role.SUPERVISOR),
        "vice mayor": person(issued.host, Role.VICE_MAYOR),
        "administrator": person(issued.host, Role.SYSTEM_ADMIN),
        "deputies' office": issued.keeper,
    }
    clients = {}
    for name, who in people.items():
        clients[name] = Client()
        clients[name].force_login(who.user)
    return clients


# -- the deputy's way --------------------------------------------------------------------------------


def test_a_deputy_reads_and_rates_without_an_account(issued):
    (link,) = issued.links(numbers=[3])
    deputy = Client()
    page = deputy.post("/rate/", {"code": in_groups(link.code).lower()}).content.decode()
    assert issued.reply.document_number in page
    assert link.letter.reply.answers.get().text in page
    assert submit(deputy, link.code).status_code == HTTPStatus.FOUND
    rating = Rating.objects.get()
    assert (rating.letter, rating.attitude, rating.result) == (
        link.letter,
        "satisfied",
        "basically",
    )
    assert rating.words == SAID


def test_looking_consumes_nothing_and_submitting_does(issued):
    (link,) = issued.links(numbers=[1])
    deputy = Client()
    for _time in range(3):
        assert deputy.post("/rate/", {"code": link.code}).status_code == HTTPStatus.OK
    assert submit(deputy, link.code).status_code == HTTPStatus.FOUND
    again = submit(deputy, link.code, attitude="dissatisfied", result="dissatisfied")
    assert again.status_code == HTTPStatus.CONFLICT
    assert "不能再改" in again.content.decode()
    assert deputy.post("/rate/", {"code": link.code}).status_code == HTTPStatus.CONFLICT
    assert Rating.objects.get().result == "basically"


def test_an_unfinished_sheet_comes_back_with_its_words(issued):
    (link,) = issued.links(numbers=[1])
    page = submit(Client(), link.code, attitude="satisfied", words=SAID)
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert SAID in page.content.decode()
    assert not Rating.objects.exists()
    assert submit(Client(), link.code).status_code == HTTPStatus.FOUND


def test_an_opinion_written_while_a_new_link_was_made_is_shown_back(issued):
    (old,) = issued.links(numbers=[1])
    issued.links(numbers=[1])
    page = submit(Client(), old.code)
    assert page.status_code == HTTPStatus.NOT_FOUND
    assert SAID in page.content.decode()
    assert not Rating.objects.exists()


def test_after_the_limit_it_is_refused_in_words_until_it_is_extended(issued):
    (link,) = issued.links(numbers=[1])
    limit = Obligation.objects.get(kind="rating").due_on
    content = RatingContent("satisfied", "satisfied")
    late = {"code": link.code, "caller": "a", "content": content}
    with pytest.raises(RatingOverError) as refusal:
        submit_rating(**late, now=at(limit + timedelta(days=1), 0, 1))
    assert day(limit) in str(refusal.value)
    assert not Rating.objects.exists()
    extend_rating(
        due_on=limit + timedelta(days=7),
        reason="代表出差。",
        **issued.does(issued.keeper, at(limit + timedelta(days=1))),
    )
    submit_rating(**late, now=at(limit + timedelta(days=2)))


def test_a_new_link_revokes_the_old_one(issued):
    (old,), (new,) = issued.links(numbers=[1]), issued.links(numbers=[1])
    with pytest.raises(WrongCodeError):
        letter_by_code(code=old.code, caller="a", now=RATED_AT)
    assert letter_by_code(code=new.code, caller="a", now=RATED_AT) == old.letter
    issued.rate(new, RATED_AT)
    with pytest.raises(AlreadyRatedError):
        issued.links(RATED_AT, numbers=[1])


# -- nobody else's -----------------------------------------------------------------------------------


def test_no_account_opens_or_fills_a_rating_even_with_the_code(issued):
    (link,) = issued.links(numbers=[1])
    for name, client in everybody(issued).items():
        for answer in (
            client.get("/rate/"),
            client.post("/rate/", {"code": link.code}),
            submit(client, link.code),
        ):
            assert answer.status_code == HTTPStatus.FORBIDDEN, name
            assert link.letter.reply.answers.get().text not in answer.content.decode()
    assert not Rating.objects.exists()
    assert RatingLink.objects.get().used_at is None


def test_only_the_deputies_office_makes_links(issued):
    clients = everybody(issued)
    made = {
        name: client.post(
            f"/ratings/{issued.owed.pk}/links/", {"number": "1", "seen": "0"}
        ).status_code
        for name, client in clients.items()
    }
    assert made.pop("deputies' office") == HTTPStatus.OK
    assert set(made.values()) <= {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
    assert RatingLink.objects.count() == 1


def test_whoever_holds_another_post_in_the_government_keeps_no_roster(issued):
    """An administrator who gives themselves the role, or a clerk of the host with a second post."""
    unit = issued.keeper.access.grants[0].unit_id
    for role, where in ((Role.CLERK, issued.host), (Role.SYSTEM_ADMIN, issued.host)):
        both = person(where, role, name=f"both-{role}")
        Membership.objects.create(user=both.user, unit_id=unit, role=Role.DEPUTIES_OFFICE)
        access = access_of(both.user, REPLIED_AT.date())
        with pytest.raises((NotAllowedError, NotVisibleError)):
            make_links(
                obligation_id=issued.owed.pk,
                numbers=None,
                seen=0,
                by=both.user,
                access=access,
                now=REPLIED_AT,
            )
    assert not RatingLink.objects.exists()


def test_a_rating_reads_only_once_it_is_submitted_and_of_submitted_ones_by_its_readers(issued):
    first, second = issued.links(numbers=[1]), issued.links(numbers=[2])
    issued.rate(first[0], RATED_AT, words=SAID)
    readers = {"host clerk", "host head", "office", "bureau", "vice mayor", "deputies' office"}
    for name, client in everybody(issued).items():
        page = client.get(f"/replies/{issued.owed.pk}/")
        assert (SAID in page.content.decode()) == (name in readers), name
    assert second[0].letter.number == 2
    assert RatingLink.objects.get(letter=second[0].letter).used_at is None


def pages_of(issued: Answering) -> list[str]:
    owed, plan = issued.owed.pk, issued.plan.pk
    letter = issued.letters[0]
    return [
        "/", "/work/", "/inbox/", "/mailbox/", "/deputies/", "/ratings/", "/admin/",
        f"/replies/{owed}/", f"/replies/{owed}/contacts/", f"/ratings/{owed}/",
        f"/replies/{owed}/letters/{letter.number}.pdf", f"/deputies/{letter.deputy_id}/",
        f"/plans/{plan}/board/", f"/plans/{plan}/promises/", f"/plans/{plan}/register/",
        f"/plans/{plan}/reminders/",
    ]  # fmt: skip


def files_of(issued: Answering) -> list[str]:
    return [f"/plans/{issued.plan.pk}/{name}" for name in ("summary.pdf", "ledger.xlsx")]


def traces(link: NewLink) -> list[str]:
    return [link.code, in_groups(link.code), hash_of(link.code)]


def test_a_code_is_on_no_page_after_the_one_that_made_it(issued):
    (link,) = issued.links(numbers=[1])
    for name, client in everybody(issued).items():
        files = files_of(issued) if name == "bureau" else []
        for place in [*pages_of(issued), *files]:
            answer = client.get(place, follow=True)
            body = answer.getvalue() if answer.streaming else answer.content
            text = text_of(body)
            assert not [t for t in traces(link) if t in text], (name, place)


def test_a_printed_letter_carries_no_link(real_press, issued):
    issued.links()
    client = everybody(issued)["host clerk"]
    text = text_of(client.get(f"/replies/{issued.owed.pk}/letters/1.pdf").content)
    assert "答复" in text
    assert "rate" not in text
    assert "评价码" not in text


def test_the_database_has_the_hash_and_nothing_else_of_a_code(issued):
    (link,) = issued.links(numbers=[1])
    rows = [row for model in apps.get_models() for row in model._default_manager.all()]
    dump = serializers.serialize("json", rows)
    assert hash_of(link.code) in dump
    assert link.code not in dump
    assert in_groups(link.code) not in dump
    assert len(link.code) * 5 >= 128  # letters and digits of a 32 letter alphabet
    assert len({new_code() for _time in range(100)}) == 100


def test_no_admin_site_knows_of_ratings_and_links():
    registered = {
        model._meta.app_label for admin in (site, default_site) for model in admin._registry
    }
    assert "replies" not in registered


def test_nobody_writes_a_rating_but_the_service_of_the_deputys_page():
    """By reading the source: who makes, changes or deletes one."""
    writers = [
        source.path
        for source in sources()
        if any(root_name(call.func) == "Rating" for _name, call in calls(source.tree))
    ]
    assert writers == ["replies/services/rating.py"]


# -- guessing ----------------------------------------------------------------------------------------


def test_guessing_is_stopped_by_address(issued):
    (link,) = issued.links(numbers=[1])
    guesser, deputy = Client(REMOTE_ADDR="10.1.1.1"), Client(REMOTE_ADDR="10.2.2.2")
    for _time in range(WRONG_CODES.most):
        assert guesser.post("/rate/", {"code": new_code()}).status_code == HTTPStatus.NOT_FOUND
    stopped = guesser.post("/rate/", {"code": link.code})
    assert stopped.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert submit(guesser, link.code).status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert submit(deputy, link.code).status_code == HTTPStatus.FOUND


def test_the_stop_is_lifted_after_a_while():
    for _time in range(WRONG_CODES.most):
        WRONG_CODES.note(caller="a", now=RATED_AT)
    with pytest.raises(TooManyCodesError):
        letter_by_code(
            code=new_code(), caller="a", now=RATED_AT + WRONG_CODES.window - timedelta(seconds=1)
        )
    with pytest.raises(WrongCodeError):
        letter_by_code(code=new_code(), caller="a", now=RATED_AT + WRONG_CODES.window)
    assert "a" not in set(WrongGuess.objects.values_list("caller", flat=True))


# -- logs, Referer, third parties --------------------------------------------------------------------


def test_no_log_and_no_address_has_the_code(issued, caplog):
    (link,) = issued.links(numbers=[1])
    caplog.set_level(logging.DEBUG)
    deputy = Client()
    answers = [
        deputy.post("/rate/", {"code": link.code}),
        submit(deputy, link.code, attitude="satisfied"),
        submit(deputy, link.code),
        submit(deputy, link.code),
    ]
    logged = "\n".join(
        record.getMessage() for record in caplog.records if "sql" not in vars(record)
    )
    assert not [t for t in traces(link)[:2] if t in logged]
    for answer in answers:
        assert link.code not in answer.headers.get("Location", "")
        assert link.code not in answer.request["PATH_INFO"] + answer.request["QUERY_STRING"]
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_code_in_the_address_opens_nothing(issued):
    """So that nobody makes a habit of it: it is taken out of the body of a POST alone."""
    (link,) = issued.links(numbers=[1])
    page = Client().get("/rate/", {"code": link.code}).content.decode()
    assert issued.reply.document_number not in page
    assert Client().get("/rate/submit/").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_the_deputies_office_sees_who_has_answered(issued):
    issued.rate(issued.links(numbers=[2])[0], RATED_AT)
    page = everybody(issued)["deputies' office"].get(f"/ratings/{issued.owed.pk}/").content.decode()
    assert page.count("未评价") >= len(issued.letters) - 1


# -- at the same moment ------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_of_two_at_once_one_counts():
    issued = Answering(load())
    issued.issue()
    (link,) = issued.links(numbers=[1])
    start = Barrier(2)

    def rate(verdict: str) -> str:
        try:
            start.wait()
            issued.rate(link, RATED_AT, verdict)
        except PortalError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return verdict

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(rate, ["satisfied", "dissatisfied"]))
    assert "AlreadyRatedError" in told
    assert Rating.objects.get().result in told
