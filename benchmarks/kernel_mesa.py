"""The alliance month in Mesa: a model, its agents, and their methods, as Mesa's manual has it."""

from __future__ import annotations

import math

import mesa
import numpy as np
from kernel_month import (
    H0,
    H1,
    H2,
    H3,
    H4,
    H5,
    H6,
    K0,
    K1,
    K2,
    OUTPUTS,
    X0,
    X1,
    X2,
    X3,
    A,
    F,
    G,
    M,
    P,
    Z,
    inputs,
)


def sig(z):
    return 1.0 / (1.0 + math.exp(-z))


class Member(mesa.Agent):
    """A member of the alliance."""

    def __init__(self, model, number, capability, exposure, distance, weight):
        super().__init__(model)
        self.number = number
        self.capability = capability
        self.exposure = exposure
        self.distance = distance
        self.weight = weight
        self.x = (number + 0.5) / len(distance)
        self.a = self.b = 2.0
        self.reputation = 0.5
        self.duty = 0.0
        self.helps = self.refusals = 0
        self.lost = 0.0

    def helps_out(self, victim):
        z = (
            H0
            + H1 * self.model.cohesion
            + H2 * len(self.distance) * self.capability
            - H3 * victim.distance[self.number]
            + H4 * (1.0 - abs(victim.x - self.x))
            + H5 * self.reputation
            - H6 * self.duty
        )
        return self.random.random() < sig(z)

    def face(self):
        self.lost = 0.0
        odds = K0 + K1 * self.exposure + K2 * (1.0 - self.model.cohesion)
        if self.random.random() >= sig(odds):
            return
        strength = self.capability
        for other in self.model.agents:
            if other is self:
                continue
            if other.helps_out(self):
                strength += other.capability
                other.helps += 1
            else:
                other.refusals += 1
        won = self.random.random() < strength * strength / (strength * strength + G * G)
        self.lost = 0.0 if won else 1.0
        self.model.out["crises"] += 1
        self.model.out["wins"] += won

    def decide(self):
        z = X0 + X1 * (1.0 - self.model.cohesion) + X2 * (0.5 - self.reputation) + X3 * self.lost
        self.leaves = self.random.random() < sig(z)

    def learn(self):
        self.model.out["helps"] += self.helps
        self.a = 1.0 + F * (self.a - 1.0) + self.helps
        self.b = 1.0 + F * (self.b - 1.0) + self.refusals
        self.reputation = self.a / (self.a + self.b)
        self.duty = M * self.duty + self.helps
        self.helps = self.refusals = 0
        u = self.random.random() or 0.5
        self.x = min(max(self.x + Z * math.log(u / (1.0 - u)), 0.0), 1.0)

    def feel(self):
        self.push = 0.0
        for other in self.model.agents:
            gap = other.x - self.x
            self.push += self.weight[other.number] * gap / (1.0 + 4.0 * gap * gap)

    def move(self):
        self.x += P / (len(self.model.agents) - 1) * self.push


class Alliance(mesa.Model):
    """An alliance of `n` members."""

    def __init__(self, n, seed):
        super().__init__(seed=seed)
        c, exposure, distance, weight = (part.tolist() for part in inputs(n))
        for i in range(n):
            Member(self, i, c[i], exposure[i], distance[i], weight[i])
        self.quo = 0.5
        self.cohesion = 0.0
        self.out = dict.fromkeys(OUTPUTS, 0.0)

    def step(self):
        self.cohesion = self.measured_cohesion()
        self.out["cohesion"] += self.cohesion
        self.agents.do("face")
        self.agents.do("decide")
        self.agents.do("learn")
        leaving = [member for member in self.agents if member.leaves]
        self.out["exits"] += len(leaving)
        for member in leaving:
            member.remove()
        if len(self.agents) > 1:
            self.agents.do("feel")
            self.agents.do("move")
        if len(self.agents) > 0:
            self.vote()

    def measured_cohesion(self):
        positions = self.agents.get("x")
        if not positions:
            return 0.0
        mean = sum(positions) / len(positions)
        return 1.0 - 2.0 * sum(abs(x - mean) for x in positions) / len(positions)

    def vote(self):
        total = sum(member.capability for member in self.agents)
        draft = sum(member.capability * member.x for member in self.agents) / total
        if all(abs(m.x - draft) <= abs(m.x - self.quo) + A for m in self.agents):
            self.quo = draft
            self.out["adopted"] += 1


def mesa_runs(n, months, runs, seed=1):
    """Outputs of every run, shape (runs, 10)."""
    out = np.zeros((runs, len(OUTPUTS)))
    for run in range(runs):
        model = Alliance(n, seed=1_000_003 * seed + run)
        for _ in range(months):
            model.step()
        found = model.out
        members = len(model.agents)
        found["cohesion"] /= months
        found["status quo"] = model.quo
        found["active"] = members
        if members:
            found["reputation"] = sum(model.agents.get("reputation")) / members
            found["position"] = sum(model.agents.get("x")) / members
        out[run] = [found[name] for name in OUTPUTS]
    return out
