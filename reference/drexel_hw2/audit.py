"""What `grade audit` finds of this assignment and may stand, with the reason."""

ACCEPTED = {
    "right:theory_sigmoid": "The sample gives its answers with four decimals, and this tolerance is made for just that.",
    "right:theory_tanh": "The sample gives its answers with four decimals, and this tolerance is made for just that.",
}
