"""What `grade audit` finds of this assignment and may stand, with the reason."""

FORWARD = (
    "The handout asks for MLP.forward in six items, and a stand-in would hand out what is asked for. Updates, momentum "
    "and most of the training statistics are judged apart from it; dW and db that belong to the wrong forward pass "
    "earn half as consistent."
)

ACCEPTED = {
    "cascade:linear": FORWARD,
    "cascade:batchnorm": FORWARD,
    "alike:zero_grads_clears_velocity+momentum_ignored": (
        "The handout has zero_grads called before every step, so a velocity that is cleared there and none at all are "
        "the same network; a report names both."
    ),
}
