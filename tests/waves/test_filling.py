from hypothesis import given
from hypothesis import strategies as st

from app.waves.filling import Cart, Piece, fill_carts, fill_totes

CART = Cart(totes=3, tote_ml=10_000, tote_g=5_000)
pieces = st.lists(
    st.builds(
        Piece,
        line_id=st.integers(1, 5),
        reservation_id=st.integers(1, 99),
        location_id=st.integers(1, 20),
        sku_id=st.integers(1, 5),
        qty=st.integers(1, 60),
        unit_ml=st.integers(0, 12_000),
        unit_g=st.integers(0, 6_000),
    ),
    max_size=8,
)


@given(pieces)
def test_every_unit_lands_in_exactly_one_tote_and_none_is_over_full(given_pieces: list[Piece]) -> None:
    totes = fill_totes(given_pieces, CART)
    assert sum(piece.qty for tote in totes for piece in tote) == sum(piece.qty for piece in given_pieces)
    for tote in totes:
        units = sum(piece.qty for piece in tote)
        fits_ml = sum(piece.qty * piece.unit_ml for piece in tote) <= CART.tote_ml
        fits_g = sum(piece.qty * piece.unit_g for piece in tote) <= CART.tote_g
        assert units == 1 or (fits_ml and fits_g)


@given(pieces)
def test_an_order_larger_than_a_cart_is_cut_into_carts(given_pieces: list[Piece]) -> None:
    totes = fill_totes(given_pieces, CART)
    carts = fill_carts(totes, CART)
    assert [tote for cart in carts for tote in cart] == totes
    assert all(len(cart) <= CART.totes for cart in carts)


def test_the_largest_order_of_the_november_file_needs_many_carts() -> None:
    [piece] = [Piece(1, 1, 1, 1, qty=14_149, unit_ml=500, unit_g=250)]
    carts = fill_carts(fill_totes([piece], Cart()), Cart())
    assert sum(one.qty for cart in carts for tote in cart for one in tote) == 14_149
    assert len(carts) == 23
