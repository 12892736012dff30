"""What locks variants and their generation takes them in one order, so that none waits for ever."""

from __future__ import annotations

import threading

import pytest
from django.db import connections, transaction

from artstudio.models import Generation, Variant
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.services.generation.variants import create_child

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_child_and_a_retry_of_its_parent_do_not_wait_for_each_other() -> None:
    parent = generate_svg_variants("vine", 1, "locks").variants.get()
    errors: list[Exception] = []

    def make_child() -> None:
        try:
            create_child(parent, source_key="again", warnings=[])
        except Exception as error:  # noqa: BLE001 - reported by the test below
            errors.append(error)
        finally:
            connections.close_all()

    child = threading.Thread(target=make_child)
    with transaction.atomic():
        # As cancel and retry do: first the variant, then the generation.
        Variant.objects.select_for_update().get(pk=parent.pk)
        child.start()
        child.join(0.5)
        Generation.objects.select_for_update().get(pk=parent.generation_id)
    child.join(20)
    assert errors == []
    assert Variant.objects.filter(parent=parent).count() == 1
