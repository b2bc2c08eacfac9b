"""Prints the constants of src/MarketSim.Numerics/Functions. Needs mpmath (Debian: python3-mpmath).

    python3 make_coefficients.py
"""
import struct
from mpmath import mp, mpf, exp, log, sqrt, erfc, pi, chebyfit, polyval, taylor, frexp, floor

mp.dps = 60


def show(name, values):
    print(name)
    for v in values:
        print("   ", repr(float(v)))


def rounded(x, bits):
    m, e = frexp(mpf(x))
    return mpf(int(floor(m * 2**bits + mpf(1) / 2))) * mpf(2) ** (e - bits)


def split(x, bits):
    hi = rounded(x, bits)
    return hi, x - hi


def fit(f, a, b, degree):
    """Near-minimax polynomial, lowest coefficient first, and its largest error relative to f."""
    poly = chebyfit(f, [a, b], degree + 1)
    poly = [mpf(float(c)) for c in poly]
    worst = max(abs(polyval(poly, x) / f(x) - 1) for x in [a + (b - a) * mpf(i) / 2000 + mpf(10) ** -30 for i in range(2001)])
    print("relative error of the fit: 2^%.1f" % (log(worst) / log(2)))
    return poly[::-1]


def series(coefficients, x):
    return polyval(coefficients[::-1], x)


# exp(r) = 1 + r + r^2/2 + r^3 Q(r), |r| <= ln2 / 2
tail = taylor(exp, 0, 40)[3:]
edge = log(2) / 2 + mpf(2) ** -30
show("exp Q", fit(lambda r: series(tail, r), -edge, edge, 9))
hi, lo = split(log(2), 32)
show("ln2 high (32 bits), low", [hi, lo])

# log((1 + s) / (1 - s)) = 2s + s z L(z), z = s^2, f = m - 1, s = f / (2 + f), m in [sqrt(1/2), sqrt(2)]
odd = [mpf(2) / (2 * j + 3) for j in range(60)]
show("log L", fit(lambda z: series(odd, z), mpf(0), ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2, 7))
