"""Danger is seen in every guise, and everyday speech near it is not taken for danger."""

import pytest

from nlu.emergency import Alarm, Dangers, weighed
from nlu.normalise import scan, tidy


@pytest.fixture(scope="module")
def dangers() -> Dangers:
    return Dangers.load()


def certain_kind(dangers: Dangers, text: str, danger: float = 0.1) -> str | None:
    """Return the kind of a certain alarm when the classifier has a slight suspicion."""
    alarm = dangers.alarm_in(tidy(scan(text)).low, danger)
    return alarm.kind if alarm and alarm.certain else None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("у під'їзді пахне газом", "gas"),
        ("газом тхне на весь поверх", "gas"),
        ("воняет газом на кухне", "gas"),
        ("I can smell gas in my flat", "gas"),
        ("ні, не «нема газу»! ПАХНЕ газом!", "gas"),
        ("спрацював датчик чадного газу", "gas"),
        ("горить квартира на п'ятому", "fire"),
        ("у нас пожежа", "fire"),
        ("горим, спасите", "fire"),
        ("дим іде з ліфтової шахти", "fire"),
        ("в подъезде дым, спуститься не можем", "fire"),
        ("щиток іскрить", "electric"),
        ("на тротуарі лежить обірваний дріт", "electric"),
        ("вода тече прямо на щиток", "electric"),
        ("б'є струмом від поручнів", "electric"),
        ("людина без свідомості на зупинці", "ambulance"),
        ("дедушка не дышит", "ambulance"),
        ("збила машина дитину", "ambulance"),
        ("хлопець тоне біля пляжу", "ambulance"),
        ("дитина одна застрягла в ліфті, плаче", "ambulance"),
        ("в ліфті жінці погано, застрягли", "ambulance"),
        ("провалився під лід", "ambulance"),
        ("сусід б'є дружину", "police"),
        ("меня грабят", "police"),
        ("у дворі стріляють", "police"),
        ("хтось ламає двері в мою квартиру", "police"),
        ("пропала дитина, 7 років", "police"),
        ("під гіркою лежить граната", "police"),
        ("не хочу більше жити", "suicide"),
        ("хочу покончить с собой", "suicide"),
        ("I want to die", "suicide"),
        ("стою на даху, прощавайте", "suicide"),
        ("всьо. сил нема. прощавайте. вибачте мені, діти", "suicide"),
        ("ДТП, є постраждалі, Бажана 12", "ambulance"),
        ("собака загризає людину", "ambulance"),
        ("людина впала на рейки", "ambulance"),
        ("впала бурулька на голову чоловіку", "ambulance"),
        ("сусідка посміхнулась криво і рука не слухається", "ambulance"),
        ("за дверима хтось стогне", "ambulance"),
        ("робітник спустився в люк і не відповідає", "ambulance"),
        ("вибухнув газовий балон", "fire"),
        ("розетка гаряча і чорніє", "electric"),
        ("спрацював датчик газу", "gas"),
        ("вирвали сумку у дворі", "police"),
        ("в парке лежит граната", "police"),
        ("п'яний за кермом ганяє по двору", "police"),
        ("ми вискочили в самих піжамах, назад страшно", "danger"),
        ("дуже жарко й чорно, піском не гасить, тушити нічим", "fire"),
        ("немовля роздягнене лежить на снігу", "police"),
        ("ротвейлер без намордника кидається на перехожих", "ambulance"),
        ("будинок просів, ми вибігли, нагорі ще бабуся", "ambulance"),
        ("я не злізу з даху", "suicide"),
    ],
)
def test_danger_is_certain_and_has_its_number(dangers: Dangers, text: str, kind: str) -> None:
    assert certain_kind(dangers, text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "газу немає третій день",
        "газом не пахне, просто плита слабо горить",
        "нет запаха газа, но нет и газа",
        "не горить ліхтар біля під'їзду",
        "світло горить удень і вночі",
        "кнопка в ліфті не горить",
        "штори вигоріли на сонці",
        "горить дедлайн",
        "пожежі не було",
        "де пожежний гідрант",
        "сусід курить, дим тягне в квартиру",
        "кабель інтернету звисає з даху",
        "лічильник води крутиться, перевірте показники",
        "ліфт не працює, застряг між поверхами порожній",
        "швидка не може проїхати через машини",
        "здавати кров завтра",
        "тарифи нас вбивають",
        "дорога вбиває підвіску",
        "умираю со смеху",
        "я переїхав до жінки на Відрадний",
        "не хочу жити в такому будинку",
        "мене завтра не буде вдома",
        "зникло світло у дитини в кімнаті",
        "петиція про бомбосховища",
        "швидше приїдьте",
        "запаху газу немає, просто перекрили газ",
        "газова плита погано горить",
        "здати кров на аналіз",
        "тарифи ростуть, хоч помирай",
        "прошу перевірити опікунство, я опікун",
        "после инфаркта нужен контроль, запишите к кардиологу",
        "вибух емоцій",
        "рятуйте парк від забудови",
        "допоможіть заповнити заяву",
        "може статися пожежа, проводка стара",
        "вбивають дерева на нашій вулиці",
        "каналізація лізе через унітаз",
        "після вибуху вибило вікна, де компенсація",
        "гілки лізуть у вікно",
        "брила льоду на карнизі, збийте",
        "стукнулись дві машини, аварія без потерпілих, світлофор не працює",
        "щось бахнуло, і світло зникло у всьому дворі",
        "плафон висить на дроті",
        "домагаюсь перерахунку пів року",
        "лавку вкрали, бабусям нема де сидіти",
        "двері прищемили чоловіка і водій не вибачився",
        "вулиця тоне в багні",
        "накажіть гуляти з собаками в намордниках, торік один напав на сусідку",
        "фундамент залили, щита з дозволом нема",
    ],
)
def test_everyday_speech_is_no_danger(dangers: Dangers, text: str) -> None:
    assert certain_kind(dangers, text) is None


def test_the_classifier_alone_can_raise_an_alarm_and_its_kind_is_guessed(
    dangers: Dangers,
) -> None:
    alarm = dangers.alarm_in("там щось дуже страшне", 0.95)
    assert alarm is not None
    assert (alarm.kind, alarm.certain) == ("danger", True)


@pytest.mark.parametrize("text", ["ліфт не їде", "швидше", "вода пахне", "42"])
def test_a_lone_suspicion_without_a_word_of_danger_is_no_certainty(
    dangers: Dangers, text: str
) -> None:
    assert certain_kind(dangers, text, danger=0.9) is None


def test_what_may_as_well_be_small_talk_needs_a_word_of_danger(dangers: Dangers) -> None:
    talk = dangers.alarm_in("він дивився на неї так, що мороз по шкірі", 0.8, outside=0.15)
    assert talk is not None
    assert not talk.certain
    danger = dangers.alarm_in("він дивиться на неї з балкона й тримає сокиру", 0.8, outside=0.15)
    assert danger is not None
    assert danger.certain


def test_the_intent_follows_the_alarm() -> None:
    intents = [("emergency", 0.6), ("dispatcher_request", 0.3), ("help", 0.1)]
    lifted = weighed(intents, Alarm("gas", 0.97))
    assert lifted[0] == ("emergency", 0.97)
    assert weighed(intents, None)[0][0] == "dispatcher_request"
    assert weighed(intents, Alarm("danger", 0.3))[0][0] == "dispatcher_request"
    assert sum(chance for _, chance in lifted) == pytest.approx(1)


def test_a_weak_rule_against_the_classifier_is_no_certainty(dangers: Dangers) -> None:
    alarm = dangers.alarm_in("дим", 0.0)
    assert alarm is not None
    assert not alarm.certain


def test_an_alarm_about_gas_names_the_service(dangers: Dangers) -> None:
    alarm = dangers.alarm_in("пахне газом", 0.0)
    assert alarm is not None
    assert alarm.code == "gas"


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("дитина не дихає, запишіть до педіатра", True),
        ("мама задихається, запишіть до лікаря", True),
        ("інсульт у батька, запишіть до кардіолога", True),
        ("дитина 5 років не дихає, треба лікаря", True),
        ("знову задихається, де взяти лікаря", True),
        ("задихаюсь коли піднімаюсь сходами, запишіть до пульмонолога", False),
        ("батько переніс інсульт, запишіть до невролога", False),
        ("після інсульту потрібен невролог", False),
        ("дитина хропе і не дихає носом місяць, запишіть до лікаря", False),
    ],
)
def test_a_wish_for_a_doctor_takes_back_what_lasts_but_not_what_happens_now(
    dangers: Dangers, text: str, certain: bool
) -> None:
    alarm = dangers.alarm_in(text, 0.0)
    assert (alarm is not None and alarm.certain) is certain
