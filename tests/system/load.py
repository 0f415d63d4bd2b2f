"""A scripted load: residents who file faults, ask for their state, call a person and go back."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.system.resident import Message, Resident, browser

AT_ONCE = 32
MOST_ANSWERS = 15

FAULTS = (
    "у нас на Драгоманова 15 третій день не працює ліфт",
    "немає гарячої води на Хрещатику, 15, у всьому будинку",
    "не горить ліхтар біля будинку Теремківська, 12",
    "протікає дах, Саксаганського 40, квартира 12",
    "яма на дорозі, вулиця Антоновича 20",
    "не вивозять сміття з двору на Тичини 18/2",
)
PLACES: Sequence[Mapping[str, float]] = (
    {"lat": 50.4021, "long": 30.6543},
    {"lat": 50.4501, "long": 30.5234},
)

Script = Callable[[Resident, random.Random], Awaitable[None]]


async def answers(resident: Resident, chance: random.Random) -> None:
    """Answer whatever the bot waits for."""
    match expected(resident.last):
        case "confirm" | "consent":
            await resident.presses("=yes")
        case "address":
            await resident.sends(text="Хрещатик 15")
        case "phone":
            await resident.sends(contact={"phone": "+380671234567", "name": "Олена"})
        case "entrance" | "apartment" | "floor":
            await resident.sends(text=str(chance.randint(1, 9)))
        case "description":
            await resident.sends(text=chance.choice(FAULTS))
        case _:
            await resident.sends(button=resident.buttons[0])


def expected(message: Message) -> str | None:
    """Return what the bot waits for after a message."""
    return message.get("expects")


async def files_a_fault(resident: Resident, chance: random.Random) -> None:
    """Tell of a fault in one message, answer what is asked, confirm, ask how it goes."""
    await resident.sends(text=chance.choice(FAULTS))
    await to_the_end(resident, chance)
    await resident.sends(text="де моя заявка?")


async def files_by_buttons(resident: Resident, chance: random.Random) -> None:
    """The same by the menu and a shared place."""
    await resident.sends(button="!flow=dispatcher_request")
    await resident.sends(text="не горить ліхтар на вулиці")
    if expected(resident.last) == "address":
        await resident.sends(location=chance.choice(PLACES))
    await to_the_end(resident, chance)
    await resident.sends(button="!status")


async def calls_a_person(resident: Resident, chance: random.Random) -> None:
    """Call a person in the middle of a request, talk to them, go back and file it."""
    await resident.sends(text=chance.choice(FAULTS))
    await resident.sends(button="!handoff")
    await resident.sends(text="добрий день, є хтось?", silent=True)
    await resident.sends(button="!bot")
    await to_the_end(resident, chance)


async def only_asks(resident: Resident, chance: random.Random) -> None:
    """Greet, ask for a case there is none of, greet again."""
    await resident.sends(text="добрий день")
    await resident.sends(text="де моя заявка?")
    await resident.sends(button="!help")


async def to_the_end(resident: Resident, chance: random.Random) -> None:
    """Answer until a case is filed."""
    for _ in range(MOST_ANSWERS):
        if resident.cases:
            return
        await answers(resident, chance)
    raise AssertionError(f"{MOST_ANSWERS} answers and no case; the last message: {resident.last}")


SCRIPTS: Sequence[Script] = (files_a_fault, files_by_buttons, calls_a_person, only_asks)
LEAST_EVENTS = 3


@dataclass
class Load:
    """So many conversations, `AT_ONCE` of them under way. Each has its own chance, by the seed."""

    address: str
    conversations: int
    seed: int
    residents: list[Resident] = field(default_factory=list)
    _goal: int = 0
    _there: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def acknowledged(self) -> int:
        return sum(len(resident.acknowledged) for resident in self.residents)

    @property
    def again(self) -> int:
        """How many times an event had to be sent again."""
        return sum(resident.again for resident in self.residents)

    def script(self, number: int) -> Script:
        return SCRIPTS[number % len(SCRIPTS)]

    def files(self, number: int) -> bool:
        """Whether a conversation is one that files a case."""
        return self.script(number) is not only_asks

    async def run(self) -> None:
        """Play all the conversations to their end."""
        places = asyncio.Semaphore(AT_ONCE)
        async with browser() as http, asyncio.TaskGroup() as group:
            for number in range(self.conversations):
                resident = Resident(http, self.address, f"c{number}", moved=self._moved)
                self.residents.append(resident)
                group.create_task(self._play(number, places))

    async def _play(self, number: int, places: asyncio.Semaphore) -> None:
        async with places:
            chance = random.Random(self.seed * 100_003 + number)
            resident = await self.residents[number].open()
            await self.script(number)(resident, chance)

    async def reached(self, events: int) -> None:
        """Wait until so many events were acknowledged."""
        self._goal, self._there = events, asyncio.Event()
        self._moved()
        await self._there.wait()

    def _moved(self) -> None:
        if self.acknowledged >= self._goal:
            self._there.set()
