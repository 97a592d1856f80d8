"""What `grade audit` finds of this assignment and may stand, with the reason."""

ACCEPTED = {
    "alike:zero_grads_clears_velocity+momentum_ignored": (
        "The handout has zero_grads called before every step, so a velocity that is cleared there and none at all are "
        "the same network; a report names both."
    ),
}
