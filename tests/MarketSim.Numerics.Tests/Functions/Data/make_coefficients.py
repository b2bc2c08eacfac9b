"""Prints the constants of src/MarketSim.Numerics/Functions. Needs mpmath (Debian: python3-mpmath).

    python3 make_coefficients.py
"""
from mpmath import mp, mpf, exp, log, sqrt, erf, erfc, pi, chebyfit, polyval, taylor, frexp, floor

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

# sin(r) = r + r z S(z), cos(r) = 1 - z / 2 + z^2 C(z), z = r^2, |r| <= pi / 4
edge = (pi / 4 + mpf(2) ** -30) ** 2
show("sin S", fit(lambda z: series([mpf((-1) ** (k + 1)) / mp.factorial(2 * k + 3) for k in range(30)], z), mpf(0), edge, 5))
show("cos C", fit(lambda z: series([mpf((-1) ** k) / mp.factorial(2 * k + 4) for k in range(30)], z), mpf(0), edge, 5))
hi, lo = split(pi / 2, 33)
middle = mpf(float(lo))
show("pi / 2 high (33 bits), middle, low", [hi, middle, lo - middle])

# log((1 + s) / (1 - s)) = 2s + s z L(z), z = s^2, f = m - 1, s = f / (2 + f), m in [sqrt(1/2), sqrt(2)]
odd = [mpf(2) / (2 * j + 3) for j in range(60)]
show("log L", fit(lambda z: series(odd, z), mpf(0), ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2, 7))

# log(m) = log(c) + log(1 + r), r = m / c - 1: cubic and further terms, |r| < 2^-7.2
cubic = [mpf((-1) ** k) / (k + 3) for k in range(60)]
show("pow cubic", fit(lambda r: series(cubic, r), -mpf(2) ** -7.1, mpf(2) ** -7.1, 6))

# Phi(x) = 1/2 + x C(x^2) to 0.65, and exp(-t^2/2) T((t - 4) / (t + 4)) / (t + 1) for the tail beyond t
show("normal centre C", fit(lambda z: erf(sqrt(z / 2)) / 2 / sqrt(z), mpf(10) ** -30, mpf("0.65") ** 2, 8))


def tail_factor(w):
    t = 4 * (1 + w) / (1 - w)
    return exp(t * t / 2) * erfc(t / sqrt(2)) / 2 * (t + 1)


show("normal tail T", fit(tail_factor, (mpf("0.65") - 4) / (mpf("0.65") + 4), mpf(35) / 43, 20))

# Interval i of 128 starts at the double with the bits START + i 2^45, so that 1 is in the middle of one, whose c is 1. In all,
# 1/c has so few bits that m / c - 1 is exact. The high part of log(c) is a multiple of 2^-42, so that n ln2 + log(c) is exact.
print("pow table: 1/c, log(c) high, low")
import struct


def to_double(bits):
    return struct.unpack("<d", struct.pack("<q", bits))[0]


START = 0x3FF0000000000000 - (151 << 44)
print("start", hex(START), to_double(START), to_double(START + (1 << 52)))
for i in range(128):
    a, b = mpf(to_double(START + (i << 45))), mpf(to_double(START + ((i + 1) << 45)))
    scale = 128 if b <= 1 else 256
    inverse = mpf(1) if a <= 1 <= b else floor(scale * 2 / (a + b) + mpf(1) / 2) / scale
    assert max(abs(a * inverse - 1), abs(b * inverse - 1)) < mpf(2) ** -7.1, (i, a, b, inverse)
    value = -log(inverse)
    high = floor(value * 2**42 + mpf(1) / 2) / 2**42
    print("        %r, %r, %r," % (float(inverse), float(high), float(value - high)))


# The single-precision functions: the same forms with fewer terms, coefficients rounded to 24 bits
def single(x):
    return rounded(x, 24) if x else mpf(0)


def fit_single(f, a, b, degree):
    poly = [single(c) for c in chebyfit(f, [a, b], degree + 1)]
    worst = max(abs(polyval(poly, x) / f(x) - 1) for x in [a + (b - a) * mpf(i) / 2000 + mpf(10) ** -30 for i in range(2001)])
    print("relative error of the fit: 2^%.1f" % (log(worst) / log(2)))
    return poly[::-1]


def show_single(name, values):
    print(name)
    for v in values:
        print("    %.9gf" % float(v))


# exp(r) = 1 + r + r^2 Q(r), |r| <= ln2 / 2
square_tail = taylor(exp, 0, 40)[2:]
edge = log(2) / 2 + mpf(2) ** -20
show_single("single exp Q", fit_single(lambda r: series(square_tail, r), -edge, edge, 4))
hi = rounded(log(2), 15)
show_single("single ln2 high (15 bits), low, 1 / ln2", [hi, single(log(2) - hi), single(1 / log(2))])
show_single("single log L", fit_single(lambda z: series(odd, z), mpf(0), ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2, 3))

# log(1 + e) = 2s + s z M(z), z = s^2, s = e / (2 + e), e in [0, 1]
show_single("single log1p M", fit_single(lambda z: series(odd, z), mpf(0), mpf(1) / 9, 5))
