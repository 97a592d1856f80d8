"""What `grade audit` finds of this assignment and may stand, with the reason."""

ACCEPTED = {
    "cascade:forward": (
        "What backward finds in the cache is the student's own choice, so no stand-in for forward could fill it; "
        "the two checks of the whole that are lost with it are worth a point each."
    ),
}
