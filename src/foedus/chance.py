"""Random numbers that are addressed, not sequential.

Every number has an address: (seed, stream, future, when, who, draw). Asking twice for the same
address gives the same number, in any order, on any thread. So futures can be added, split or
reordered without effect on the others, and a what-if meets the same luck as its baseline.

The generator is Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy
as 1, 2, 3", SC 2011: key (seed, stream), counter (future, when, who, draw). Only uniforms and
quantile functions are used; nothing is rejected, so no draw shifts another.
"""

from __future__ import annotations

import math

import numpy as np

from foedus.compiled import inlined, rule

_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_MASK = np.uint64(0xFFFFFFFF)
_S32 = np.uint64(32)
_S5 = np.uint64(5)
_S6 = np.uint64(6)

# Streams: one for each kind of decision. Never renumber: a number is part of the address.
PARAMETERS = 1
STRUCTURES = 2
ECONOMY = 10
UNREST = 11
TURNOVER = 12
EXERCISE = 13
ONSET = 14
CRISIS = 15
REQUEST = 16
DELAY = 17
VOTE = 18
RESPONSE = 19
MOVEMENT = 20
COUNCIL = 21
MEMBERSHIP = 22
SURVIVAL = 23
ALIGNMENT = 24
ACCESSION = 25


@inlined
def philox(key0, key1, counter0, counter1, counter2, counter3):
    """Four 32-bit words of Philox4x32-10, each held in a ``uint64``."""
    c0 = np.uint64(counter0)
    c1 = np.uint64(counter1)
    c2 = np.uint64(counter2)
    c3 = np.uint64(counter3)
    k0 = np.uint64(key0)
    k1 = np.uint64(key1)
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0, c1, c2, c3 = (
            (p1 >> _S32) ^ c1 ^ k0,
            p1 & _MASK,
            (p0 >> _S32) ^ c3 ^ k1,
            p0 & _MASK,
        )
        k0 = (k0 + _W0) & _MASK
        k1 = (k1 + _W1) & _MASK
    return c0, c1, c2, c3


@inlined
def uniform(seed, stream, future, when, who, draw):
    """Uniform on (0, 1), never 0 and never 1, at an address of non-negative integers below 2**32.

    Parameters
    ----------
    seed, stream : int
        The key: the run's seed and the kind of decision.
    future, when, who, draw : int
        The counter: number of the future, month or day, state or ordered pair or act, and which
        draw of that decision.
    """
    c0, c1, _c2, _c3 = philox(seed, stream, future, when, who, draw)
    u = (float(c0 >> _S5) * 67108864.0 + float(c1 >> _S6) + 0.5) / 9007199254740992.0
    return u if u < 1.0 else 0.9999999999999999  # the half is rounded up when all bits are set


@rule
def pair_code(first, second):
    """Address of an ordered pair of states, from their stable codes (below 2**20 each).

    The two codes are mixed into 32 bits by a multiplicative hash; that the pairs of one world do
    not collide is checked when the world is built.
    """
    return (first * 2654435761 + second * 40503 + 12345) % 4294967291


_A = (3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
      1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
      3.3430575583588128105e4, 2.5090809287301226727e3)  # fmt: skip
_B = (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
      2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
      5.2264952788528545610e3)  # fmt: skip
_C = (1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
      3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
      2.27238449892691845833e-2, 7.74545014278341407640e-4)  # fmt: skip
_D = (1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
      1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
      1.05075007164441684324e-9)  # fmt: skip
_E = (6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
      2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
      2.71155556874348757815e-5, 2.01033439929228813265e-7)  # fmt: skip
_F = (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
      7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
      2.04426310338993978564e-15)  # fmt: skip


@rule
def _ratio(top, bottom, r):
    a = top[7]
    b = bottom[7]
    for i in range(6, -1, -1):
        a = a * r + top[i]
        b = b * r + bottom[i]
    return a / b


@rule
def normal_quantile(p):
    """Standard normal quantile, Wichura's algorithm AS 241 (Applied Statistics 37, 1988).

    Relative error about 1e-15 for p in (0, 1).
    """
    q = p - 0.5
    if math.fabs(q) <= 0.425:
        return q * _ratio(_A, _B, 0.180625 - q * q)
    r = p if q < 0.0 else 1.0 - p
    r = math.sqrt(-math.log(r))
    value = _ratio(_C, _D, r - 1.6) if r <= 5.0 else _ratio(_E, _F, r - 5.0)
    return -value if q < 0.0 else value


@rule
def exponential_quantile(p, mean):
    """Quantile of the exponential distribution with the given mean."""
    return -mean * math.log1p(-p)


@rule
def lognormal_quantile(p, median, sigma):
    """Quantile of the lognormal distribution with the given median and log standard deviation."""
    return median * math.exp(sigma * normal_quantile(p))


# The same formula at both guards, so that the function never falls by a last digit there.
_MOST_LIKELY = 1.0 / (1.0 + math.exp(-35.0))
_LEAST_LIKELY = 1.0 / (1.0 + math.exp(35.0))


@rule
def logistic(x):
    """Logistic function, guarded so that compiled and plain Python agree at the extremes."""
    if x > 35.0:
        return _MOST_LIKELY
    if x < -35.0:
        return _LEAST_LIKELY
    return 1.0 / (1.0 + math.exp(-x))


@rule
def cloglog(x):
    """Probability from a log hazard: ``1 - exp(-exp(x))``, guarded at the extremes."""
    if x > 3.5:
        x = 3.5
    if x < -40.0:
        x = -40.0
    return -math.expm1(-math.exp(x))


@rule
def below_cloglog(u, x):
    """Whether a uniform draw lies below ``cloglog(x)``; most are settled by ``exp(x)`` above it."""
    if x > 3.5:
        x = 3.5
    if x < -40.0:
        x = -40.0
    hazard = math.exp(x)
    return u < hazard and u < -math.expm1(-hazard)
