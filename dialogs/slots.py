"""The kinds of slots by the names that flow files use."""

from collections.abc import Mapping

from dialogs.flow import SlotSpec
from dialogs.kinds.base import Kind, ValueKind
from dialogs.kinds.children import (
    BirthDateKind,
    ChildNameKind,
    InstitutionsKind,
    SchoolClassKind,
)
from dialogs.kinds.choices import (
    ChoiceKind,
    DistrictKind,
    LanguageKind,
    RatingKind,
    ServiceCodeKind,
)
from dialogs.kinds.facts import EntityKind, LinkCodeKind, NameKind, PeriodKind, PhoneKind
from dialogs.kinds.news import FollowPairsKind, PlacesKind, TopicsKind
from dialogs.kinds.places import AddressKind, ElsewhereKind
from dialogs.kinds.readings import ReadingsKind
from dialogs.kinds.search import PickKind, QueryKind
from dialogs.kinds.stories import RemarkKind, StoryKind
from dialogs.kinds.visits import SpecialtyKind, VisitDayKind

KINDS: Mapping[str, Kind] = {
    "story": StoryKind(),
    "entity": EntityKind(),
    "phone": PhoneKind(),
    "link_code": LinkCodeKind(),
    "name": NameKind(),
    "choice": ChoiceKind(),
    "language": LanguageKind(),
    "rating": RatingKind(),
    "remark": RemarkKind(),
    "period": PeriodKind(),
    "service_code": ServiceCodeKind(),
    "district": DistrictKind(),
    "address": AddressKind(),
    "elsewhere": ElsewhereKind(),
    "query": QueryKind(),
    "pick": PickKind(),
    "child_name": ChildNameKind(),
    "birth_date": BirthDateKind(),
    "institutions": InstitutionsKind(),
    "school_class": SchoolClassKind(),
    "specialty": SpecialtyKind(),
    "visit_day": VisitDayKind(),
    "readings": ReadingsKind(),
    "topics": TopicsKind(),
    "places": PlacesKind(),
    "follow_pairs": FollowPairsKind(),
    "value": ValueKind(),
}


def kind_of(spec: SlotSpec) -> Kind:
    """Return the kind of a slot."""
    return KINDS[spec.kind]
