"""What every test shares: a law is judged by what it finds, never by the clock of a busy machine."""

from hypothesis import settings

settings.register_profile("pmf", deadline=None)
settings.load_profile("pmf")
