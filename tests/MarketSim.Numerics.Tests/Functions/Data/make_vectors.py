"""Writes elementary.tsv: arguments and values of 60 digits, rounded to the sum of two doubles. Needs mpmath (Debian: python3-mpmath).

    python3 make_vectors.py > elementary.tsv
    python3 make_vectors.py 100000 > /tmp/elementary.tsv    (more of the same, to measure the largest error)

Columns: function, argument, second argument (0 but for pow), value, rest of the value; doubles as the hexadecimal of their bits.
"""
import random
import struct
import sys

from mpmath import mp, mpf, sin, cos, exp, expm1, log, power, erfc, erfinv, sqrt, findroot

mp.dps = 60
COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 150
rng = random.Random(1)


def bits(x):
    return struct.pack(">d", x).hex()


def rounded(value):
    """The nearest double, by exact integer arithmetic, subnormal ones too."""
    if value == 0:
        return 0.0
    return float(value) if abs(value) > mpf(2) ** -1021 else int(mp.nint(value * mpf(2) ** 1074)) * 5e-324


def show(name, x, value, y=0.0):
    head = rounded(value)
    rest = rounded((value - mpf(head)) * mpf(2) ** 60 / mpf(2) ** 60)
    print(name, bits(x), bits(y), bits(head), bits(rest), sep="\t")


def log_uniform(low, high):
    return float(exp(rng.uniform(float(log(mpf(low))), float(log(mpf(high))))))


def phi(x):
    return erfc(-mpf(x) / sqrt(2)) / 2


def inverse_phi(p):
    """Newton's method from a start of 15 digits at worst; symmetric, so that the upper tail loses nothing."""
    p = mpf(p)
    if p > mpf(1) / 2:
        return -inverse_phi(1 - p)
    if p == mpf(1) / 2:
        return mpf(0)
    x = -sqrt(2) * erfinv(1 - 2 * p) if p > mpf(10) ** -30 else -sqrt(-2 * log(p)) + mpf(1) / 4
    for _ in range(60):
        density = exp(-x * x / 2) / sqrt(2 * mp.pi)
        step = (phi(x) - p) / density
        step = step / (1 + x * step / 2)
        x -= step
        if abs(step) < abs(x) * mpf(10) ** -30:
            return x
    raise ArithmeticError(p)


for i in range(COUNT):
    x = rng.uniform(-1, 1) if i % 2 else rng.uniform(-700, 709.7)
    show("exp", x, exp(mpf(x)))
for i in range(COUNT // 10):
    x = rng.uniform(-745, -708)
    show("exp-subnormal", x, exp(mpf(x)))
for i in range(COUNT):
    x = [rng.uniform(-2, 2), log_uniform(1e-18, 1), -log_uniform(1e-18, 36), rng.uniform(1, 60)][i % 4]
    show("expm1", x, expm1(mpf(x)))
for i in range(COUNT):
    x = [rng.uniform(0.5, 2), 1 + log_uniform(1e-12, 0.1), 1 - log_uniform(1e-12, 0.1), log_uniform(1e-307, 1e308), log_uniform(5e-324, 1e-308)][i % 5]
    show("log", x, log(mpf(x)))
made = 0
while made < COUNT:
    x = [rng.uniform(0, 1), log_uniform(1e-300, 1e300), 1 + rng.uniform(-1e-3, 1e-3), rng.uniform(0.5, 2)][made % 4]
    target = rng.uniform(-705, 709) if made % 3 else rng.uniform(-3, 3)
    if x in (0, 1):
        continue
    y = float(mpf(target) / log(mpf(x)))
    value = power(mpf(x), mpf(y))
    if mpf(2) ** -1021 < value < mpf(2) ** 1023:
        show("pow", x, value, y)
        made += 1
for i in range(COUNT):
    x = [rng.uniform(-0.7, 0.7), rng.uniform(-5, 5), rng.uniform(-37, 0)][i % 3]
    show("normal", x, phi(x))
for i in range(COUNT):
    p = [rng.uniform(0, 1), log_uniform(1e-300, 0.1), 1 - log_uniform(1e-16, 0.1), 0.5 + rng.uniform(-1e-3, 1e-3)][i % 4]
    if p < 1:
        show("inverse-normal", p, inverse_phi(p))
for i in range(COUNT):
    # Near multiples of pi / 2 too, where the reduction decides.
    near = float(mpf(rng.randrange(1, 600000)) * mp.pi / 2)
    x = [rng.uniform(-0.8, 0.8), rng.uniform(-7, 7), rng.uniform(-1048576, 1048576), near, log_uniform(1e-18, 1)][i % 5]
    show("sin", x, sin(mpf(x)))
    show("cos", x, cos(mpf(x)))
