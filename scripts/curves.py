"""Few cubic curves through many points, within an error (P. J. Schneider, Graphics Gems, 1990).

Points are complex numbers; only the standard library is needed, and the same points give the
same curves.
"""

from itertools import accumulate, pairwise

Curve = tuple[complex, complex, complex, complex]
# What follows the place one stands at: the end of a line, or two handles and the end of a curve.
Segment = tuple[complex] | tuple[complex, complex, complex]

STRAIGHT = 0.7  # of the error: a bend hidden in a line shows more than one in a curve
ROUNDS = 4  # of moving the points along the curve before it is cut in two
HOPELESS = 30  # times the error squared: not worth a round


def dot(a: complex, b: complex) -> float:
    return a.real * b.real + a.imag * b.imag


def cross(a: complex, b: complex) -> float:
    return a.real * b.imag - a.imag * b.real


def unit(vector: complex) -> complex:
    return vector / (abs(vector) or 1)


def place(curve: Curve, t: float) -> complex:
    s = 1 - t
    a, b, c, d = curve
    return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d


def fit(points: list[complex], leaving: complex, arriving: complex, error: float) -> list[Segment]:
    """Segments from the first point to the last. `leaving` and `arriving` are the directions from
    the first point and from the last, both into the stretch.
    """
    if len(points) <= 2 or _is_straight(points, error * STRAIGHT):
        return [(points[-1],)]
    curve, worst = _one_curve(points, leaving, arriving, error)
    if worst is None:
        return [curve[1:]]
    cut = min(max(worst, 1), len(points) - 2)
    along = unit(points[max(0, cut - 2)] - points[min(len(points) - 1, cut + 2)])
    return [
        *fit(points[: cut + 1], leaving, along, error),
        *fit(points[cut:], -along, arriving, error),
    ]


def _is_straight(points: list[complex], error: float) -> bool:
    chord = points[-1] - points[0]
    if not chord:
        return False
    return max(abs(cross(chord, p - points[0])) for p in points) < error * abs(chord)


def _one_curve(
    points: list[complex], leaving: complex, arriving: complex, error: float
) -> tuple[Curve, int | None]:
    """The best single curve, and which point it misses most (none, if it misses none)."""
    lengths = list(accumulate((abs(b - a) for a, b in pairwise(points)), initial=0.0))
    times = [length / lengths[-1] for length in lengths]
    for _ in range(ROUNDS):
        curve = _least_squares(points, times, leaving, arriving, lengths[-1])
        misses = [abs(p - place(curve, t)) for p, t in zip(points, times, strict=True)]
        miss = max(misses)
        if miss < error:
            return curve, None
        if miss * miss > error * error * HOPELESS:
            break
        times = [_nearer(curve, p, t) for p, t in zip(points, times, strict=True)]
    return curve, misses.index(miss)


def _least_squares(
    points: list[complex], times: list[float], leaving: complex, arriving: complex, length: float
) -> Curve:
    """Handles along the two directions, as long as brings the curve nearest to the points."""
    first, last = points[0], points[-1]
    aa = ab = bb = xa = xb = 0.0
    for point, t in zip(points, times, strict=True):
        s = 1 - t
        one, two = 3 * s * s * t, 3 * s * t * t
        rest = point - first * (s * s * s + one) - last * (t * t * t + two)
        aa += one * one
        ab += one * two
        bb += two * two
        xa += one * dot(leaving, rest)
        xb += two * dot(arriving, rest)
    ab *= dot(leaving, arriving)
    determinant = aa * bb - ab * ab
    out = into = 0.0
    if abs(determinant) > 1e-9:
        out, into = (xa * bb - xb * ab) / determinant, (aa * xb - ab * xa) / determinant
    # Handles that point backwards or overshoot would draw a loop between the points.
    if min(out, into) < 0.001 * length or max(out, into) > length:
        out = into = length / 3
    return (first, first + leaving * out, last + arriving * into, last)


def _nearer(curve: Curve, point: complex, t: float) -> float:
    """One step of Newton's towards the time at which the curve is nearest to the point."""
    s = 1 - t
    a, b, c, d = curve
    off = place(curve, t) - point
    speed = 3 * (s * s * (b - a) + 2 * s * t * (c - b) + t * t * (d - c))
    change = 6 * (s * (c - 2 * b + a) + t * (d - 2 * c + b))
    slope = abs(speed) ** 2 + dot(off, change)
    return t if abs(slope) < 1e-9 else min(1.0, max(0.0, t - dot(off, speed) / slope))
