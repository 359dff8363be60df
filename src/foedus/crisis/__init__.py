"""A crisis: how long it lasts, whether help is asked for, how long a decision takes, who answers."""
