"""Moments and spans as staff read them: «сьогодні, 14:30», «3 год 5 хв»."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from inbox.wording import Wording

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moments:
    """Puts moments into words, seen from `now` in the city's zone."""

    now: datetime
    zone: ZoneInfo
    wording: Wording

    def when(self, moment: datetime) -> str:
        """Return the day and the time: «сьогодні, 14:30», «24 листопада, 9:05»."""
        return self.wording.say("moment", day=self.day(moment), clock=self.time(moment))

    def time(self, moment: datetime) -> str:
        """Return the time of day: «9:05»."""
        local = self._local(moment)
        return f"{local.hour}:{local.minute:02d}"

    def day(self, moment: datetime) -> str:
        """Return the day: «сьогодні», «учора», «завтра», else its date; the year when another."""
        day, today = self._local(moment).date(), self._local(self.now).date()
        near = {-1: "day-yesterday", 0: "day-today", 1: "day-tomorrow"}.get((day - today).days)
        if near:
            return self.wording.say(near)
        date = self.wording.say("day-date", day=str(day.day), month=day.month)
        if day.year == today.year:
            return date
        return self.wording.say("day-date-year", date=date, year=str(day.year))

    def clock(self, moment: datetime) -> str:
        """Return the time alone when the day is today, else with its day."""
        today = self._local(moment).date() == self._local(self.now).date()
        return self.time(moment) if today else self.when(moment)

    def iso(self, moment: datetime) -> str:
        """Return the moment for the `datetime` attribute of a page."""
        return self._local(moment).isoformat(timespec="seconds")

    def since(self, moment: datetime) -> str:
        """Return how long ago a moment was; «щойно» under a minute."""
        return self.span(self.now - moment)

    def span(self, span: timedelta) -> str:
        """Return a length of time by its two largest units; longer ones by days alone."""
        if span < MINUTE:
            return self.wording.say("span-now")
        if span < HOUR:
            return self.wording.say("span-minutes", minutes=span // MINUTE)
        if span < DAY:
            return self._hours(span)
        return self.wording.say("span-days", days=span // DAY)

    def _hours(self, span: timedelta) -> str:
        hours, minutes = span // HOUR, span % HOUR // MINUTE
        if minutes == 0 or hours >= 10:
            return self.wording.say("span-hours", hours=hours)
        return self.wording.say("span-hours-minutes", hours=hours, minutes=minutes)

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)
