"""The queue of an airlift, compiled: every sortie from loading to recovery.

Events are handled in the order of time and whoever comes first is served first: an aircraft that
is free takes the first free loading place, one that has landed the first free unloading place.
"""

from __future__ import annotations

import math

import numpy as np

from foedus.chance import MOVEMENT, uniform
from foedus.compiled import entry, rule

_LOADING = 0
_UNLOADING = 1

# Rows of the scratch table; columns are aircraft, places or legs.
_FREE = 0  # aircraft: when it can load again, infinity while it is away
_LANDS = 1  # aircraft: when it touches down, infinity when it is not in the air
_LEG = 2  # aircraft: which leg it flies
_NUMBER = 3  # aircraft: number of its sortie
_ONLOAD = 4  # loading place: when it is free
_OFFLOAD = 5  # unloading place: when it is free
_LEFT = 6  # leg: sorties not yet loaded


@rule
def ground_factor(seed, future, sortie, end, shape):
    """Gamma variate of mean 1 and whole-number shape, as a sum of exponentials; 1 for shape 0.

    Parameters
    ----------
    seed, future, sortie, end : int
        Address: run, draw, number of the sortie, 0 for loading or 1 for unloading.
    shape : int
        The standard deviation is ``1 / sqrt(shape)``.
    """
    if shape <= 0:
        return 1.0
    total = 0.0
    for k in range(shape):
        total -= math.log1p(-uniform(seed, MOVEMENT, future, sortie, end, k))
    return total / shape


@rule
def _earliest(times, count):
    best = 0
    for i in range(1, count):
        if times[i] < times[best]:
            best = i
    return best


@rule
def _next_leg(left, wanted, ready, now):
    """Leg that loads next: of those that may, the one with the largest share still to go.

    Returns -1 when none may load yet, and the time at which the first one may.
    """
    best = -1
    best_share = -1.0
    first_ready = math.inf
    for k in range(wanted.shape[0]):
        if left[k] <= 0.0:
            continue
        first_ready = min(first_ready, ready[k])
        share = (left[k] - 0.5) / wanted[k]
        if ready[k] <= now and share > best_share:
            best = k
            best_share = share
    return best, first_ready


@rule
def _prepare(work, counts, start, wanted):
    """Everything stands ready at the start; returns how many sorties are to be flown."""
    for i in range(counts[0]):
        work[_FREE, i] = start
        work[_LANDS, i] = math.inf
    for i in range(counts[1]):
        work[_ONLOAD, i] = start
    for i in range(counts[2]):
        work[_OFFLOAD, i] = start
    total = 0
    for k in range(wanted.shape[0]):
        work[_LEFT, k] = wanted[k]
        total += wanted[k]
    return total


@rule
def _next_loading(work, counts, wanted, ready):
    """When, with which aircraft, at which place and for which leg the next loading begins."""
    plane = _earliest(work[_FREE], counts[0])
    place = _earliest(work[_ONLOAD], counts[1])
    at = max(work[_FREE, plane], work[_ONLOAD, place])
    leg, first_ready = _next_leg(work[_LEFT], wanted, ready, at)
    if leg < 0:
        at = first_ready
        leg, _ = _next_leg(work[_LEFT], wanted, ready, at)
    return at, plane, place, leg


@rule
def _fly(seed, future, shape, start, hours, counts, wanted, block, ready, work, closed):
    """Follow one airlift from event to event; returns first touchdown and end of unloading."""
    total = _prepare(work, counts, start, wanted)
    for k in range(wanted.shape[0]):
        closed[k] = start
    first = math.inf
    last = start
    loaded = 0
    unloaded = 0
    while unloaded < total:
        load_at = math.inf
        plane, place, leg = 0, 0, 0
        if loaded < total:
            load_at, plane, place, leg = _next_loading(work, counts, wanted, ready)
        down = _earliest(work[_LANDS], counts[0])
        stand = _earliest(work[_OFFLOAD], counts[2])
        unload_at = max(work[_LANDS, down], work[_OFFLOAD, stand])
        if load_at <= unload_at:
            done = load_at + hours[0] * ground_factor(seed, future, loaded, _LOADING, shape)
            work[_ONLOAD, place] = done
            work[_FREE, plane] = math.inf
            work[_LANDS, plane] = done + block[leg]
            work[_LEG, plane] = leg
            work[_NUMBER, plane] = loaded
            work[_LEFT, leg] -= 1.0
            loaded += 1
            first = min(first, done + block[leg])
        else:
            leg = int(work[_LEG, down])
            sortie = int(work[_NUMBER, down])
            done = unload_at + hours[1] * ground_factor(seed, future, sortie, _UNLOADING, shape)
            work[_OFFLOAD, stand] = done
            work[_LANDS, down] = math.inf
            work[_FREE, down] = done + block[leg] + hours[2]
            closed[leg] = max(closed[leg], done)
            last = max(last, done)
            unloaded += 1
    return first, last


@entry
def fly_airlifts(seed, shape, start, hours, counts, wanted, block, ready, closed):
    """Fly every draw to its end.

    Parameters
    ----------
    seed, shape : int
        Seed of the ground times and their gamma shape.
    start : array (draws,)
        Hour at which loading may begin.
    hours : array (draws, 3)
        Mean hours of loading, unloading and recovery.
    counts : int array (draws, 3)
        Aircraft, loading places, unloading places; at least 1 each.
    wanted : int array (draws, legs)
        Sorties to fly.
    block : array (draws, legs)
        Hours one way.
    ready : array (legs,)
        Hour before which a leg may not load.
    closed : array (draws, legs)
        Receives the end of the last unloading of each leg.

    Returns
    -------
    first, last : array (draws,)
        First touchdown and end of the last unloading.
    """
    draws = start.shape[0]
    room = wanted.shape[1]
    for i in range(draws):
        for j in range(3):
            room = max(room, counts[i, j])
    work = np.zeros((7, room))
    first = np.zeros(draws)
    last = np.zeros(draws)
    for i in range(draws):
        first[i], last[i] = _fly(
            seed,
            i,
            shape,
            start[i],
            hours[i],
            counts[i],
            wanted[i],
            block[i],
            ready,
            work,
            closed[i],
        )
    return first, last
