"""Whom a text calls: groups with one word, and nobody who is only quoted."""

from __future__ import annotations

from essp.core.markdown import render


def test_everyone_of_a_group_is_called_with_one_word():
    page = render("@space:grid-operations, @team:femke. (@department:grid-heat) @space: @crew:x")
    assert page.groups == ["space:grid-operations", "team:femke", "department:grid-heat"]
    assert page.mentions == ["space", "crew"]
    assert '<span class="mention">@space:grid-operations</span>,' in page.html


def test_who_is_only_quoted_is_not_called():
    page = render(
        "> @femke and @space:grid\n\n@ruben `@ilse`\n\n> [!NOTE]\n> @kwame\n\n> > @noor\n"
    )
    assert page.called == ["ruben", "kwame"]
    assert page.mentions == ["femke", "ruben", "kwame", "noor"]
