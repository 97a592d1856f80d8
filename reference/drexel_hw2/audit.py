"""What `grade audit` finds of this assignment and may stand, with the reason."""

FOUR_DECIMALS = "The sample gives its answers with four decimals, and this tolerance is made for just that."

ACCEPTED = {
    "right:theory_sigmoid": FOUR_DECIMALS,
    "right:theory_tanh": FOUR_DECIMALS,
}
