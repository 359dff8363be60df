"""Movement: how many sorties, how long a cycle, when the first and the last arrive.

The air formulas follow the public planning factors of US Air Force Pamphlet 10-1403 (sorties,
cycle time, station throughput, closure); they are restated here from memory of the pamphlet and
checked against the recursion of `foedus.forces.move`. Distances are kilometres, times hours.
A movement that can never end (no aircraft, no place to park) closes at infinity.
"""

from __future__ import annotations

import math

from foedus.compiled import rule

EARTH_RADIUS_KM = 6371.0088  #: mean radius (IUGG)


@rule
def great_circle_km(lat1, lon1, lat2, lon2):
    """Great-circle distance by the haversine formula; degrees in, kilometres out."""
    phi1 = math.radians(lat1)
    phi2 = math.radians(lat2)
    south_north = math.sin((phi2 - phi1) / 2.0)
    west_east = math.sin(math.radians(lon2 - lon1) / 2.0)
    h = south_north * south_north + math.cos(phi1) * math.cos(phi2) * west_east * west_east
    if h > 1.0:
        h = 1.0
    return 2.0 * EARTH_RADIUS_KM * math.asin(math.sqrt(h))


@rule
def payload_at(distance_km, payload, full_range_km, ferry_range_km):
    """Payload an aircraft carries over a distance.

    All of it up to `full_range_km`, then falling in a straight line to nothing at
    `ferry_range_km`.
    """
    if distance_km <= full_range_km:
        return payload * 1.0
    if distance_km >= ferry_range_km:
        return 0.0
    return payload * (ferry_range_km - distance_km) / (ferry_range_km - full_range_km)


@rule
def sorties_needed(people, vehicles, people_per_sortie, vehicles_per_sortie):
    """Sorties for a force whose people and vehicles fly in the same aircraft.

    The larger of what the people and what the vehicles ask for, each rounded up. Nothing to move
    is 0 sorties; something to move and no room for it is infinity.
    """
    needed = 0.0
    if people > 0.0:
        if people_per_sortie <= 0.0:
            return math.inf
        needed = math.ceil(people / people_per_sortie) * 1.0
    if vehicles > 0.0:
        if vehicles_per_sortie <= 0.0:
            return math.inf
        by_vehicles = math.ceil(vehicles / vehicles_per_sortie) * 1.0
        if by_vehicles > needed:
            needed = by_vehicles
    return needed


@rule
def block_hours(distance_km, speed_kmh, fixed_hours):
    """Hours from leaving the parking place to stopping at the next: flight plus taxi and climb."""
    if speed_kmh <= 0.0:
        return math.inf
    return distance_km / speed_kmh + fixed_hours


@rule
def cycle_hours(block, onload_hours, offload_hours, recovery_hours):
    """Hours from one loading of an aircraft to its next: out, back, ground times, recovery."""
    return 2.0 * block + onload_hours + offload_hours + recovery_hours


@rule
def station_sorties_per_hour(working_mog, ground_hours, queue_efficiency):
    """Sorties an airfield handles in an hour: ``working_mog * queue_efficiency / ground_hours``.

    Parameters
    ----------
    working_mog : float
        Aircraft that can be worked on at once ("maximum on ground"): the least of parking,
        handling equipment, fuel and crews.
    ground_hours : float
        Time one aircraft holds its place.
    queue_efficiency : float
        Share of the time that places are in use; the pamphlet takes 0.85.
    """
    if ground_hours <= 0.0:
        return math.inf
    if working_mog <= 0.0 or queue_efficiency <= 0.0:
        return 0.0
    return working_mog * queue_efficiency / ground_hours


@rule
def closure_hours(
    alert_hours,
    sorties,
    aircraft,
    block,
    onload_hours,
    offload_hours,
    recovery_hours,
    mog_on,
    mog_off,
    efficiency,
):
    """First arrival and closure of an airlift in closed form.

    The last sortie waits for the slower of two things: the fleet, whose aircraft fly again after
    a whole cycle each, and the busier airfield, which passes sorties on at its own rate.

    Parameters
    ----------
    alert_hours : float
        Hours until loading begins.
    sorties, aircraft : float
        Sorties to fly, aircraft that fly them.
    block, onload_hours, offload_hours, recovery_hours : float
        Hours: one way, loading, unloading, crew rest and servicing before the next loading.
    mog_on, mog_off : float
        Places at which aircraft load and unload, all fields together.
    efficiency : float
        Queueing efficiency of the airfields.

    Returns
    -------
    first_arrival_hours, closure_hours : float
        Touchdown of the first aircraft and end of the last unloading, on the clock on which
        `alert_hours` is given. Nothing to fly: both are `alert_hours`. Never: infinity.
    """
    if sorties <= 0.0:
        return alert_hours * 1.0, alert_hours * 1.0
    first = alert_hours + onload_hours + block
    if sorties == math.inf or aircraft < 1.0 or block == math.inf:
        return math.inf, math.inf
    rate = min(
        station_sorties_per_hour(mog_on, onload_hours, efficiency),
        station_sorties_per_hour(mog_off, offload_hours, efficiency),
    )
    if rate <= 0.0:
        return math.inf, math.inf
    rounds = math.ceil(sorties / math.floor(aircraft)) - 1.0
    by_fleet = rounds * cycle_hours(block, onload_hours, offload_hours, recovery_hours)
    by_station = (sorties - 1.0) / rate
    return first, first + max(by_fleet, by_station) + offload_hours


@rule
def road_closure_hours(
    alert_hours, distance_km, km_per_day, vehicles, vehicles_per_serial, gap_minutes
):
    """First arrival and closure of a road march.

    Parameters
    ----------
    alert_hours : float
        Hours until the first vehicle moves.
    distance_km, km_per_day : float
        Length of the march and what a column covers in a day, halts included.
    vehicles, vehicles_per_serial : float
        Vehicles of the column, and how many pass a point together.
    gap_minutes : float
        Minutes between serials.

    Returns
    -------
    first_arrival_hours, closure_hours : float
        Arrival of the first and of the last serial.
    """
    if km_per_day <= 0.0 or vehicles_per_serial <= 0.0:
        return math.inf, math.inf
    first = alert_hours + 24.0 * distance_km / km_per_day
    serials = math.ceil(vehicles / vehicles_per_serial) * 1.0
    if serials < 1.0:
        serials = 1.0
    return first, first + (serials - 1.0) * gap_minutes / 60.0


@rule
def rail_closure_hours(
    alert_hours, distance_km, km_per_day, vehicles, vehicles_per_train, load_hours, ramps
):
    """First arrival and closure of a move by rail: trains load in turn at a number of ramps.

    Returns
    -------
    first_arrival_hours, closure_hours : float
        Arrival of the first train and end of unloading of the last (as long as loading).
    """
    if km_per_day <= 0.0 or vehicles_per_train <= 0.0 or ramps < 1.0:
        return math.inf, math.inf
    first = alert_hours + load_hours + 24.0 * distance_km / km_per_day
    trains = math.ceil(vehicles / vehicles_per_train) * 1.0
    waves = math.ceil(trains / math.floor(ramps)) * 1.0
    if waves < 1.0:
        waves = 1.0
    return first, first + (waves - 1.0) * load_hours + load_hours
