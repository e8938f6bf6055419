"""Few segments: a search reads each of them, and merging them costs time."""

from essp.search.backends.whoosh import WhooshIndex
from essp.search.backends.whoosh.writing import worth_merging
from tests.search.library import LIBRARY, document


def test_many_saves_leave_few_segments_and_tidying_fewer(index: WhooshIndex) -> None:
    for n in range(40):
        index.write([document(f"page:{n % 25 + 100}", f"Bewaard {n}")])
    assert segments(index) < 12
    while index.tidy():
        pass
    assert segments(index) <= 4
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


def test_only_segments_of_one_size_are_merged() -> None:
    large, middle, small, tiny = Size(10_000), Size(300), Size(30), Size(6)
    assert worth_merging([large, small, tiny, tiny, tiny], 2_000, 3) == [tiny, tiny, tiny, small]
    assert worth_merging([large, middle, tiny], 2_000, 3) == []
    assert worth_merging([tiny] * 5, 40, 6) == []
    assert worth_merging([tiny] * 9, 40, 6) == [tiny] * 6
    assert worth_merging([], 40, 6) == []


def test_the_merging_of_many_saves_grows_hardly_faster_than_their_number() -> None:
    def copied(saves: int) -> int:
        sizes: list[Size] = []
        total = 0
        for save in range(saves):
            for most, at_least in ((12, 6), *(((2_000, 3),) if save % 20 == 0 else ())):
                chosen = worth_merging(sizes, most, at_least)
                sizes = [each for each in sizes if not any(each is other for other in chosen)]
                merged = sum(each.living for each in chosen)
                total += merged
                sizes.append(Size(merged + (most == 12)))
                sizes = [each for each in sizes if each.living]
        assert len(sizes) < 40
        return total

    assert copied(4_000) < 6 * copied(1_000)


def segments(index: WhooshIndex) -> int:
    return sum(path.name.endswith(".trm") for path in index._store.live().iterdir())
