"""Few segments: a search reads each of them, and merging them costs time."""

from essp.search.backends.whoosh import WhooshIndex
from essp.search.backends.whoosh.writing import worth_merging
from tests.search.library import LIBRARY, document


def test_many_saves_leave_few_segments_and_tidying_fewer(index: WhooshIndex) -> None:
    for n in range(40):
        index.write([document(f"page:{n % 25 + 100}", f"Bewaard {n}")])
    assert segments(index) < 15
    while index.tidy():
        pass
    assert segments(index) <= 2
    assert index.count() == len(LIBRARY) + 25
    assert not index.tidy()


class Size:
    """A segment as the merge policy sees it."""

    def __init__(self, living: int, deleted: int = 0) -> None:
        self.living, self.deleted = living, deleted

    def doc_count(self) -> int:
        return self.living

    def doc_count_all(self) -> int:
        return self.living + self.deleted

    def deleted_count(self) -> int:
        return self.deleted


def test_a_large_clean_segment_is_left_alone_while_tidying() -> None:
    large, small, tiny = Size(10_000), Size(30), Size(1)
    assert worth_merging([large, small, tiny]) == [small, tiny]
    assert worth_merging([large, small]) == []
    worn = Size(10_000, deleted=9_000)
    assert worth_merging([worn, small]) == [worn, small]
    assert worth_merging([]) == []


def segments(index: WhooshIndex) -> int:
    return sum(path.name.endswith(".trm") for path in index._store.live().iterdir())
