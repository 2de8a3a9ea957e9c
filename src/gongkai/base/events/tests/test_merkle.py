from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from gongkai.base.events.rules import merkle


def leaves(count):
    return [merkle.leaf_hash(str(number).encode()) for number in range(count)]


def root_by_definition(hashes):
    """MTH of RFC 6962, written down as it stands there."""
    if len(hashes) == 0:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    middle = 1
    while middle * 2 < len(hashes):
        middle *= 2
    return hashlib.sha256(b"\x01" + root_by_definition(hashes[:middle]) + root_by_definition(hashes[middle:])).digest()


def grow(count):
    """Return the stored nodes and the frontier of a log of that many entries, grown one by one."""
    frontier, nodes = merkle.Frontier(), {}
    for index, leaf in enumerate(leaves(count)):
        nodes[0, index] = leaf
        nodes |= dict(frontier.append(leaf))
    return nodes, frontier


def test_the_published_vectors_of_rfc_6962_hold():
    assert merkle.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    frontier = merkle.Frontier()
    for text in inputs:
        frontier.append(merkle.leaf_hash(bytes.fromhex(text)))
    assert frontier.root().hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@given(st.integers(0, 300))
def test_growing_gives_the_root_of_the_definition(count):
    nodes, frontier = grow(count)
    assert frontier.root() == root_by_definition(leaves(count))
    assert frontier.peaks == [nodes[node] for node in merkle.cover((0, count))]


@given(st.data())
def test_every_leaf_can_be_proven_in_every_tree(data):
    size = data.draw(st.integers(1, 300))
    index = data.draw(st.integers(0, size - 1))
    nodes, frontier = grow(size)
    path = merkle.hashes_of(merkle.inclusion_spans(index, size), nodes.__getitem__)
    claim = {"index": index, "size": size, "leaf": nodes[0, index], "path": path, "root": frontier.root()}
    assert merkle.inclusion_holds(**claim)
    assert not merkle.inclusion_holds(**claim | {"leaf": merkle.leaf_hash(b"other")})
    assert not merkle.inclusion_holds(**claim | {"path": [*path, b"\0" * 32]})
    assert not merkle.inclusion_holds(**claim | {"index": size})
    if size > 1:
        wrong = data.draw(st.integers(0, size - 1).filter(lambda other: other != index))
        assert not merkle.inclusion_holds(**claim | {"index": wrong})
        assert not merkle.inclusion_holds(**claim | {"path": path[:-1]})


@given(st.data())
def test_every_tree_is_the_beginning_of_every_later_one(data):
    second = data.draw(st.integers(1, 300))
    first = data.draw(st.integers(1, second))
    nodes, frontier = grow(second)
    path = merkle.hashes_of(merkle.consistency_spans(first, second), nodes.__getitem__)
    old = root_by_definition(leaves(first))
    claim = {"first": first, "second": second, "first_root": old, "second_root": frontier.root(), "path": path}
    assert merkle.consistency_holds(**claim)
    assert not merkle.consistency_holds(**claim | {"first_root": b"\0" * 32})
    assert not merkle.consistency_holds(**claim | {"second_root": b"\0" * 32})
    assert not merkle.consistency_holds(**claim | {"path": [*path, b"\0" * 32]})
    if path:
        assert not merkle.consistency_holds(**claim | {"path": path[:-1]})


@given(st.integers(1, 2**40), st.data())
def test_a_proof_grows_with_the_logarithm(size, data):
    index = data.draw(st.integers(0, size - 1))
    spans = merkle.inclusion_spans(index, size)
    assert len(spans) <= size.bit_length()
    assert sum(len(merkle.cover(span)) for span in spans) <= 2 * size.bit_length()
